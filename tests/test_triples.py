"""What a page claims: the model of the graph, held against pages read by hand."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from itertools import permutations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, parse

from graphs import IDS, as_triples, objects, page_graph, turtle_of
from kgbuild.concept import Concept, Grounded, Mention, Role
from kgbuild.errors import KgbuildError
from kgbuild.facts import GenericName, GroundedReading, Reading, Reference, ReferenceKind
from kgbuild.indication import Indication, PriorTherapy, TherapyOption
from kgbuild.model import PageKind, Span
from kgbuild.quads import Quads
from kgbuild.triple_lines import lines_of
from kgbuild.triples import Scope, page_triples
from kgbuild.vocabulary import (
    DCTERMS,
    KG,
    OA,
    PROV,
    RDF,
    RDFS,
    SCHEMA,
    SKOS,
    Identifiers,
    ncit,
    parts,
    slug_of,
)
from readings import (
    CONCEPTS,
    METADATA,
    Sheet,
    Words,
    all_pages,
    examplinib,
    faux_chop,
    grounded,
    lenalidomide,
    wibble_list,
)

LENALIDOMIDE = ncit("C2668")
EXAMPLINIB = IDS.named("drug", "examplinib")
PAGES = [pytest.param(page, id=page.reading.document.page.slug) for page in all_pages()]


def described(triples: Iterable[Triple]) -> set[tuple[object, ...]]:
    """The graph without the names of its indications, options and quotes: each is what is said of it."""
    said: dict[object, set[tuple[str, object]]] = defaultdict(set)
    for triple in triples:
        said[triple.subject].add((str(triple.predicate), triple.object))
    own = {node for node in said if "/indication/" in str(node) or "/quote/" in str(node)}

    def content(node: object) -> object:
        if node not in own:
            return str(node)
        kept = (pair for pair in said[node] if pair[0] not in (str(OA.PREFIX), str(OA.SUFFIX)))
        return frozenset((predicate, content(value)) for predicate, value in kept)

    return {(content(node), pair[0], content(pair[1])) for node in said if node not in own for pair in said[node]}


@pytest.mark.shared
def test_the_seed_page_gives_the_example_of_the_design(shared: Path) -> None:
    example = {quad.triple for quad in parse((shared / "example-lenalidomide.ttl").read_bytes(), RdfFormat.TURTLE)}
    derived = {KG.APPROVED_FOR, KG.APPROVED_IN_COMBINATION_FOR, KG.USED_WITH}
    wanted = described(t for t in example if t.predicate not in derived and t.predicate != SKOS.ALT_LABEL)
    page = page_graph(lenalidomide())
    mentions = {t.subject for t in page if t.object == KG.MENTION}
    found = described(t for t in page if t.predicate != SKOS.ALT_LABEL and t.subject not in mentions)
    assert wanted - found == set()
    beyond = {predicate for _, predicate, _ in found - wanted}
    assert beyond == {str(KG.CANCER_TYPE), str(PROV.WAS_DERIVED_FROM)}


def test_every_mention_says_what_it_names_how_and_how_surely() -> None:
    page = page_graph(lenalidomide())
    mentions = {t.subject for t in page if t.object == KG.MENTION}
    told = {
        (value(page, m, KG.WORDING), value(page, m, KG.ROLE), value(page, m, KG.NAMES), value(page, m, KG.GROUNDED_BY))
        for m in mentions
    }
    assert ("rituximab", "agent", "http://purl.obolibrary.org/obo/NCIT_C1702", "preferred-name") in told
    assert ("Lenalidomide", "drug", "http://purl.obolibrary.org/obo/NCIT_C2668", "page-code") in told
    assert {value(page, m, KG.CONFIDENCE) for m in mentions} == {"1"}
    assert {value(page, m, PROV.HAD_PRIMARY_SOURCE) for m in mentions} == {IDS.page("lenalidomide").value}


def value(triples: Iterable[Triple], subject: object, predicate: NamedNode) -> str:
    (found,) = objects(triples, subject, predicate)
    return found


@pytest.mark.shared
def test_the_seed_page_scores_full_against_the_gold(shared: Path, tmp_path: Path) -> None:
    gold = (shared / "gold" / "dev.jsonl").read_text().splitlines()
    (tmp_path / "gold.jsonl").write_text(next(line for line in gold if "-lenalidomide.md" in line))
    (tmp_path / "graph.ttl").write_bytes(turtle_of(page_graph(lenalidomide()), {}))
    command = [
        sys.executable,
        str(shared / "tools" / "score.py"),
        "graph.ttl",
        "--gold",
        "gold.jsonl",
        "--json",
        "score.json",
    ]
    subprocess.run(command, check=True, capture_output=True, cwd=tmp_path)
    score = json.loads((tmp_path / "score.json").read_text())
    assert {"micro": 1.0, "aligned": 1.0, "exact": 1.0, "pages_absent": 0}.items() <= score.items()


@pytest.mark.parametrize("page", PAGES)
def test_every_page_conforms_alone(page: GroundedReading, root: Path) -> None:
    import pyshacl
    import rdflib

    shapes, data = rdflib.Graph(), rdflib.Graph()
    for path in sorted((root / "shapes").glob("*.ttl")):
        shapes.parse(path)
    data.parse(data=turtle_of(page_graph(page), {}), format="turtle")
    conforms, _, report = pyshacl.validate(data, shacl_graph=shapes)
    assert conforms, report


def test_every_term_of_ours_is_declared_in_the_ontology(root: Path) -> None:
    ontology = (root / "ontology" / "kgbuild.ttl").read_bytes()
    declared = {quad.subject for quad in parse(ontology, RdfFormat.TURTLE)}
    used = {
        term
        for page in all_pages()
        for triple in page_graph(page)
        for term in (triple.predicate, triple.object)
        if isinstance(term, NamedNode) and term.value.startswith(KG.NAMESPACE)
    }
    constants = {value for value in vars(KG).values() if isinstance(value, NamedNode)}
    assert used <= constants | declared
    assert constants <= declared


@pytest.mark.parametrize("page", PAGES)
def test_every_node_is_an_iri_with_a_type_in_its_own_page(page: GroundedReading) -> None:
    triples = page_graph(page)
    typed = {triple.subject for triple in triples if triple.predicate == RDF.TYPE}
    values = {triple.object for triple in triples if isinstance(triple.object, NamedNode)}
    assert {type(triple.subject) for triple in triples} == {NamedNode}
    assert {value for value in values if IDS.owns(value)} <= typed
    assert {triple.subject for triple in triples} == typed


@pytest.mark.parametrize("page", PAGES)
def test_triples_depend_on_what_is_said_and_not_on_its_order(page: GroundedReading) -> None:
    backwards = replace(page.reading, facts=page.reading.facts[::-1])
    assert set(page_graph(replace(page, reading=backwards))) == set(page_graph(page))


def test_options_are_alternatives_each_with_all_its_partners() -> None:
    triples = page_graph(examplinib())
    options = {triple.object for triple in triples if triple.predicate == KG.HAS_THERAPY_OPTION}
    partners = {frozenset(IDS.key(NamedNode(p)) for p in objects(triples, option, KG.PARTNER)) for option in options}
    assert partners == {frozenset({"carboplatin", "paclitaxel"}), frozenset({"carboplatin", "placeboxel"})}
    then_alone = [option for option in options if objects(triples, option, KG.THEN_ALONE) == {"true"}]
    assert len(then_alone) == 1


def test_a_prior_therapy_is_no_partner() -> None:
    triples = page_graph(lenalidomide())
    partners = {triple.object for triple in triples if triple.predicate == KG.PARTNER}
    priors = {triple.object for triple in triples if triple.predicate == KG.PRIOR_THERAPY}
    assert priors == {ncit("C1851"), ncit("C16039")}
    assert partners == {ncit("C1702"), ncit("C422")}


def test_ages_are_decimal_years_and_counts_are_integers() -> None:
    said = {str(triple.object) for triple in page_graph(examplinib()) if isinstance(triple.object, Literal)}
    decimal = "<http://www.w3.org/2001/XMLSchema#decimal>"
    assert {f'"0.5"^^{decimal}', f'"17.5"^^{decimal}', '"3"^^<http://www.w3.org/2001/XMLSchema#integer>'} <= said


def test_a_use_that_is_not_approved_is_no_approved_indication() -> None:
    triples = page_graph(examplinib())
    (nausea,) = {t.subject for t in triples if t.predicate == KG.BASIS and t.object == KG.COMMON_USE}
    classes = objects(triples, nausea, RDF.TYPE)
    assert classes == {c.value for c in (KG.INDICATION, SCHEMA.MEDICAL_INDICATION, SCHEMA.PREVENTION_INDICATION)}


def test_groups_say_how_criteria_combine_and_flat_properties_name_them() -> None:
    triples = page_graph(examplinib())
    groups = {triple.object for triple in triples if triple.predicate == KG.HAS_CRITERION_GROUP}
    members = {tuple(sorted(IDS.key(NamedNode(m)) for m in objects(triples, group, KG.ANY_OF))) for group in groups}
    assert members == {("named-egfr-negative", "named-her2-positive-low"), ("platinum-based-chemotherapy",)}
    flat = {value.value for _, predicate, value in map(parts, triples) if predicate == KG.BIOMARKER}
    assert {IDS.key(NamedNode(value)) for value in flat} == {"named-egfr-negative", "named-her2-positive-low"}


def test_one_brand_has_one_wording_on_a_page() -> None:
    triples = page_graph(examplinib())
    assert objects(triples, EXAMPLINIB, SCHEMA.PROPRIETARY_NAME) == {"Exampla", "Zibfort"}
    assert objects(triples, IDS.named("brand", "EXAMPLA"), SCHEMA.NAME) == {"Exampla"}


def test_two_labels_for_a_drug_are_only_further_reading() -> None:
    triples = page_graph(examplinib())
    assert objects(triples, EXAMPLINIB, SCHEMA.PRESCRIBING_INFO) == set()
    labels = {"https://dailymed.nlm.nih.gov/a", "https://dailymed.nlm.nih.gov/b"}
    assert objects(triples, EXAMPLINIB, RDFS.SEE_ALSO) == labels


def test_a_code_that_is_not_the_drugs_own_is_not_stated() -> None:
    page = lenalidomide()
    other = replace(page, subject=Grounded(Concept("C99", "Another Drug"), "preferred-name"))
    assert objects(page_graph(page), LENALIDOMIDE, SCHEMA.CODE) == {IDS.code("C2668").value}
    assert not [t for t in page_graph(other) if t.predicate == SCHEMA.CODE]


def test_combinations_stand_in_a_list_of_their_own() -> None:
    triples = page_graph(wibble_list())
    lists = {t.subject for t in triples if t.object == KG.CANCER_TYPE_LIST}
    listed = {frozenset(IDS.key(NamedNode(d)) for d in objects(triples, each, KG.LISTS_DRUG)) for each in lists}
    assert listed == {frozenset({"examplinib", "mockuzumab"}), frozenset({"faux-chop"})}
    assert not [t for t in triples if t.predicate in (KG.HAS_INDICATION, KG.HAS_BRAND, SCHEMA.PROPRIETARY_NAME)]


def test_the_a_to_z_list_only_mentions_its_drugs() -> None:
    triples = page_graph(wibble_list(PageKind.INDEX))
    mentioned = objects(triples, IDS.page("wibble"), SCHEMA.MENTIONS)
    assert {IDS.key(NamedNode(each)) for each in mentioned} == {"examplinib", "mockuzumab", "faux-chop"}
    assert KG.CANCER_TYPE_LIST not in {triple.object for triple in triples}


def test_a_page_that_is_set_aside_claims_nothing() -> None:
    assert page_graph(grounded(Sheet("text", PageKind.OTHER, metadata=METADATA), ())) == ()


def test_a_doubtful_subject_is_named_by_its_words() -> None:
    subject = IDS.named("combination", "FAUX-CHOP")
    triples = page_graph(faux_chop())
    assert objects(triples, subject, RDF.TYPE) == {KG.COMBINATION.value}
    assert not [t for t in triples if t.predicate == SKOS.NOTATION]


def partner_classes(concept: Concept | None, mention: Mention) -> set[str]:
    """The classes of a partner of examplinib."""
    concepts = {(Role.AGENT, mention.text): concept} if concept else {}
    use = Indication(mention, (Span(0, 1),), "x", options=(TherapyOption((mention,)),))
    page = grounded(Sheet("Examplinib with it"), (use,), concepts)
    node = ncit(concept.code) if concept else IDS.named("drug" if mention.link else "agent", mention.text)
    return objects(page_graph(page), node, RDF.TYPE)


def test_a_partner_is_a_drug_where_the_terminology_or_a_link_says_so() -> None:
    words = Mention("wibblamab", Span(0, 1))
    drug, agent = {KG.DRUG.value, SCHEMA.DRUG.value}, {KG.AGENT.value}
    assert partner_classes(Concept("C11", "W", "drug"), words) == drug
    assert partner_classes(Concept("C11", "W", "procedure"), words) == agent
    assert partner_classes(None, words) == agent
    assert partner_classes(None, replace(words, link="https://www.cancer.gov/w")) == drug


def test_a_concept_in_two_roles_has_the_types_of_both() -> None:
    concept = Concept("C77", "Wibble Chemotherapy", "class")
    mention = Mention("wibble chemotherapy", Span(0, 1))
    use = Indication(mention, (Span(0, 1),), "x", prior=PriorTherapy((mention,)), cause=mention)
    concepts = {(Role.AGENT, mention.text): concept, (Role.CONDITION, mention.text): concept}
    found = objects(page_graph(grounded(Sheet("text"), (use,), concepts)), ncit("C77"), RDF.TYPE)
    assert found == {KG.AGENT.value, KG.CONDITION.value, SCHEMA.MEDICAL_CONDITION.value}


def test_pages_that_write_one_name_differently_keep_one_preferred_label() -> None:
    node = IDS.named("agent", "wibble inhibitor")

    def graph(slug: str, wording: str) -> tuple[NamedNode, tuple[str, ...]]:
        named = Triple(node, SKOS.PREF_LABEL, Literal(wording, language="en"))
        return IDS.page_graph(slug), tuple(lines_of([named]))

    graphs = [graph("a", "Wibble inhibitor"), graph("b", "wibble inhibitor"), graph("c", "wibble-inhibitor")]
    for order in permutations(graphs):
        union = list(Quads.of(order).triples())
        assert objects(union, node, SKOS.PREF_LABEL) == {"wibble-inhibitor"}
        assert objects(union, node, SKOS.ALT_LABEL) == {"Wibble inhibitor", "wibble inhibitor"}


@pytest.mark.parametrize(
    "url",
    [
        "http://evil.example/x",
        "https://www.cancer.gov@evil.example/x",
        "https://user@www.cancer.gov/x",
        "https://www.cancer.gov/x> <urn:evil> <urn:y",
        "https://www.cancer.gov/x\n<urn:evil>",
        "https://xn--cancer-gov.example/",
        "https://notcancer.gov/x",
        "javascript:alert(1)",
    ],
)
def test_an_address_that_is_not_ncis_is_no_url(url: str) -> None:
    triples = page_graph(grounded(Sheet("text", metadata={**METADATA, "url": url}), ()))
    assert not [triple for triple in triples if triple.predicate == SCHEMA.URL]


@pytest.mark.parametrize("day", ["2024-13-45", "0000-00-00", "99999-01-01", "12:30:45", "20251230", "2025-1-1"])
def test_a_date_that_is_none_is_not_stated(day: str) -> None:
    triples = page_graph(grounded(Sheet("text", metadata={**METADATA, "lastReviewed": day}), ()))
    assert not [triple for triple in triples if triple.predicate == SCHEMA.LAST_REVIEWED]


@pytest.mark.parametrize(("language", "stated"), [("EN", ["en"]), ("en-US", ["en-US"]), ("English", [])])
def test_a_language_is_stated_as_the_shapes_ask(language: str, stated: list[str]) -> None:
    triples = page_graph(grounded(Sheet("text", metadata={**METADATA, "language": language}), ()))
    assert [t.object.value for t in triples if t.predicate == SCHEMA.IN_LANGUAGE] == stated  # type: ignore[union-attr]  # it is a literal


def test_front_matter_stands_in_full_on_the_page() -> None:
    said = {t.predicate for t in page_graph(lenalidomide()) if t.subject == IDS.page("lenalidomide")}
    texts = {DCTERMS.LICENSE, DCTERMS.SOURCE, DCTERMS.BIBLIOGRAPHIC_CITATION, SCHEMA.NAME, SCHEMA.KEYWORDS}
    ours = {KG.AUDIENCE_LEVEL, KG.SOURCE_TYPE, KG.REVIEW_FREQUENCY, KG.VERSION, KG.PAGE_STATUS, KG.CANCER_TYPE}
    other = {RDF.TYPE, SCHEMA.ABOUT, SCHEMA.URL, SCHEMA.LAST_REVIEWED, SCHEMA.IN_LANGUAGE, KG.SHA256}
    assert said == texts | ours | other


def test_a_dangerous_reference_is_no_link() -> None:
    reference = Reference(ReferenceKind.TRIALS, "javascript:alert(1)", (Span(0, 1),))
    assert not [t for t in page_graph(grounded(Sheet("text"), (reference,))) if t.predicate == RDFS.SEE_ALSO]


@given(st.text())
def test_any_name_makes_one_sound_path_segment(name: str) -> None:
    for node in (IDS.named("drug", name), IDS.page(name), IDS.page_graph(name)):
        segment = node.value.rpartition("/")[2]
        assert segment not in ("", ".", "..")
        assert segment.isascii()
        assert set(segment).isdisjoint('<>"{}|^`\\ /#?&')
        assert NamedNode(node.value) == node


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("café", "cafe\N{COMBINING ACUTE ACCENT}"),
        ("lenalidomide", "lena\N{ZERO WIDTH SPACE}lidomide"),
        ("lenalidomide", "\N{RIGHT-TO-LEFT OVERRIDE}Lenalidomide"),
        ("CD20", "ＣＤ２０"),
        ("non-small cell", "Non–Small\N{NO-BREAK SPACE}Cell"),
    ],
)
def test_a_name_written_otherwise_is_the_same_node(one: str, other: str) -> None:
    assert slug_of(one) == slug_of(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("HER2", "HER2+"),
        ("HER2+", "HER2-"),
        ("HER2", "HER2-"),
        ("lenalidomide", "len\N{CYRILLIC SMALL LETTER A}lidomide"),
        ("a" * 200, "a" * 201),
        ("", "+"),
    ],
)
def test_different_names_are_different_nodes(one: str, other: str) -> None:
    assert slug_of(one) != slug_of(other)


def test_pages_whose_slugs_differ_in_case_are_two() -> None:
    assert len({IDS.page(slug) for slug in ("examplinib", "Examplinib", "examplinib/", "..", "", ".")}) == 6


@pytest.mark.parametrize("base", ["no iri", "https://x.example/<a>/", "https://x.example/id"])
def test_a_base_that_cannot_carry_names_stops_the_build(base: str) -> None:
    with pytest.raises(KgbuildError, match="base of identifiers"):
        Identifiers(base)


def test_instances_stand_under_the_base_that_is_given() -> None:
    ids = Identifiers("https://drugs.example/")
    triples = as_triples(page_triples(Scope(examplinib(), ids)))
    assert not [triple for triple in triples if "w3id.org/kgbuild/id/" in str(triple)]
    assert ids.page("examplinib") in {triple.subject for triple in triples}


def test_hostile_words_stay_words() -> None:
    evil = 'x> <urn:evil> <urn:y" ; <p> <o> . #\\'
    words = Words(f"{evil} is here")
    facts = (
        GenericName(words.mention(evil), (words.span(evil),)),
        Indication(words.mention(evil), (words.span(evil),), evil, brands=(words.mention(evil),)),
    )
    page = grounded(Sheet(words.text, slug=evil, metadata={**METADATA, "title": evil}), facts, CONCEPTS)
    triples = page_graph(page)
    assert {quad.triple for quad in parse(turtle_of(triples, {}), RdfFormat.TURTLE)} == set(triples)
    assert "urn:evil" not in {getattr(node, "value", "") for t in triples for node in (t.subject, t.predicate)}
    assert isinstance(page.reading, Reading)
