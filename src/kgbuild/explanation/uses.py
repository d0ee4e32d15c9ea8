"""An indication of the graph in words."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from pyoxigraph import NamedNode

from kgbuild.graphs import Graph
from kgbuild.vocabulary import KG, SCHEMA, SKOS, code_of

_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_SAYS_MORE = re.compile(r"\b(?:negative|low|high)$")
_NO_SPACE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Use:
    """One indication."""

    iri: str
    condition: str
    codes: tuple[str, ...]
    """NCIt codes of the condition."""
    parts: tuple[tuple[str, str], ...]
    """Such as ``("option", "with rituximab")``, ``("prior", "after 2 or more therapies")``."""
    statement: str
    """The plain sentence of the page."""

    @property
    def words(self) -> str:
        """All of it on one line."""
        return "; ".join([self.condition, *(words for _, words in self.parts)])


def plain(individual: NamedNode) -> str:
    """Words for one of our own individuals.

    >>> plain(NamedNode(KG.NAMESPACE + "NewlyDiagnosed")), plain(NamedNode(KG.NAMESPACE + "FDAApproved"))
    ('newly diagnosed', 'FDA approved')
    """
    name = individual.value.removeprefix(KG.NAMESPACE)
    if name.startswith("FDA"):
        return f"FDA {name.removeprefix('FDA').lower()}"
    return _CAMEL.sub(" ", name).lower().replace(" us", " US")


def label(graph: Graph, node: NamedNode, said: str = "") -> str:
    """A name for a node: the longest of its names that a sentence uses, else the preferred one."""
    names = [*graph.words(node, SKOS.PREF_LABEL), *graph.words(node, SCHEMA.NAME)]
    sentence = _NO_SPACE.sub(" ", said).casefold()
    used = [name for name in [*names, *graph.words(node, SKOS.ALT_LABEL)] if name.casefold() in sentence]
    return max(used, key=lambda name: (len(name), name), default="") or next(iter(names), "") or node.value


def use_of(graph: Graph, node: NamedNode) -> Use:
    """Read an indication."""
    said = graph.word(node, KG.STATEMENT)
    conditions = graph.nodes(node, KG.HAS_CONDITION)
    named = " and ".join(label(graph, condition, said) for condition in conditions)
    causes = _names(graph, node, KG.CAUSED_BY, said)
    return Use(
        iri=node.value,
        condition=f"{named} caused by {' and '.join(causes)}" if causes else named,
        codes=tuple(code for condition in conditions if (code := code_of(condition))),
        parts=tuple(_parts(graph, node, said)),
        statement=said,
    )


def _parts(graph: Graph, node: NamedNode, said: str) -> Iterator[tuple[str, str]]:
    intents = [plain(intent) for intent in graph.nodes(node, KG.INTENT) if intent != KG.TREAT]
    yield from (("intent", f"to {intent}") for intent in intents if intent != "other")
    options = sorted(_option(graph, option, said) for option in graph.nodes(node, KG.HAS_THERAPY_OPTION))
    if options:
        yield "option", ", or ".join(options)
    if undecided := tuple(graph.words(node, KG.UNDECIDED_PARTNER)):
        yield "undecided", f"with {_listed(undecided, 'or')} in a part that was not understood"
    for setting in graph.nodes(node, KG.SETTING):
        yield "setting", f"as {plain(setting)} therapy"
    yield from _history(graph, node, said)
    statuses = _with_choices(graph, node, KG.DISEASE_STATUS, plain)
    statuses += [f"not {plain(status)}" for status in graph.nodes(node, KG.NOT_DISEASE_STATUS)]
    statuses += [f"stage {stage}" for stage in graph.words(node, KG.STAGE)]
    statuses += _names(graph, node, KG.DISEASE_QUALIFIER, said)
    if statuses:
        yield "disease", ", ".join(statuses)
    markers = _with_choices(graph, node, KG.BIOMARKER, lambda marker: _marker(graph, marker, said))
    if markers:
        yield "biomarker", ", ".join(markers)
    yield from _alternatives(graph, node, said)
    yield from _patients(graph, node)
    if KG.ACCELERATED_APPROVAL in graph.nodes(node, KG.APPROVAL_PATHWAY):
        yield "approval", "accelerated approval"
    if KG.COMMON_USE in graph.nodes(node, KG.BASIS):
        yield "basis", "common use"
    if brands := _names(graph, node, KG.BRAND_SCOPE, said):
        yield "brands", f"only as {_listed(brands, 'or')}"


def _option(graph: Graph, option: NamedNode, said: str) -> str:
    partners = _names(graph, option, KG.PARTNER, said)
    words = f"with {_listed(partners, 'and')}" if partners else "alone"
    if "true" in graph.words(option, KG.THEN_ALONE):
        words += " and then alone"
    return " ".join([words, *(f"as {plain(setting)} therapy" for setting in graph.nodes(option, KG.SETTING))])


def _history(graph: Graph, node: NamedNode, said: str) -> Iterator[tuple[str, str]]:
    """What was given before, and with what result."""
    counted = _count(graph.word(node, KG.MIN_PRIOR_THERAPIES), graph.word(node, KG.MAX_PRIOR_THERAPIES))
    agents = _listed(_with_choices(graph, node, KG.PRIOR_THERAPY, lambda agent: label(graph, agent, said)), "and")
    if counted and agents:
        yield "prior", f"after {counted}, including {agents}"
    elif counted or agents:
        yield "prior", f"after {counted or agents}"
    for predicate, kind, words in (
        (KG.NO_PRIOR_THERAPY, "never", "never treated with"),
        (KG.RESPONDED, "responded", "not worse after"),
        (KG.INELIGIBLE_FOR, "ineligible", "cannot have"),
    ):
        if names := _names(graph, node, predicate, said):
            yield kind, f"{words} {_listed(names, 'or')}"


def _count(least: str, most: str) -> str:
    """Words for a number of prior therapies.

    >>> _count("2", ""), _count("1", "1"), _count("1", "3"), _count("", "2"), _count("", "")
    ('at least 2 prior therapies', '1 prior therapy', '1 to 3 prior therapies', 'at most 2 prior therapies', '')
    """
    if not least and not most:
        return ""
    number = least if least == most else f"{least} to {most}" if least and most else ""
    number = number or (f"at least {least}" if least else f"at most {most}")
    return f"{number} prior {'therapy' if number.rpartition(' ')[2] == '1' else 'therapies'}"


def _marker(graph: Graph, criterion: NamedNode, said: str) -> str:
    """Such as "HER2 positive"; with a name or level that says more than that, the word is left out: "HER2 low"."""
    named = " ".join([*_names(graph, criterion, KG.MARKER, said), *graph.words(criterion, KG.LEVEL)])
    polarity = " ".join(plain(node) for node in graph.nodes(criterion, KG.POLARITY))
    if altered := graph.word(criterion, KG.ALTERATION):
        said_of = {"positive": f"{named} {altered}", "negative": f"no {named} {altered}"}
        return said_of.get(polarity, f"{named} {altered} {polarity}".strip())
    return named if polarity == "positive" and _SAYS_MORE.search(named) else f"{named} {polarity}".strip()


def _with_choices(graph: Graph, node: NamedNode, predicate: NamedNode, worded: Callable[[NamedNode], str]) -> list[str]:
    """What a use asks for, in words, the alternatives of a group as one: "refractory or relapsed"."""
    asked = graph.nodes(node, predicate)
    choices = [
        members
        for group in graph.nodes(node, KG.HAS_CRITERION_GROUP)
        if not graph.nodes(group, KG.ONLY_IF) and set(members := graph.nodes(group, KG.ANY_OF)) <= set(asked)
    ]
    alone = sorted(worded(each) for each in asked if not any(each in members for members in choices))
    return [*alone, *(_listed(sorted(map(worded, members)), "or") for members in choices)]


def _alternatives(graph: Graph, node: NamedNode, said: str) -> Iterator[tuple[str, str]]:
    """What is asked for only under a condition, and alternatives of several kinds."""
    for group in graph.nodes(node, KG.HAS_CRITERION_GROUP):
        members = graph.nodes(group, KG.ANY_OF)
        conditions = [_marker(graph, marker, said) for marker in graph.nodes(group, KG.ONLY_IF)]
        kinds = (KG.DISEASE_STATUS, KG.BIOMARKER, KG.PRIOR_THERAPY)
        if conditions or not any(set(members) <= set(graph.nodes(node, kind)) for kind in kinds):
            words = _listed([_member(graph, member, said) for member in members], "or")
            yield "alternatives", " ".join([words, *(f"only if {condition}" for condition in conditions)]).strip()


def _member(graph: Graph, member: NamedNode, said: str) -> str:
    """One alternative: a biomarker, a state of the disease, or an agent."""
    if graph.nodes(member, KG.MARKER):
        return _marker(graph, member, said)
    return plain(member) if member.value.startswith(KG.NAMESPACE) else label(graph, member, said)


def _patients(graph: Graph, node: NamedNode) -> Iterator[tuple[str, str]]:
    plurals = {"adult": "adults", "child": "children", "female": "women", "male": "men"}
    groups = [plain(group) for group in graph.nodes(node, KG.POPULATION)]
    words = [" and ".join(plurals.get(group, group) for group in groups)] if groups else []
    words += [f"from {age} years" for age in graph.words(node, KG.MIN_AGE)]
    words += [f"to {age} years" for age in graph.words(node, KG.MAX_AGE)]
    if words:
        yield "patients", " ".join(words)


def _names(graph: Graph, node: NamedNode, predicate: NamedNode, said: str) -> list[str]:
    """What a node is joined to, by name."""
    return sorted(label(graph, other, said) for other in graph.nodes(node, predicate))


def _listed(names: Sequence[str], joined: str) -> str:
    """Names as a sentence lists them.

    >>> _listed(["a", "b", "c"], "and"), _listed(["a"], "or"), _listed([], "or")
    ('a, b and c', 'a', '')
    """
    return f" {joined} ".join(part for part in (", ".join(names[:-1]), *names[-1:]) if part)
