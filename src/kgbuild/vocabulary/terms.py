"""The namespaces and terms of the graph, as constants."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

from pyoxigraph import Literal, NamedNode, Triple

from kgbuild.vocabulary.codes import CHEBI, DOID, EVS, HGNC, MONDO, NCIT


class RDF:
    """RDF 1.1."""

    NAMESPACE: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
    TYPE: Final = NamedNode(NAMESPACE + "type")


class RDFS:
    """RDF Schema 1.1."""

    NAMESPACE: Final = "http://www.w3.org/2000/01/rdf-schema#"
    SEE_ALSO: Final = NamedNode(NAMESPACE + "seeAlso")


class XSD:
    """XML Schema datatypes."""

    NAMESPACE: Final = "http://www.w3.org/2001/XMLSchema#"
    STRING: Final = NamedNode(NAMESPACE + "string")
    INTEGER: Final = NamedNode(NAMESPACE + "integer")
    DECIMAL: Final = NamedNode(NAMESPACE + "decimal")
    BOOLEAN: Final = NamedNode(NAMESPACE + "boolean")
    DATE: Final = NamedNode(NAMESPACE + "date")


class SKOS:
    """Labels, codes and the way up in the Thesaurus."""

    NAMESPACE: Final = "http://www.w3.org/2004/02/skos/core#"
    CONCEPT: Final = NamedNode(NAMESPACE + "Concept")
    NOTATION: Final = NamedNode(NAMESPACE + "notation")
    PREF_LABEL: Final = NamedNode(NAMESPACE + "prefLabel")
    ALT_LABEL: Final = NamedNode(NAMESPACE + "altLabel")
    HIDDEN_LABEL: Final = NamedNode(NAMESPACE + "hiddenLabel")
    EXACT_MATCH: Final = NamedNode(NAMESPACE + "exactMatch")
    CLOSE_MATCH: Final = NamedNode(NAMESPACE + "closeMatch")
    BROAD_MATCH: Final = NamedNode(NAMESPACE + "broadMatch")
    BROADER: Final = NamedNode(NAMESPACE + "broader")


class DCTERMS:
    """Where a page, and the data set, come from."""

    NAMESPACE: Final = "http://purl.org/dc/terms/"
    TITLE: Final = NamedNode(NAMESPACE + "title")
    LICENSE: Final = NamedNode(NAMESPACE + "license")
    SOURCE: Final = NamedNode(NAMESPACE + "source")
    BIBLIOGRAPHIC_CITATION: Final = NamedNode(NAMESPACE + "bibliographicCitation")
    RIGHTS: Final = NamedNode(NAMESPACE + "rights")
    HAS_VERSION: Final = NamedNode(NAMESPACE + "hasVersion")
    CREATOR: Final = NamedNode(NAMESPACE + "creator")


class PROV:
    """PROV-O."""

    NAMESPACE: Final = "http://www.w3.org/ns/prov#"
    ENTITY: Final = NamedNode(NAMESPACE + "Entity")
    WAS_DERIVED_FROM: Final = NamedNode(NAMESPACE + "wasDerivedFrom")
    HAD_PRIMARY_SOURCE: Final = NamedNode(NAMESPACE + "hadPrimarySource")


class OA:
    """Web Annotation: quotes."""

    NAMESPACE: Final = "http://www.w3.org/ns/oa#"
    SPECIFIC_RESOURCE: Final = NamedNode(NAMESPACE + "SpecificResource")
    TEXT_QUOTE_SELECTOR: Final = NamedNode(NAMESPACE + "TextQuoteSelector")
    TEXT_POSITION_SELECTOR: Final = NamedNode(NAMESPACE + "TextPositionSelector")
    HAS_SOURCE: Final = NamedNode(NAMESPACE + "hasSource")
    HAS_SELECTOR: Final = NamedNode(NAMESPACE + "hasSelector")
    EXACT: Final = NamedNode(NAMESPACE + "exact")
    PREFIX: Final = NamedNode(NAMESPACE + "prefix")
    SUFFIX: Final = NamedNode(NAMESPACE + "suffix")
    START: Final = NamedNode(NAMESPACE + "start")
    END: Final = NamedNode(NAMESPACE + "end")


class VOID:
    """What the data set holds."""

    NAMESPACE: Final = "http://rdfs.org/ns/void#"
    DATASET: Final = NamedNode(NAMESPACE + "Dataset")
    TRIPLES: Final = NamedNode(NAMESPACE + "triples")
    ENTITIES: Final = NamedNode(NAMESPACE + "entities")
    CLASS_PARTITION: Final = NamedNode(NAMESPACE + "classPartition")
    CLASS: Final = NamedNode(NAMESPACE + "class")
    DOCUMENTS: Final = NamedNode(NAMESPACE + "documents")


class DCAT:
    """The data set in a catalogue."""

    NAMESPACE: Final = "http://www.w3.org/ns/dcat#"
    DATASET: Final = NamedNode(NAMESPACE + "Dataset")


class SCHEMA:
    """schema.org, version 30."""

    NAMESPACE: Final = "https://schema.org/"
    DRUG: Final = NamedNode(NAMESPACE + "Drug")
    MEDICAL_CONDITION: Final = NamedNode(NAMESPACE + "MedicalCondition")
    MEDICAL_INDICATION: Final = NamedNode(NAMESPACE + "MedicalIndication")
    APPROVED_INDICATION: Final = NamedNode(NAMESPACE + "ApprovedIndication")
    TREATMENT_INDICATION: Final = NamedNode(NAMESPACE + "TreatmentIndication")
    PREVENTION_INDICATION: Final = NamedNode(NAMESPACE + "PreventionIndication")
    MEDICAL_CODE: Final = NamedNode(NAMESPACE + "MedicalCode")
    MEDICAL_WEB_PAGE: Final = NamedNode(NAMESPACE + "MedicalWebPage")
    ABOUT: Final = NamedNode(NAMESPACE + "about")
    CODE: Final = NamedNode(NAMESPACE + "code")
    CODE_VALUE: Final = NamedNode(NAMESPACE + "codeValue")
    CODING_SYSTEM: Final = NamedNode(NAMESPACE + "codingSystem")
    IN_LANGUAGE: Final = NamedNode(NAMESPACE + "inLanguage")
    KEYWORDS: Final = NamedNode(NAMESPACE + "keywords")
    LAST_REVIEWED: Final = NamedNode(NAMESPACE + "lastReviewed")
    MENTIONS: Final = NamedNode(NAMESPACE + "mentions")
    NAME: Final = NamedNode(NAMESPACE + "name")
    ALTERNATE_NAME: Final = NamedNode(NAMESPACE + "alternateName")
    NON_PROPRIETARY_NAME: Final = NamedNode(NAMESPACE + "nonProprietaryName")
    POSSIBLE_TREATMENT: Final = NamedNode(NAMESPACE + "possibleTreatment")
    PRESCRIBING_INFO: Final = NamedNode(NAMESPACE + "prescribingInfo")
    PROPRIETARY_NAME: Final = NamedNode(NAMESPACE + "proprietaryName")
    URL: Final = NamedNode(NAMESPACE + "url")


class KG:
    """Our own terms, defined in ``ontology/kgbuild.ttl``."""

    NAMESPACE: Final = "https://w3id.org/kgbuild/ns#"
    DRUG: Final = NamedNode(NAMESPACE + "Drug")
    COMBINATION: Final = NamedNode(NAMESPACE + "Combination")
    AGENT: Final = NamedNode(NAMESPACE + "Agent")
    CONDITION: Final = NamedNode(NAMESPACE + "Condition")
    INDICATION: Final = NamedNode(NAMESPACE + "Indication")
    THERAPY_OPTION: Final = NamedNode(NAMESPACE + "TherapyOption")
    BIOMARKER_CRITERION: Final = NamedNode(NAMESPACE + "BiomarkerCriterion")
    CRITERION_GROUP: Final = NamedNode(NAMESPACE + "CriterionGroup")
    QUALIFIER: Final = NamedNode(NAMESPACE + "Qualifier")
    REMS_PROGRAM: Final = NamedNode(NAMESPACE + "REMSProgram")
    BRAND: Final = NamedNode(NAMESPACE + "Brand")
    CANCER_TYPE_LIST: Final = NamedNode(NAMESPACE + "CancerTypeList")
    APPROVED_USE: Final = NamedNode(NAMESPACE + "ApprovedUse")
    COMMON_USE: Final = NamedNode(NAMESPACE + "CommonUse")
    ACCELERATED_APPROVAL: Final = NamedNode(NAMESPACE + "AcceleratedApproval")
    TREAT: Final = NamedNode(NAMESPACE + "Treat")
    MANAGE: Final = NamedNode(NAMESPACE + "Manage")
    PREVENT: Final = NamedNode(NAMESPACE + "Prevent")
    DIAGNOSE: Final = NamedNode(NAMESPACE + "Diagnose")
    HAS_INDICATION: Final = NamedNode(NAMESPACE + "indication")
    INDICATION_OF: Final = NamedNode(NAMESPACE + "indicationOf")
    BASIS: Final = NamedNode(NAMESPACE + "basis")
    HAS_CONDITION: Final = NamedNode(NAMESPACE + "condition")
    CAUSED_BY: Final = NamedNode(NAMESPACE + "causedBy")
    INTENT: Final = NamedNode(NAMESPACE + "intent")
    HAS_THERAPY_OPTION: Final = NamedNode(NAMESPACE + "therapyOption")
    PARTNER: Final = NamedNode(NAMESPACE + "partner")
    THEN_ALONE: Final = NamedNode(NAMESPACE + "thenAlone")
    SETTING: Final = NamedNode(NAMESPACE + "setting")
    PRIOR_THERAPY: Final = NamedNode(NAMESPACE + "priorTherapy")
    MIN_PRIOR_THERAPIES: Final = NamedNode(NAMESPACE + "minPriorTherapies")
    MAX_PRIOR_THERAPIES: Final = NamedNode(NAMESPACE + "maxPriorTherapies")
    NO_PRIOR_THERAPY: Final = NamedNode(NAMESPACE + "noPriorTherapy")
    RESPONDED: Final = NamedNode(NAMESPACE + "responded")
    INELIGIBLE_FOR: Final = NamedNode(NAMESPACE + "ineligibleFor")
    POPULATION: Final = NamedNode(NAMESPACE + "population")
    MIN_AGE: Final = NamedNode(NAMESPACE + "minAge")
    MAX_AGE: Final = NamedNode(NAMESPACE + "maxAge")
    BIOMARKER: Final = NamedNode(NAMESPACE + "biomarker")
    MARKER: Final = NamedNode(NAMESPACE + "marker")
    POLARITY: Final = NamedNode(NAMESPACE + "polarity")
    LEVEL: Final = NamedNode(NAMESPACE + "level")
    ALTERATION: Final = NamedNode(NAMESPACE + "alteration")
    DISEASE_STATUS: Final = NamedNode(NAMESPACE + "diseaseStatus")
    NOT_DISEASE_STATUS: Final = NamedNode(NAMESPACE + "notDiseaseStatus")
    MENTION: Final = NamedNode(NAMESPACE + "Mention")
    WORDING: Final = NamedNode(NAMESPACE + "wording")
    ROLE: Final = NamedNode(NAMESPACE + "role")
    NAMES: Final = NamedNode(NAMESPACE + "names")
    CANDIDATE: Final = NamedNode(NAMESPACE + "candidate")
    GROUNDED_BY: Final = NamedNode(NAMESPACE + "groundedBy")
    CONFIDENCE: Final = NamedNode(NAMESPACE + "confidence")
    UNDECIDED_PARTNER: Final = NamedNode(NAMESPACE + "undecidedPartner")
    STAGE: Final = NamedNode(NAMESPACE + "stage")
    DISEASE_QUALIFIER: Final = NamedNode(NAMESPACE + "diseaseQualifier")
    APPROVAL_PATHWAY: Final = NamedNode(NAMESPACE + "approvalPathway")
    BRAND_SCOPE: Final = NamedNode(NAMESPACE + "brandScope")
    HAS_CRITERION_GROUP: Final = NamedNode(NAMESPACE + "criterionGroup")
    ANY_OF: Final = NamedNode(NAMESPACE + "anyOf")
    ONLY_IF: Final = NamedNode(NAMESPACE + "onlyIf")
    STATEMENT: Final = NamedNode(NAMESPACE + "statement")
    HAS_BRAND: Final = NamedNode(NAMESPACE + "brand")
    APPROVAL_STATUS: Final = NamedNode(NAMESPACE + "approvalStatus")
    REQUIRES_REMS: Final = NamedNode(NAMESPACE + "requiresREMS")
    HAS_COMPONENT: Final = NamedNode(NAMESPACE + "hasComponent")
    PRONUNCIATION: Final = NamedNode(NAMESPACE + "pronunciation")
    DRUG_CLASS: Final = NamedNode(NAMESPACE + "drugClass")
    LISTS_DRUG: Final = NamedNode(NAMESPACE + "listsDrug")
    APPROVED_FOR: Final = NamedNode(NAMESPACE + "approvedFor")
    APPROVED_IN_COMBINATION_FOR: Final = NamedNode(NAMESPACE + "approvedInCombinationFor")
    USED_WITH: Final = NamedNode(NAMESPACE + "usedWith")
    AUDIENCE_LEVEL: Final = NamedNode(NAMESPACE + "audienceLevel")
    SOURCE_TYPE: Final = NamedNode(NAMESPACE + "sourceType")
    REVIEW_FREQUENCY: Final = NamedNode(NAMESPACE + "reviewFrequency")
    VERSION: Final = NamedNode(NAMESPACE + "version")
    PAGE_STATUS: Final = NamedNode(NAMESPACE + "pageStatus")
    CANCER_TYPE: Final = NamedNode(NAMESPACE + "cancerType")
    SHA256: Final = NamedNode(NAMESPACE + "sha256")


PREFIXES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "kg": KG.NAMESPACE,
        "ncit": NCIT,
        "evs": EVS,
        "chebi": CHEBI,
        "doid": DOID,
        "hgnc": HGNC,
        "mondo": MONDO,
        "schema": SCHEMA.NAMESPACE,
        "skos": SKOS.NAMESPACE,
        "dcterms": DCTERMS.NAMESPACE,
        "prov": PROV.NAMESPACE,
        "oa": OA.NAMESPACE,
        "rdf": RDF.NAMESPACE,
        "rdfs": RDFS.NAMESPACE,
        "xsd": XSD.NAMESPACE,
        "void": VOID.NAMESPACE,
        "dcat": DCAT.NAMESPACE,
        "biolink": "https://w3id.org/biolink/vocab/",
    }
)
"""All prefixes but ``id:``, which `Identifiers.base` gives."""

INDIVIDUALS: Final[Mapping[str, NamedNode]] = MappingProxyType(
    {
        name: NamedNode(KG.NAMESPACE + name)
        for name in (
            *("FDAApproved", "NoLongerAvailableInUS"),
            *("ApprovedUse", "CommonUse", "AcceleratedApproval"),
            *("Treat", "Prevent", "Manage", "Diagnose", "Other"),
            *("Adult", "Child", "Female", "Male", "Postmenopausal"),
            *("Relapsed", "Refractory", "Metastatic", "Unresectable"),
            *("LocallyAdvanced", "Advanced", "NewlyDiagnosed", "EarlyStage"),
            *("FirstLine", "Adjuvant", "Neoadjuvant", "Maintenance", "Palliative", "Conditioning", "Consolidation"),
            *("Positive", "Negative", "Unknown"),
        )
    }
)
"""The values that `kgbuild.indication` names by their local names."""


def individual(name: str) -> NamedNode:
    """The value of a local name such as ``Adult``.

    Raises:
        KeyError: the ontology has none of this name; an extractor or lexicon is wrong, not a page.

    >>> individual("Adult")
    <NamedNode value=https://w3id.org/kgbuild/ns#Adult>
    """
    return INDIVIDUALS[name]


def parts(triple: Triple) -> tuple[NamedNode, NamedNode, NamedNode | Literal]:
    """Subject, predicate and object of a triple of ours, which has no blank nodes and quotes no triple."""
    ours: Any = triple  # `cast` would cost as much as all the rest, for every triple of a build
    return ours.subject, ours.predicate, ours.object
