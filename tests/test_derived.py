"""What follows from the pages: shortcuts, the slice of the Thesaurus, the data set."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from pyoxigraph import NamedNode, Triple

from graphs import IDS, as_triples, build, objects, page_claims, union
from kgbuild.concept import Concept, Match, Relation
from kgbuild.derived import Edition, Terms, dataset_triples, derived_triples, term_triples, used_codes
from kgbuild.indication import Basis, Indication, Intent, TherapyOption
from kgbuild.quads import Census
from kgbuild.triple_lines import statements_of
from kgbuild.vocabulary import DCTERMS, KG, SCHEMA, SKOS, VOID, evs, ncit, parts
from readings import Sheet, Words, examplinib, faux_chop, grounded, lenalidomide

DRUG = ncit("C2668")


def codes(triples: Iterable[Triple], subject: NamedNode, predicate: NamedNode) -> set[str]:
    """The codes of the concepts that a property of the subject points to."""
    return {value.rpartition("_")[2] for value in objects(triples, subject, predicate)}


def test_the_seed_page_has_the_shortcuts_of_the_example() -> None:
    triples = as_triples(derived_triples(page_claims(lenalidomide())))
    assert codes(triples, DRUG, KG.APPROVED_FOR) == {"C2869", "C4337", "C3242"}
    assert codes(triples, DRUG, KG.APPROVED_IN_COMBINATION_FOR) == {"C3209", "C4341", "C3242"}
    assert codes(triples, DRUG, KG.USED_WITH) == {"C1702", "C422"}
    treated = {triple.subject for triple in triples if triple.predicate == SCHEMA.POSSIBLE_TREATMENT}
    assert treated == {ncit(code) for code in ("C2869", "C4337", "C3242", "C3209", "C4341")}


def use(
    words: Words, intent: Intent = Intent.TREAT, basis: Basis = Basis.APPROVED, *options: TherapyOption
) -> Indication:
    """A use of a made-up drug for wibble."""
    return Indication(
        words.mention("wibble"), (words.span("wibble"),), "x", intent=intent, basis=basis, options=options
    )


def links(indication: Indication, words: Words) -> set[NamedNode]:
    """The predicates of the shortcuts that follow from one use."""
    return {t.predicate for t in as_triples(derived_triples(page_claims(grounded(Sheet(words.text), (indication,)))))}


def test_a_use_in_combination_only_is_no_bare_approval() -> None:
    words = Words("wibble with fauxmab")
    together = TherapyOption((words.mention("fauxmab"),))
    combined = {KG.APPROVED_IN_COMBINATION_FOR, KG.USED_WITH, SCHEMA.POSSIBLE_TREATMENT}
    alone = {KG.APPROVED_FOR, SCHEMA.POSSIBLE_TREATMENT}
    approved = (Intent.TREAT, Basis.APPROVED)
    assert links(use(words, *approved, together), words) == combined
    assert links(use(words, *approved, replace(together, then_alone=True)), words) == combined
    assert links(use(words, *approved), words) == alone
    assert links(use(words, *approved, TherapyOption()), words) == alone
    assert links(use(words, *approved, together, TherapyOption()), words) == combined | alone


def test_a_use_whose_partner_was_not_understood_is_no_bare_approval() -> None:
    words = Words("wibble with fauxmab")
    undecided = replace(use(words), undecided=("fauxmab",))
    assert links(undecided, words) == {SCHEMA.POSSIBLE_TREATMENT}
    assert KG.APPROVED_FOR in links(replace(undecided, options=(TherapyOption(),)), words)


def test_nothing_follows_from_a_use_that_is_not_approved() -> None:
    assert list(derived_triples(page_claims(faux_chop()))) == []
    words = Words("wibble")
    assert links(use(words, Intent.TREAT, Basis.COMMON), words) == set()


def test_a_drug_to_prevent_or_diagnose_is_no_treatment() -> None:
    words = Words("wibble")
    assert links(use(words, Intent.PREVENT), words) == {KG.APPROVED_FOR}
    assert links(use(words, Intent.DIAGNOSE), words) == {KG.APPROVED_FOR}


def test_shortcuts_do_not_depend_on_the_order_of_triples() -> None:
    triples = page_claims(examplinib())
    assert list(derived_triples(triples)) == list(derived_triples(triples[::-1]))


@dataclass(frozen=True)
class SmallThesaurus:
    """Lymphomas under neoplasms, with a cycle that a release may hold by mistake."""

    names: Mapping[str, tuple[str, ...]] = field(
        default_factory=lambda: {
            "C3209": ("Follicular Lymphoma", "FL", "Brill-Symmers Disease"),
            "C3208": ("Lymphoma", "Lymphoid Tumor"),
            "C3262": ("Neoplasm", "Tumor"),
            "C1687": ("Imatinib Mesylate", "Gleevec"),
            "C62035": ("Imatinib",),
            "C471": ("Enzyme Inhibitor",),
            "C17757": ("EGFR Gene",),
        }
    )
    above: Mapping[str, tuple[str, ...]] = field(
        default_factory=lambda: {
            "C3209": ("C3208", "C404"),
            "C3208": ("C3262",),
            "C3262": ("C3208", "C3262"),
            "C62035": ("C471",),
        }
    )
    mapped: Mapping[str, tuple[Match, ...]] = field(
        default_factory=lambda: {
            "C3209": (Match(Relation.CLOSE, "DOID:0050873"), Match(Relation.CLOSE, "DOID:1")),
            "C3208": (Match(Relation.CLOSE, "DOID:0060058"),),
            "C1687": (Match(Relation.CLOSE, "CHEBI:31690"), Match(Relation.BROAD, "NCIT:C62035")),
            "C17757": (Match(Relation.EXACT, "HGNC:3236"),),
        }
    )

    def concept(self, code: str) -> Concept | None:
        """The concept of a code."""
        return Concept(code, self.names[code][0]) if code in self.names else None

    def parents(self, code: str) -> Iterable[str]:
        """The codes above."""
        return self.above.get(code, ())

    def synonyms(self, code: str) -> Iterable[str]:
        """All names."""
        return self.names[code]

    def matches(self, code: str) -> Iterable[Match]:
        """What it is mapped to."""
        return self.mapped.get(code, ())


def test_the_slice_leads_from_each_concept_to_the_top() -> None:
    thesaurus: Terms = SmallThesaurus()
    triples = list(term_triples(["C3209", "C999"], thesaurus))
    assert codes(triples, ncit("C3209"), SKOS.BROADER) == {"C3208"}
    assert codes(triples, ncit("C3208"), SKOS.BROADER) == {"C3262"}
    assert codes(triples, ncit("C3262"), SKOS.BROADER) == {"C3208"}
    assert objects(triples, ncit("C3262"), SKOS.PREF_LABEL) == {"Neoplasm"}
    assert objects(triples, ncit("C3262"), SKOS.NOTATION) == {"C3262"}
    assert {triple.subject for triple in triples} == {ncit("C3209"), ncit("C3208"), ncit("C3262")}


def test_synonyms_are_given_for_the_concepts_themselves_beside_their_name() -> None:
    triples = list(term_triples(["C3209"], SmallThesaurus()))
    assert objects(triples, ncit("C3209"), SKOS.ALT_LABEL) == {"FL", "Brill-Symmers Disease"}
    assert objects(triples, ncit("C3208"), SKOS.ALT_LABEL) == set()


def test_a_concept_is_mapped_to_its_like_by_what_the_source_claims() -> None:
    triples = list(term_triples(["C3209", "C17757"], SmallThesaurus()))
    doids = {"http://purl.obolibrary.org/obo/DOID_0050873", "http://purl.obolibrary.org/obo/DOID_1"}
    assert objects(triples, ncit("C3209"), SKOS.CLOSE_MATCH) == doids
    assert objects(triples, ncit("C3208"), SKOS.CLOSE_MATCH) == set()
    same = {evs("C17757").value, "http://identifiers.org/hgnc/3236"}
    assert objects(triples, ncit("C17757"), SKOS.EXACT_MATCH) == same
    assert "sameAs" not in str(triples)


def test_a_salt_leads_to_its_base_and_stays_a_concept_of_its_own() -> None:
    triples = list(term_triples(["C1687"], SmallThesaurus()))
    assert codes(triples, ncit("C1687"), SKOS.BROAD_MATCH) == {"C62035"}
    assert codes(triples, ncit("C1687"), SKOS.BROADER) == set()
    assert objects(triples, ncit("C62035"), SKOS.PREF_LABEL) == {"Imatinib"}
    assert codes(triples, ncit("C62035"), SKOS.BROADER) == {"C471"}
    assert objects(triples, ncit("C1687"), SKOS.ALT_LABEL) == {"Gleevec"}


def test_the_codes_of_a_graph_are_those_of_its_concepts() -> None:
    found = used_codes(page_claims(lenalidomide()))
    assert found >= {"C2668", "C1702", "C16039", "C3247"}
    assert used_codes(page_claims(examplinib())) == set()


def test_the_data_set_counts_what_it_holds() -> None:
    graphs = build()
    triples = union(graphs)
    (total,) = objects(triples, IDS.dataset, VOID.TRIPLES)
    described = {t for t in triples if parts(t)[0].value.startswith(IDS.dataset.value)}
    derived = set(as_triples(derived_triples(statements_of(triples))))
    assert int(total) == len(triples - described - derived)
    part = NamedNode(f"{IDS.dataset.value}/Indication")
    assert objects(triples, part, VOID.ENTITIES) == {str(sum(t.object == KG.INDICATION for t in triples) - 1)}
    assert objects(triples, IDS.dataset, VOID.DOCUMENTS) == {"4"}
    assert objects(triples, IDS.dataset, DCTERMS.HAS_VERSION) == {"kgbuild 0"}


def test_the_data_set_names_whose_words_it_carries() -> None:
    triples = list(dataset_triples(Census(), Edition(), IDS))
    assert objects(triples, IDS.dataset, DCTERMS.LICENSE) == {"https://creativecommons.org/licenses/by/4.0/"}
    (rights,) = objects(triples, IDS.dataset, DCTERMS.RIGHTS)
    assert "NCI Thesaurus" in rights
    assert "National Cancer Institute" in rights
