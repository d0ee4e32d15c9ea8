"""Random breakages of a whole graph, of the kind that each shape guards against, are all caught."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest

from breakages import (
    Breakage,
    Graph,
    a,
    also,
    any_of,
    drop,
    having,
    iri,
    itself,
    lacking,
    lexical,
    named_by,
    number,
    one_of,
    orphan,
    point_from,
    put,
    reverse,
    same,
    some,
    text,
    twice,
    untype,
    with_option,
    words,
)
from kgbuild.validation import Validator
from rdf_files import PREFIXES, read, statements

ROOT = Path(__file__).parent.parent
WHOLE = read(ROOT / "tests" / "graphs" / "whole.ttl")
TIMES = 20

DRUG, COMBINATION, AGENT = a("kg:Drug"), a("kg:Combination"), a("kg:Agent")
MENTION = a("kg:Mention")
CONDITION, BRAND, QUALIFIER = a("kg:Condition"), a("kg:Brand"), a("kg:Qualifier")
USE, OPTION = a("kg:Indication"), a("kg:TherapyOption")
CRITERION, GROUP = a("kg:BiomarkerCriterion"), a("kg:CriterionGroup")
PAGE, QUOTE, DATASET = a("schema:MedicalWebPage"), a("oa:SpecificResource"), a("void:Dataset")
WORDS, PLACE = a("oa:TextQuoteSelector"), a("oa:TextPositionSelector")
REMS, LIST, CODE = a("kg:REMSProgram"), a("kg:CancerTypeList"), a("schema:MedicalCode")
NAMED, CODED, MARKER = having("skos:prefLabel"), having("skos:notation"), named_by("kg:marker")

NO_TEXT = any_of(text(""), words(lang="en"), number("xsd:integer", 1, 9))
NO_CODE = any_of(text("C0", "c12", "12", "C1", "C12 ", "NCIT_C12", "C12345678", "C１２"), words(), words(lang="en"))
NO_VALUE = any_of(one_of("kg:Unheard", "kg:Drug", "schema:Thing"), words())
NO_NODE = words()
NO_MATCH = iri(
    PREFIXES["chebi"], PREFIXES["doid"] + "x", PREFIXES["hgnc"] + "0", "http://purl.obolibrary.org/obo/HGNC_1"
)
NO_WEB = any_of(iri("javascript:alert(1)", "file:///etc/passwd", "ftp://example.org/", "urn:isbn:1"), words())
NO_COUNT = any_of(number("xsd:integer", -99, -1), number("xsd:decimal", 1, 9), lexical("two", "xsd:integer"), words())
NO_AGE = any_of(number("xsd:decimal", -99, -1), number("xsd:decimal", 121, 999), number("xsd:integer", 1, 9), words())
NO_DATE = any_of(lexical("2025-02-30", "xsd:date"), lexical("30/12/2025", "xsd:date"), text("2025-12-30"), words())
NO_QUOTE = any_of(some(CONDITION), some(PAGE), words())
SETID = "https://dailymed.nlm.nih.gov/dailymed/drugInfo.cfm?setid="
LABELS = any_of(*(iri(SETID + digit) for digit in "123456789"))
BRANDED = having("kg:brand")
APPROVED, COMMON = having("kg:basis", "kg:ApprovedUse"), having("kg:basis", "kg:CommonUse")


CONCEPTS: dict[str, tuple[Breakage, ...]] = {
    "Agent-type": (also(AGENT, "rdf:type", one_of("kg:Condition", "kg:Brand", "kg:Indication", "kg:Qualifier")),),
    "Combination-type": (also(COMBINATION, "rdf:type", one_of("kg:Drug", "schema:Drug", "kg:Condition", "kg:Brand")),),
    "Combination-noGenericName": (put(COMBINATION, "schema:nonProprietaryName", words()),),
    "Drug-type": (
        untype(DRUG, "schema:Drug"),
        also(DRUG, "rdf:type", one_of("kg:Condition", "kg:Combination", "kg:Brand", "kg:Qualifier")),
    ),
    "Concept-prefLabel": (
        *(drop(who, "skos:prefLabel") for who in (DRUG, COMBINATION, AGENT, CONDITION, QUALIFIER)),
        put(NAMED, "skos:prefLabel", text("")),
        put(NAMED, "skos:prefLabel", some(PAGE)),
    ),
    "Concept-oneLabel": (also(NAMED, "skos:prefLabel", words(lang="en")),),
    "Concept-altLabel": (same(NAMED, "skos:altLabel", "skos:prefLabel"),),
    "Concept-notation": (put(CODED, "skos:notation", NO_CODE), also(CODED, "skos:notation", text("C12", "C13"))),
    "Concept-exactMatch": (
        put(CODED, "skos:exactMatch", any_of(words(), some(CODED), iri(PREFIXES["evs"] + "C0", PREFIXES["evs"]))),
        also(CODED, "skos:exactMatch", any_of(words(), some(CODED), NO_MATCH)),
    ),
    "Concept-closeMatch": (
        also(CODED, "skos:closeMatch", any_of(words(), some(CODED), NO_MATCH)),
        same(CODED, "skos:closeMatch", "skos:exactMatch"),
    ),
    "Concept-broadMatch": (also(CODED, "skos:broadMatch", any_of(words(), NO_MATCH, iri(PREFIXES["chebi"] + "1"))),),
    "CodedConcept": (
        put(COMBINATION, "skos:notation", text("C12", "C34")),
        put(QUALIFIER, "skos:notation", text("C12", "C34")),
    ),
    "Concept-identity": (
        put(CODED, "skos:notation", text("C12", "C99999")),
        put(CODED, "skos:exactMatch", iri(PREFIXES["evs"] + "C12")),
        drop(CODED, "skos:notation"),
    ),
    "Condition-type": (untype(CONDITION, "schema:MedicalCondition"),),
    "Condition-noTherapy": (
        point_from(OPTION, "kg:partner", CONDITION),
        point_from(LIST, "kg:listsDrug", CONDITION),
        point_from(COMBINATION, "kg:hasComponent", CONDITION),
        *(point_from(USE, f"kg:{each}", CONDITION) for each in ("priorTherapy", "noPriorTherapy", "responded")),
        point_from(USE, "kg:indicationOf", CONDITION),
    ),
    "Condition-notBroaderThanItself": (itself(CONDITION, "skos:broader"),),
    "Condition-broader": (put(CONDITION, "skos:broader", NO_NODE),),
    "Condition-possibleTreatment": (put(CONDITION, "schema:possibleTreatment", NO_NODE),),
    "Mention-wording": (
        drop(MENTION, "kg:wording"),
        put(MENTION, "kg:wording", NO_TEXT),
        twice(MENTION, "kg:wording", words()),
    ),
    "Mention-role": (
        drop(MENTION, "kg:role"),
        put(MENTION, "kg:role", words()),
        twice(MENTION, "kg:role", text("drug", "agent", "cause")),
    ),
    "Mention-names": (
        drop(MENTION, "kg:names"),
        put(MENTION, "kg:names", NO_NODE),
        twice(MENTION, "kg:names", some(CONDITION)),
    ),
    "Mention-groundedBy": (
        drop(MENTION, "kg:groundedBy"),
        put(MENTION, "kg:groundedBy", words()),
        twice(MENTION, "kg:groundedBy", text("synonym", "curated", "unknown")),
    ),
    "Mention-confidence": (
        drop(MENTION, "kg:confidence"),
        put(MENTION, "kg:confidence", any_of(number("xsd:decimal", -9, -1), number("xsd:decimal", 2, 9), words())),
        twice(MENTION, "kg:confidence", lexical("0.5", "xsd:decimal")),
    ),
    "Mention-source": (
        drop(MENTION, "prov:hadPrimarySource"),
        put(MENTION, "prov:hadPrimarySource", any_of(some(CONDITION), words())),
    ),
    "Qualifier-indication": (orphan(QUALIFIER, "kg:diseaseQualifier"),),
    "Qualifier-notCondition": (point_from(USE, "kg:condition", QUALIFIER),),
    "Marker-label": (drop(MARKER, "skos:prefLabel"),),
    "Marker-noTherapy": (
        point_from(OPTION, "kg:partner", MARKER),
        point_from(COMBINATION, "kg:hasComponent", MARKER),
        *(point_from(USE, f"kg:{p}", MARKER) for p in ("priorTherapy", "noPriorTherapy", "responded", "ineligibleFor")),
    ),
}

DRUGS: dict[str, tuple[Breakage, ...]] = {
    "Brand-name": (
        put(BRAND, "schema:name", NO_TEXT),
        drop(BRAND, "schema:name"),
        twice(BRAND, "schema:name", words()),
    ),
    "Brand-owner": (orphan(BRAND, "kg:brand"),),
    "REMSProgram-name": (
        put(REMS, "schema:name", NO_TEXT),
        drop(REMS, "schema:name"),
        twice(REMS, "schema:name", words()),
    ),
    "REMSProgram-url": (
        put(REMS, "schema:url", NO_WEB),
        twice(REMS, "schema:url", iri("https://a.example", "https://b.example")),
    ),
    "REMSProgram-source": (drop(REMS, "prov:wasDerivedFrom"), put(REMS, "prov:wasDerivedFrom", NO_QUOTE)),
    "REMSProgram-drug": (orphan(REMS, "kg:requiresREMS"),),
    "MedicalCode-codeValue": (
        put(CODE, "schema:codeValue", NO_CODE),
        drop(CODE, "schema:codeValue"),
        twice(CODE, "schema:codeValue", text("C12", "C13")),
    ),
    "MedicalCode-codingSystem": (
        drop(CODE, "schema:codingSystem"),
        put(CODE, "schema:codingSystem", words()),
        twice(CODE, "schema:codingSystem", words()),
    ),
    "MedicalCode-notation": (put(CODE, "schema:codeValue", text("C12", "C34")), orphan(CODE, "schema:code")),
    "Therapy-indication": (
        drop(having("kg:indication"), "kg:indication"),
        also(DRUG, "kg:indication", some(OPTION)),
        orphan(having("kg:indication"), "kg:indicationOf"),
    ),
    "Therapy-nonProprietaryName": (
        put(DRUG, "schema:nonProprietaryName", NO_TEXT),
        twice(DRUG, "schema:nonProprietaryName", words()),
    ),
    "Therapy-brand": (also(DRUG, "kg:brand", any_of(some(CONDITION), some(REMS), NO_NODE)),),
    "Therapy-brandNames": (
        drop(BRANDED, "kg:brand"),
        drop(BRANDED, "schema:proprietaryName"),
        also(DRUG, "schema:proprietaryName", words()),
    ),
    "Therapy-approvalStatus": (
        put(DRUG, "kg:approvalStatus", NO_VALUE),
        twice(DRUG, "kg:approvalStatus", one_of("kg:FDAApproved", "kg:NoLongerAvailableInUS")),
    ),
    "Therapy-requiresREMS": (also(DRUG, "kg:requiresREMS", any_of(some(BRAND), some(PAGE), NO_NODE)),),
    "Therapy-pronunciation": (
        put(DRUG, "kg:pronunciation", any_of(NO_TEXT, text("(eg-ZAM)", "eg-ZAM)"))),
        twice(DRUG, "kg:pronunciation", words()),
    ),
    "Therapy-drugClass": (also(DRUG, "kg:drugClass", any_of(some(CONDITION), some(BRAND), NO_NODE)),),
    "Therapy-prescribingInfo": (
        put(DRUG, "schema:prescribingInfo", any_of(NO_WEB, iri("https://example.org/label"))),
        twice(DRUG, "schema:prescribingInfo", LABELS),
    ),
    "Therapy-seeAlso": (also(DRUG, "rdfs:seeAlso", NO_WEB),),
    "Therapy-code": (
        also(DRUG, "schema:code", any_of(some(BRAND), NO_NODE)),
        twice(DRUG, "schema:code", any_of(some(CODE), some(PAGE))),
    ),
    "Subject-type": (
        point_from(LIST, "kg:listsDrug", CONDITION),
        point_from(USE, "kg:indicationOf", BRAND),
        point_from(LIST, "kg:listsDrug", QUALIFIER),
    ),
    "Given-type": (
        *(point_from(OPTION, "kg:partner", who) for who in (CONDITION, PAGE, BRAND, QUALIFIER)),
        *(
            point_from(USE, f"kg:{each}", who)
            for each in ("priorTherapy", "noPriorTherapy", "responded", "ineligibleFor")
            for who in (CONDITION, PAGE, BRAND, QUALIFIER)
        ),
        point_from(COMBINATION, "kg:hasComponent", QUALIFIER),
    ),
    "Components-hasComponent": (
        put(having("kg:hasComponent"), "kg:hasComponent", some(DRUG)),
        also(having("kg:hasComponent"), "kg:hasComponent", NO_NODE),
    ),
    "Components-notItself": (itself(having("kg:hasComponent"), "kg:hasComponent"),),
    "CancerTypeList-condition": (
        drop(LIST, "kg:condition"),
        twice(LIST, "kg:condition", some(CONDITION)),
        put(LIST, "kg:condition", any_of(some(DRUG), some(QUALIFIER), NO_NODE)),
    ),
    "CancerTypeList-intent": (
        drop(LIST, "kg:intent"),
        put(LIST, "kg:intent", NO_VALUE),
        twice(LIST, "kg:intent", one_of("kg:Treat", "kg:Prevent", "kg:Manage")),
    ),
    "CancerTypeList-listsDrug": (drop(LIST, "kg:listsDrug"), also(LIST, "kg:listsDrug", NO_NODE)),
    "CancerTypeList-source": (drop(LIST, "prov:wasDerivedFrom"), also(LIST, "prov:wasDerivedFrom", NO_QUOTE)),
}

USES: dict[str, tuple[Breakage, ...]] = {
    "Indication-type": (untype(USE, "schema:MedicalIndication"),),
    "Indication-indicationOf": (
        drop(USE, "kg:indicationOf"),
        twice(USE, "kg:indicationOf", any_of(some(DRUG), some(COMBINATION))),
        put(USE, "kg:indicationOf", NO_NODE),
    ),
    "Indication-indication": (orphan(USE, "kg:indication"), drop(USE, "kg:indicationOf")),
    "Indication-condition": (
        drop(USE, "kg:condition"),
        twice(USE, "kg:condition", some(CONDITION)),
        put(USE, "kg:condition", any_of(some(DRUG), some(AGENT), some(QUALIFIER), NO_NODE)),
    ),
    "Indication-causedBy": (same(USE, "kg:causedBy", "kg:condition"), put(USE, "kg:causedBy", NO_NODE)),
    "Indication-basis": (
        drop(USE, "kg:basis"),
        put(USE, "kg:basis", NO_VALUE),
        twice(USE, "kg:basis", one_of("kg:ApprovedUse", "kg:CommonUse")),
    ),
    "Indication-intent": (
        drop(USE, "kg:intent"),
        put(USE, "kg:intent", NO_VALUE),
        twice(USE, "kg:intent", one_of("kg:Treat", "kg:Prevent", "kg:Manage", "kg:Diagnose", "kg:Other")),
    ),
    "Indication-source": (drop(USE, "prov:wasDerivedFrom"), also(USE, "prov:wasDerivedFrom", NO_QUOTE)),
    "Indication-statement": (
        drop(USE, "kg:statement"),
        put(USE, "kg:statement", NO_TEXT),
        twice(USE, "kg:statement", words()),
    ),
    "Indication-therapyOption": (also(USE, "kg:therapyOption", any_of(some(DRUG), some(GROUP), NO_NODE)),),
    "Indication-ownPartner": (with_option(USE, "kg:indicationOf"),),
    "Indication-partnerIsPrior": (with_option(USE, "kg:priorTherapy"),),
    "Indication-partnerIneligible": (with_option(USE, "kg:ineligibleFor"),),
    "Indication-priorTherapy": (
        same(USE, "kg:priorTherapy", "kg:noPriorTherapy"),
        same(USE, "kg:noPriorTherapy", "kg:priorTherapy"),
        also(USE, "kg:priorTherapy", NO_NODE),
    ),
    "Indication-priorIsItself": (same(USE, "kg:priorTherapy", "kg:indicationOf"),),
    "Indication-noPriorTherapy": (also(USE, "kg:noPriorTherapy", NO_NODE),),
    "Indication-responded": (also(USE, "kg:responded", NO_NODE),),
    "Indication-ineligibleFor": (also(USE, "kg:ineligibleFor", NO_NODE),),
    "Indication-minPriorTherapies": (
        put(USE, "kg:minPriorTherapies", NO_COUNT),
        twice(USE, "kg:minPriorTherapies", number("xsd:integer", 0, 9)),
        reverse(USE, "kg:minPriorTherapies", "kg:maxPriorTherapies", "xsd:integer"),
    ),
    "Indication-maxPriorTherapies": (
        put(USE, "kg:maxPriorTherapies", NO_COUNT),
        twice(USE, "kg:maxPriorTherapies", number("xsd:integer", 0, 9)),
    ),
    "Indication-population": (also(USE, "kg:population", NO_VALUE),),
    "Indication-minAge": (
        put(USE, "kg:minAge", NO_AGE),
        twice(USE, "kg:minAge", number("xsd:decimal", 0, 90)),
        reverse(USE, "kg:minAge", "kg:maxAge", "xsd:decimal"),
    ),
    "Indication-maxAge": (put(USE, "kg:maxAge", NO_AGE), twice(USE, "kg:maxAge", number("xsd:decimal", 0, 90))),
    "Indication-biomarker": (also(USE, "kg:biomarker", any_of(some(MARKER), some(GROUP), NO_NODE)),),
    "Indication-diseaseStatus": (
        also(USE, "kg:diseaseStatus", NO_VALUE),
        same(USE, "kg:diseaseStatus", "kg:notDiseaseStatus"),
        same(USE, "kg:notDiseaseStatus", "kg:diseaseStatus"),
    ),
    "Indication-notDiseaseStatus": (also(USE, "kg:notDiseaseStatus", NO_VALUE),),
    "Indication-stage": (also(USE, "kg:stage", any_of(NO_TEXT, text("3", "stage III", "V", "iii", "IIIE", "IIII"))),),
    "Indication-undecidedPartner": (also(USE, "kg:undecidedPartner", NO_TEXT),),
    "Indication-diseaseQualifier": (also(USE, "kg:diseaseQualifier", any_of(some(CONDITION), some(DRUG), NO_NODE)),),
    "Indication-setting": (also(USE, "kg:setting", NO_VALUE),),
    "Indication-approvalPathway": (also(USE, "kg:approvalPathway", NO_VALUE),),
    "Indication-brandScope": (also(USE, "kg:brandScope", any_of(some(DRUG), some(REMS), NO_NODE)),),
    "Indication-criterionGroup": (also(USE, "kg:criterionGroup", any_of(some(CRITERION), some(OPTION), NO_NODE)),),
    "ApprovedIndication-basis": (
        put(APPROVED, "kg:basis", one_of("kg:CommonUse")),
        drop(APPROVED, "kg:basis"),
        also(COMMON, "rdf:type", one_of("schema:ApprovedIndication")),
    ),
    "ApprovedUse-type": (
        untype(APPROVED, "schema:ApprovedIndication"),
        put(COMMON, "kg:basis", one_of("kg:ApprovedUse")),
    ),
    "AcceleratedUse-basis": (
        also(COMMON, "kg:approvalPathway", one_of("kg:AcceleratedApproval")),
        drop(having("kg:approvalPathway"), "kg:basis"),
    ),
    "TreatmentIndication-intent": (
        put(a("schema:TreatmentIndication"), "kg:intent", one_of("kg:Prevent", "kg:Diagnose", "kg:Other")),
    ),
    "PreventionIndication-intent": (
        put(a("schema:PreventionIndication"), "kg:intent", one_of("kg:Treat", "kg:Manage", "kg:Other")),
        drop(a("schema:PreventionIndication"), "kg:intent"),
    ),
    "TherapyOption-indication": (orphan(OPTION, "kg:therapyOption"),),
    "TherapyOption-partner": (also(OPTION, "kg:partner", NO_NODE),),
    "TherapyOption-thenAlone": (
        put(OPTION, "kg:thenAlone", any_of(words(), lexical("maybe", "xsd:boolean"), number("xsd:integer", 0, 1))),
        twice(OPTION, "kg:thenAlone", any_of(lexical("true", "xsd:boolean"), lexical("false", "xsd:boolean"))),
    ),
    "TherapyOption-setting": (also(OPTION, "kg:setting", NO_VALUE),),
    "ThenAlone-partner": (drop(having("kg:thenAlone"), "kg:partner"),),
    "BiomarkerCriterion-marker": (
        drop(CRITERION, "kg:marker"),
        twice(CRITERION, "kg:marker", any_of(some(MARKER), some(CONDITION))),
        put(CRITERION, "kg:marker", NO_NODE),
    ),
    "BiomarkerCriterion-polarity": (
        drop(CRITERION, "kg:polarity"),
        put(CRITERION, "kg:polarity", NO_VALUE),
        twice(CRITERION, "kg:polarity", one_of("kg:Positive", "kg:Negative", "kg:Unknown")),
    ),
    "BiomarkerCriterion-alteration": (
        put(CRITERION, "kg:alteration", NO_TEXT),
        twice(CRITERION, "kg:alteration", text("mutation", "fusion")),
    ),
    "BiomarkerCriterion-level": (put(CRITERION, "kg:level", NO_TEXT), twice(CRITERION, "kg:level", words())),
    "BiomarkerCriterion-use": (orphan(CRITERION, "kg:biomarker", "kg:onlyIf"),),
    "CriterionGroup": (
        put(lacking(GROUP, "kg:onlyIf"), "kg:anyOf", some(CRITERION)),
        drop(having("kg:onlyIf"), "kg:onlyIf"),
    ),
    "CriterionGroup-anyOf": (drop(GROUP, "kg:anyOf"), also(GROUP, "kg:anyOf", NO_NODE)),
    "CriterionGroup-members": (
        same(GROUP, "kg:anyOf", "kg:onlyIf"),
        same(GROUP, "kg:onlyIf", "kg:anyOf"),
    ),
    "CriterionGroup-onlyIf": (
        put(GROUP, "kg:onlyIf", any_of(some(MARKER), some(DRUG), NO_NODE)),
        twice(GROUP, "kg:onlyIf", some(CRITERION)),
    ),
    "CriterionGroup-indication": (orphan(GROUP, "kg:criterionGroup"),),
}

SOURCES: dict[str, tuple[Breakage, ...]] = {
    "MedicalWebPage-type": (untype(PAGE, "prov:Entity"),),
    "MedicalWebPage-about": (put(PAGE, "schema:about", NO_NODE),),
    "MedicalWebPage-url": (
        drop(PAGE, "schema:url"),
        put(PAGE, "schema:url", NO_WEB),
        twice(PAGE, "schema:url", iri("https://a.example", "https://b.example")),
    ),
    "MedicalWebPage-name": (
        drop(PAGE, "schema:name"),
        put(PAGE, "schema:name", NO_TEXT),
        twice(PAGE, "schema:name", words()),
    ),
    "MedicalWebPage-lastReviewed": (
        put(PAGE, "schema:lastReviewed", NO_DATE),
        twice(PAGE, "schema:lastReviewed", any_of(*(lexical(f"2025-01-0{day}", "xsd:date") for day in range(1, 9)))),
    ),
    "MedicalWebPage-inLanguage": (
        put(PAGE, "schema:inLanguage", any_of(text("English", "e", "en us", "EN"), lexical("false", "xsd:boolean"))),
        twice(PAGE, "schema:inLanguage", text("en", "es", "fr")),
    ),
    "MedicalWebPage-license": (drop(PAGE, "dcterms:license"), put(PAGE, "dcterms:license", text(""))),
    "MedicalWebPage-source": (drop(PAGE, "dcterms:source"), put(PAGE, "dcterms:source", text(""))),
    "MedicalWebPage-citation": (
        drop(PAGE, "dcterms:bibliographicCitation"),
        put(PAGE, "dcterms:bibliographicCitation", text("")),
    ),
    "MedicalWebPage-sha256": (
        drop(PAGE, "kg:sha256"),
        put(PAGE, "kg:sha256", any_of(words(), text("A" * 64, "0" * 63, "0" * 65, "g" * 64))),
        twice(PAGE, "kg:sha256", text("0" * 64, "1" * 64)),
    ),
    "SpecificResource-type": (untype(QUOTE, "prov:Entity"),),
    "SpecificResource-hasSource": (
        drop(QUOTE, "oa:hasSource"),
        twice(QUOTE, "oa:hasSource", some(PAGE)),
        put(QUOTE, "oa:hasSource", any_of(some(DRUG), some(QUOTE), NO_NODE)),
    ),
    "SpecificResource-exact": (
        put(QUOTE, "oa:hasSelector", some(PLACE)),
        also(QUOTE, "oa:hasSelector", some(WORDS)),
    ),
    "SpecificResource-start": (put(QUOTE, "oa:hasSelector", some(WORDS)), also(QUOTE, "oa:hasSelector", some(PLACE))),
    "TextQuoteSelector-exact": (
        drop(WORDS, "oa:exact"),
        put(WORDS, "oa:exact", NO_TEXT),
        twice(WORDS, "oa:exact", words()),
    ),
    "TextQuoteSelector-prefix": (
        put(WORDS, "oa:prefix", words(lang="en")),
        twice(WORDS, "oa:prefix", words()),
    ),
    "TextQuoteSelector-suffix": (
        put(WORDS, "oa:suffix", words(lang="en")),
        twice(WORDS, "oa:suffix", words()),
    ),
    "TextQuoteSelector-quote": (orphan(WORDS, "oa:hasSelector"),),
    "TextPositionSelector-start": (
        drop(PLACE, "oa:start"),
        put(PLACE, "oa:start", NO_COUNT),
        twice(PLACE, "oa:start", number("xsd:integer", 0, 9)),
        reverse(PLACE, "oa:start", "oa:end", "xsd:integer"),
    ),
    "TextPositionSelector-end": (
        drop(PLACE, "oa:end"),
        put(PLACE, "oa:end", NO_COUNT),
        twice(PLACE, "oa:end", number("xsd:integer", 100, 999)),
    ),
    "TextPositionSelector-quote": (orphan(PLACE, "oa:hasSelector"),),
    "Dataset-title": (drop(DATASET, "dcterms:title"), put(DATASET, "dcterms:title", text(""))),
    "Dataset-license": (drop(DATASET, "dcterms:license"), also(DATASET, "dcterms:license", NO_NODE)),
    "Dataset-triples": (
        put(DATASET, "void:triples", NO_COUNT),
        twice(DATASET, "void:triples", number("xsd:integer", 0, 999)),
    ),
}

BREAKAGES = {**CONCEPTS, **DRUGS, **USES, **SOURCES}


@pytest.fixture(scope="module")
def validator() -> Validator:
    return Validator(ROOT / "shapes")


@pytest.mark.parametrize("shape", sorted(BREAKAGES))
def test_every_breakage_of_the_kind_that_a_shape_guards_against_is_caught(shape: str, validator: Validator) -> None:
    kinds = BREAKAGES[shape]
    for time in range(TIMES):
        graph = Graph(list(WHOLE), Random(f"{shape} {time}"))  # noqa: S311 - seeded, so that every run is the same
        at = kinds[time % len(kinds)](graph)
        found = {(violation.focus, violation.shape) for violation in validator.validate(graph.triples)}
        assert (at.value, shape) in found, f"{shape}: breakage {time} at {at} was not caught"


def test_every_shape_that_can_find_something_is_broken() -> None:
    stated = list(statements(read(*(ROOT / "shapes").glob("*.ttl"))))
    shapes = PREFIXES["kgs"]
    speaking = {s.subject.removeprefix(shapes) for s in stated if s.predicate == PREFIXES["sh"] + "message"}
    assert {*BREAKAGES} == speaking | {"Concept-identity"}
