"""What the graph gives reason to say in schema.org's terms, told a second time: one CONSTRUCT for each rule.

The table of ``docs/embedding.md`` in SPARQL. The program's own code takes no part in it, but for the words of a use
(`kgbuild.explanation`), which no query can write.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pyoxigraph import Literal, NamedNode, QueryTriples, Store, Triple

from kgbuild.explanation.uses import label, plain, use_of
from kgbuild.graphs import Graph
from kgbuild.vocabulary import KG, PREFIXES, SCHEMA

_PREFIXES = "".join(f"PREFIX {name}: <{iri}> " for name, iri in PREFIXES.items())
_NAME = """
    OPTIONAL { ?node schema:nonProprietaryName ?generic } OPTIONAL { ?node skos:prefLabel ?label }
    OPTIONAL { ?node schema:name ?own } BIND(STR(COALESCE(?generic, ?label, ?own)) AS ?name)"""
_TREATS = """
    ?drug kg:indication ?use . ?use kg:basis kg:ApprovedUse ; kg:intent ?intent ; kg:condition ?node .
    ?node schema:possibleTreatment ?drug FILTER(?intent IN (kg:Treat, kg:Manage))"""
_ALONE = """
    FILTER(EXISTS { ?use kg:therapyOption ?free FILTER NOT EXISTS { ?free kg:partner ?any } }
        || NOT EXISTS { ?use kg:therapyOption|kg:undecidedPartner ?some })"""
_TOGETHER = """
    ?drug a kg:Drug . ?use kg:therapyOption ?option . ?option kg:partner ?partner
    FILTER NOT EXISTS { ?use kg:undecidedPartner ?unknown }"""
_CODED = """[ a schema:MedicalCode ; schema:codeValue ?code ; schema:codingSystem "NCI Thesaurus" ]"""

RULES = {
    "a drug": "CONSTRUCT { ?drug a schema:Drug } { ?drug a kg:Drug }",
    "a combination": """CONSTRUCT { ?drug a schema:MedicalTherapy }
        { ?drug a kg:Combination FILTER NOT EXISTS { ?drug a kg:Drug } }""",
    "its name": f"CONSTRUCT {{ ?node schema:name ?name }} {{ BIND(?drug AS ?node) {_NAME} }}",
    "generic names, brand names, label": """CONSTRUCT { ?drug ?same ?value } { ?drug a kg:Drug ; ?same ?value
        FILTER(?same IN (schema:nonProprietaryName, schema:proprietaryName, schema:prescribingInfo)) }""",
    "other names": """CONSTRUCT { ?drug schema:alternateName ?one } { { SELECT (MIN(?word) AS ?one) {
        ?drug skos:prefLabel|skos:altLabel ?label BIND(STR(?label) AS ?word)
        FILTER NOT EXISTS { ?drug schema:nonProprietaryName|schema:proprietaryName ?told
            FILTER(LCASE(STR(?told)) = LCASE(STR(?label))) }
        FILTER(EXISTS { ?drug schema:nonProprietaryName ?generic } || NOT EXISTS { ?drug skos:prefLabel ?preferred
            FILTER(LCASE(STR(?preferred)) = LCASE(STR(?label))) })
        } GROUP BY (LCASE(?word)) } }""",
    "brands": """CONSTRUCT { ?drug schema:brand ?brand . ?brand a schema:Brand ; schema:name ?name }
        { ?drug a kg:Drug ; kg:brand ?brand . ?brand schema:name ?name }""",
    "classes": f"""CONSTRUCT {{ ?drug schema:drugClass ?node . ?node a schema:DrugClass ; schema:name ?name }}
        {{ ?drug a kg:Drug ; kg:drugClass ?node {_NAME} }}""",
    "components of a drug": f"""CONSTRUCT {{ ?drug schema:activeIngredient ?name }}
        {{ ?drug a kg:Drug ; kg:hasComponent ?node {_NAME} }}""",
    "components of a combination": f"""CONSTRUCT {{ ?drug schema:drug ?node . ?node a schema:Drug ; schema:name ?name }}
        {{ ?drug a kg:Combination ; kg:hasComponent ?node . ?node a kg:Drug {_NAME}
           FILTER NOT EXISTS {{ ?drug a kg:Drug }} }}""",
    "REMS": """CONSTRUCT { ?drug schema:warning ?warning } { ?drug a kg:Drug ; kg:requiresREMS ?rems .
        ?rems schema:name ?name OPTIONAL { ?rems schema:url ?url }
        BIND(CONCAT("Only available through a REMS (Risk Evaluation and Mitigation Strategies) program: ", ?name,
            COALESCE(CONCAT(" <", STR(?url), ">"), "")) AS ?warning) }""",
    "its code": """CONSTRUCT { ?drug schema:code ?node . ?node a schema:MedicalCode ; ?p ?o }
        { ?drug schema:code ?node . ?node ?p ?o FILTER(?p IN (schema:codeValue, schema:codingSystem)) }""",
    "the code of its IRI": f"""CONSTRUCT {{ ?drug schema:code {_CODED} }} {{ ?drug skos:notation ?code
        FILTER(STRSTARTS(STR(?drug), STR(ncit:))) FILTER NOT EXISTS {{ ?drug schema:code ?node }} }}""",
    "pages": """CONSTRUCT { ?drug schema:subjectOf ?page . ?page a schema:MedicalWebPage ; ?p ?o }
        { ?page schema:about ?drug . OPTIONAL { ?page ?p ?o
        FILTER(?p IN (schema:url, schema:name, schema:inLanguage, schema:keywords)) } }""",
    "dates": """CONSTRUCT { ?page schema:lastReviewed ?day }
        { ?page schema:about ?drug ; schema:lastReviewed ?date BIND(STRDT(STR(?date), schema:Date) AS ?day) }""",
    "citations": """CONSTRUCT { ?page schema:creditText ?text }
        { ?page schema:about ?drug ; dcterms:bibliographicCitation ?text }""",
    "licences of pages": """CONSTRUCT { ?page schema:license <https://creativecommons.org/publicdomain/mark/1.0/> }
        { ?page schema:about ?drug ; dcterms:license "public_domain" }""",
    "licence of the data": """CONSTRUCT { ?page schema:sdLicense ?licence }
        { ?page schema:about ?drug . ?data a dcat:Dataset ; dcterms:license ?licence }""",
    "publishers": """CONSTRUCT { ?page schema:publisher [ a schema:GovernmentOrganization ;
            schema:name "National Cancer Institute" ; schema:url <https://www.cancer.gov/> ] }
        { ?page schema:about ?drug ; dcterms:source "NCI" }""",
    "audiences": """CONSTRUCT { ?page schema:medicalAudience [ a schema:MedicalAudience ; schema:audienceType ?who ] }
        { ?page schema:about ?drug ; kg:audienceLevel ?who }""",
    "links": """CONSTRUCT { ?page schema:relatedLink ?link } { ?page schema:about ?drug . ?drug rdfs:seeAlso ?link }""",
    "uses": """CONSTRUCT { ?page schema:mentions ?use . ?use schema:description ?said ; a ?kind }
        { ?page schema:about ?drug . ?drug kg:indication ?use .
          ?use prov:wasDerivedFrom/oa:hasSource ?page ; kg:statement ?said ; a ?kind
          FILTER(?kind IN (schema:ApprovedIndication, schema:TreatmentIndication, schema:PreventionIndication)) }""",
    "other uses": """CONSTRUCT {
          ?page schema:mentions ?use . ?use schema:description ?said ; a schema:MedicalIndication }
        { ?page schema:about ?drug . ?drug kg:indication ?use .
          ?use prov:wasDerivedFrom/oa:hasSource ?page ; kg:statement ?said
          FILTER NOT EXISTS { ?use a ?kind FILTER(?kind IN
            (schema:ApprovedIndication, schema:TreatmentIndication, schema:PreventionIndication)) } }""",
    "what it treats alone": f"CONSTRUCT {{ ?node schema:possibleTreatment ?drug }} {{ {_TREATS} {_ALONE} }}",
    "what it treats with others": f"""CONSTRUCT {{ ?option a schema:MedicalTherapy ; schema:drug ?drug .
        ?node schema:possibleTreatment ?option }} {{ {_TREATS} {_TOGETHER} }}""",
    "the others": f"""CONSTRUCT {{ ?option schema:drug ?partner . ?partner a schema:Drug ; schema:name ?name }}
        {{ {{ SELECT DISTINCT ?option ?partner {{ {_TREATS} {_TOGETHER} }} }} ?partner a kg:Drug
           BIND(?partner AS ?node) {_NAME} }}""",
    "conditions": f"""CONSTRUCT {{ ?node a schema:MedicalCondition ; schema:name ?name }}
        {{ {{ {_TREATS} {_ALONE} }} UNION {{ {_TREATS} {_TOGETHER} }} {_NAME} }}""",
    "codes of conditions": f"""CONSTRUCT {{ ?node schema:code {_CODED} }} {{ {{ SELECT DISTINCT ?node ?code {{
        {{ {_TREATS} {_ALONE} }} UNION {{ {_TREATS} {_TOGETHER} }} ?node skos:notation ?code
        FILTER(STRSTARTS(STR(?node), STR(ncit:))) }} }} }}""",
}
"""What is said -> why; ``?drug`` is the drug or combination."""


def due(store: Store, graph: Graph, drug: NamedNode) -> set[Triple]:
    """Everything that the block of a drug has to say, and nothing that it has not."""
    found: set[Triple] = set()
    for rule in RULES.values():
        told = store.query(_PREFIXES + rule.replace("?drug", str(drug)), use_default_graph_as_union=True)
        assert isinstance(told, QueryTriples)
        found |= set(told)
    return found | set(_worded(graph, drug, found))


def _worded(graph: Graph, drug: NamedNode, found: Iterable[Triple]) -> Iterator[Triple]:
    """Names of statuses, uses and therapies, in the words that `kgbuild explain` tells them in."""
    for status in graph.nodes(drug, KG.APPROVAL_STATUS):
        if drug in graph.instances(KG.DRUG):
            yield from _status(drug, status)
    told = {triple.object for triple in found if triple.predicate == SCHEMA.MENTIONS}
    therapies = {triple.subject for triple in found if triple.predicate == NamedNode("https://schema.org/drug")}
    for use in graph.nodes(drug, KG.HAS_INDICATION):
        words = use_of(graph, use)
        if use in told:
            yield Triple(use, SCHEMA.NAME, Literal(words.words))
            for pathway in graph.nodes(use, KG.APPROVAL_PATHWAY):
                yield from _status(use, pathway)
        for option in set(graph.nodes(use, KG.HAS_THERAPY_OPTION)) & therapies:
            others = sorted(label(graph, partner, words.statement) for partner in graph.nodes(option, KG.PARTNER))
            name = graph.word(drug, SCHEMA.NON_PROPRIETARY_NAME) or label(graph, drug)
            yield Triple(option, SCHEMA.NAME, Literal(f"{name} with {' and '.join(others)}"))
            yield Triple(option, NamedNode("https://schema.org/description"), Literal(words.words))


def _status(node: NamedNode, status: NamedNode) -> Iterator[Triple]:
    yield Triple(node, NamedNode("https://schema.org/legalStatus"), status)
    yield Triple(
        status,
        NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type"),
        NamedNode("https://schema.org/DrugLegalStatus"),
    )
    yield Triple(status, SCHEMA.NAME, Literal(plain(status)))
