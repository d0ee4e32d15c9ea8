"""The NCI Thesaurus as a table of names; look-up that never guesses.

Reads the sorted tables of ``ontology/`` in place by bisection, so that opening
costs milliseconds however large they are. See ``ontology/README.md`` for the
columns and for the rules that decide between homonyms.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from difflib import get_close_matches
from functools import cache
from itertools import chain
from pathlib import Path

from kgbuild.concept import Ambiguous, Concept, Grounded, Lookup, Match, Relation, Role, Unknown
from kgbuild.errors import TerminologyError
from kgbuild.mappings import CrossReferences, Meaning, glossary, wordings
from kgbuild.naming import normalise, plainer
from kgbuild.sorted_table import SortedTable, beginning_alike

CONCEPT_COLUMNS = ("code", "kind", "label", "synonyms", "types", "parents")
NAME_COLUMNS = ("key", "code", "rank")

CONFIDENCE: Mapping[str, Decimal] = {
    "page-code": Decimal(1),
    "preferred-name": Decimal("0.98"),
    "synonym": Decimal("0.9"),
}
"""How far each way of knowing is trusted; the tables of mappings say it for each of their rows."""
PLAINER = Decimal("0.05")
"""What is taken off where only a plainer wording is known."""
_NOTHING = Unknown()
_ALIKE = 0.9
"""Least ratio of `difflib` at which a name may be a misspelt one."""
_AGENTS = ("drug", "regimen", "class", "procedure")
_KINDS: Mapping[Role, tuple[tuple[str, ...], ...]] = {
    Role.DRUG: (("drug", "regimen"),),
    Role.AGENT: (_AGENTS,),
    Role.CONDITION: (("condition",), ("finding",)),
    Role.CAUSE: (("condition",), ("finding",), _AGENTS),
    Role.MARKER: (("gene",), ("protein",), ("marker",)),
    Role.QUALIFIER: (("qualifier", "finding"), ("marker",), ("condition",)),
    Role.DRUG_CLASS: (("class",), ("procedure",)),
}
"""The kinds that a role admits, in the order in which they are asked: the first that knows the name answers."""
_ADMITS: Mapping[Role, tuple[Role, ...]] = {
    Role.DRUG: (Role.DRUG,),
    Role.AGENT: (Role.AGENT, Role.DRUG, Role.DRUG_CLASS),
    Role.CONDITION: (Role.CONDITION,),
    Role.CAUSE: (Role.CAUSE, Role.CONDITION, Role.AGENT, Role.DRUG, Role.DRUG_CLASS),
    Role.MARKER: (Role.MARKER,),
    Role.QUALIFIER: (Role.QUALIFIER,),
    Role.DRUG_CLASS: (Role.DRUG_CLASS, Role.AGENT),
}
"""For which roles a curated row must be written to serve a role."""


@dataclass(frozen=True, slots=True)
class TermIndex:
    """Names, kinds and ancestors of the Thesaurus's concepts. Safe to share between threads."""

    concepts: SortedTable
    names: SortedTable
    glossary: Mapping[tuple[str, Role], Meaning]
    """(glossary id without leading noughts, role) -> what it means."""
    curated: Mapping[tuple[str, Role], Meaning]
    """(key, role) -> what it means; without a code for general words, which name nothing."""
    references: CrossReferences
    _rows: dict[str, tuple[str, ...] | None] = field(default_factory=dict, repr=False, compare=False)
    _found: dict[tuple[str, Role], Lookup] = field(default_factory=dict, repr=False, compare=False)
    _near: dict[tuple[str, Role], Concept | None] = field(default_factory=dict, repr=False, compare=False)

    @classmethod
    def open(cls, folder: Path) -> TermIndex:
        """Open the tables ``ncit.tsv`` and ``names.tsv`` of a folder, and those of its ``mappings/``.

        Raises:
            TerminologyError: a table is absent, cut off, or has other columns.
        """
        return cls(
            SortedTable.open(folder / "ncit.tsv", CONCEPT_COLUMNS),
            SortedTable.open(folder / "names.tsv", NAME_COLUMNS),
            _by_role(*glossary(folder), key=str),
            _by_role(*wordings(folder), key=normalise),
            CrossReferences.open(folder),
        )

    def concept(self, code: str) -> Concept | None:
        """The concept of a code, or None where the slice has none (retired ones it has: see `kind`)."""
        row = self._row(code)
        return Concept(row[0], row[2], row[1]) if row else None

    def kind(self, code: str) -> str | None:
        """Branch such as ``drug``, ``regimen``, ``condition``, ``retired``; None for an unknown code."""
        row = self._row(code)
        return row[1] if row else None

    def synonyms(self, code: str) -> tuple[str, ...]:
        """Further names, as NCIt writes them, without the preferred one."""
        return self._cell(code, 3)

    def semantic_types(self, code: str) -> tuple[str, ...]:
        """UMLS semantic types; empty for many concepts of the public copies."""
        return self._cell(code, 4)

    def parents(self, code: str) -> tuple[str, ...]:
        """Codes directly above."""
        return self._cell(code, 5)

    def ancestors(self, code: str) -> frozenset[str]:
        """All codes above, the code itself not among them."""
        seen: set[str] = set()
        waiting = list(self.parents(code))
        while waiting:
            parent = waiting.pop()
            if parent not in seen:
                seen.add(parent)
                waiting.extend(self.parents(parent))
        return frozenset(seen)

    def matches(self, code: str) -> tuple[Match, ...]:
        """What the concept is mapped to: concepts of other vocabularies, and the base of a salt."""
        return self.references.of(code)

    def by_glossary(self, identifier: str, role: Role) -> Lookup:
        """What an entry of NCI's glossary means in a role; ``45525`` and ``CDR0000045525`` are the same id."""
        bare = glossary_key(identifier)
        return self._meant((self.glossary.get((bare, admitted)) for admitted in _ADMITS[role]), "glossary")

    def find(self, name: str, role: Role) -> Lookup:
        """Say what concept a name means in a role.

        The name as it stands comes first; then without words that say nothing
        ("other", "standard", "therapy" after a drug class). A curated wording comes
        before NCIt's names.
        """
        known = self._found.get((name, role))
        if known is None:
            known = self._found[name, role] = self._find(name, role)
        return known

    def nearest(self, name: str, role: Role) -> Concept | None:
        """A concept of the role whose name is a few letters off one that is unknown: a question, never an answer.

        Symbols are no spelling: PD-1 is not nearly PD-L1, nor interferon alfa-2a alfa-2b.
        """
        if (name, role) not in self._near:
            self._near[name, role] = self._nearest(name, role)
        return self._near[name, role]

    def _nearest(self, name: str, role: Role) -> Concept | None:
        key = normalise(name)
        alike = sorted(beginning_alike(self.names.keys_from, key))
        for near in get_close_matches(key, alike, cutoff=_ALIKE):
            outcome = self._by_key(near, role)
            if isinstance(outcome, Grounded) and _symbols(near) == _symbols(key):
                return outcome.concept
        return None

    def _find(self, name: str, role: Role) -> Lookup:
        """The name as it stands, else the first of its plainer wordings that is known."""
        key = normalise(name)
        general = self.curated.get((key, role))
        if general and not general.code:
            return _NOTHING
        outcome = self._by_key(key, role)
        for wording in plainer(name):
            if outcome != _NOTHING:
                break
            outcome = _less_sure(self._by_key(wording.key, role, wording.only))
        return outcome

    def _by_key(self, key: str, role: Role, only: frozenset[str] = frozenset()) -> Lookup:
        """A curated wording, or else NCIt's names, asked kind by kind; within certain kinds where any are given."""
        curated = [meaning for admitted in _ADMITS[role] if (meaning := self.curated.get((key, admitted)))]
        if any(not meaning.code for meaning in curated):
            return _NOTHING
        outcome = self._meant((meaning for meaning in curated if self._is_one(meaning.code, only)), "curated")
        known = self.names.find(key) if key and (not only or only & kinds_of(role)) else []
        rows = [(code, rank) for _, code, rank in known if self._is_one(code, only)]
        for kinds in _KINDS[role]:
            if outcome == _NOTHING:
                outcome = self._decide(key, [row for row in rows if self.kind(row[0]) in kinds])
        return outcome

    def _decide(self, key: str, rows: list[tuple[str, str]]) -> Lookup:
        """One name of several concepts: the one that prefers it, else the one that comprises all others."""
        keys = {code: normalise(self._label(code)) for code, _ in rows}
        codes = sorted(code for code in keys if f"{keys[code]} regimen" not in keys.values())
        preferring = [code for code in codes if keys[code] == key] or [
            code for code in codes if keys[code] in {f"{key} regimen", f"{key} gene"}
        ]
        general = [code for code in codes if all(code in self.ancestors(other) for other in codes if other != code)]
        if len(preferring) == 1:
            return self._first(preferring, "preferred-name")
        if len(codes) > 1 and not general:
            return Ambiguous(tuple(concept for code in codes if (concept := self.concept(code))))
        return self._first(general, "synonym")

    def _is_one(self, code: str, kinds: frozenset[str]) -> bool:
        """Whether a concept is of one of the kinds, where any are given."""
        return not kinds or self.kind(code) in kinds

    def _first(self, codes: Iterable[str], how: str) -> Lookup:
        """The first code that there is, as an outcome."""
        concept = next((self.concept(code) for code in codes), None)
        return Grounded(concept, how, CONFIDENCE[how]) if concept else _NOTHING

    def _meant(self, meanings: Iterable[Meaning | None], how: str) -> Lookup:
        """The first meaning whose concept there is, as an outcome; a broader concept is none that is named."""
        for meaning in meanings:
            concept = self.concept(meaning.code) if meaning else None
            if meaning and concept and meaning.relation is Relation.BROAD:
                return Unknown(concept, meaning.confidence)
            if meaning and concept:
                return Grounded(concept, how, meaning.confidence)
        return _NOTHING

    def _label(self, code: str) -> str:
        row = self._row(code)
        return row[2] if row else ""

    def _cell(self, code: str, column: int) -> tuple[str, ...]:
        """The parts of a pipe-separated cell."""
        row = self._row(code)
        return tuple(row[column].split("|")) if row and row[column] else ()

    def _row(self, code: str) -> tuple[str, ...] | None:
        if code not in self._rows:
            self._rows[code] = next(iter(self.concepts.find(code)), None)
        return self._rows[code]


def _symbols(key: str) -> list[str]:
    """The words with figures in them."""
    return [word for word in key.split() if any(map(str.isdigit, word))]


def _less_sure(found: Lookup) -> Lookup:
    """What a plainer wording led to: words were left out that say nothing, as the rule has it."""
    return replace(found, confidence=found.confidence - PLAINER) if isinstance(found, Grounded) else found


def _by_role(path: Path, meanings: Iterable[Meaning], key: Callable[[str], str]) -> dict[tuple[str, Role], Meaning]:
    """Meanings by key and role; two codes for one are an error that shows both."""
    found: dict[tuple[str, Role], Meaning] = {}
    for meaning in meanings:
        if meaning.role and meaning.role not in set(Role):
            roles = ", ".join(Role)
            raise TerminologyError(f"{path}: {meaning.subject!r} has the role {meaning.role!r}; write one of {roles}")
        name = key(meaning.subject)
        for role in (Role(meaning.role),) if meaning.role else Role:
            known = found.setdefault((name, role), meaning)
            if (known.code, known.relation) != (meaning.code, meaning.relation):
                two = " and ".join(f"{each.relation} {each.code}" for each in (meaning, known))
                raise TerminologyError(f"{path}: {name!r} is {two} as {role}; leave one")
    return found


def glossary_key(identifier: str) -> str:
    """An id of NCI's glossary as the mappings write it.

    >>> glossary_key("CDR0000045525")
    '45525'
    """
    return identifier.strip().upper().removeprefix("CDR").lstrip("0")


@cache
def kinds_of(role: Role) -> frozenset[str]:
    """All kinds that a role admits.

    >>> sorted(kinds_of(Role.DRUG))
    ['drug', 'regimen']
    """
    return frozenset(chain.from_iterable(_KINDS[role]))
