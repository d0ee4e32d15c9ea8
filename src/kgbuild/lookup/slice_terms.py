"""The shipped slice as a source: what grounding would make of a name, and why."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from kgbuild.concept import Ambiguous, Concept, Grounded, Role
from kgbuild.lookup.records import HOWS, Match, Record, written
from kgbuild.mappings import Meaning, glossary
from kgbuild.naming import normalise, plainer
from kgbuild.terminology import TermIndex, glossary_key, kinds_of

_GLOSSARY_ID = re.compile(r"(?:CDR)?0*[1-9]\d*", re.IGNORECASE)
_RETIRED = "retired"


@dataclass(frozen=True, slots=True)
class SliceTerms:
    """The tables of a folder such as ``ontology/``."""

    terms: TermIndex
    glossary: tuple[Meaning, ...]
    source: str

    @classmethod
    def open(cls, folder: Path) -> SliceTerms:
        """Open the tables.

        Raises:
            TerminologyError: a table is absent, cut off, or has other columns.
        """
        release = folder / "release.txt"
        source = release.read_text(encoding="utf-8").strip() if release.is_file() else str(folder)
        _, meanings = glossary(folder)
        return cls(TermIndex.open(folder), tuple(meanings), f"slice of the NCI Thesaurus: {source}")

    def record(self, code: str) -> Record | None:
        """The concept of a code, retired or not."""
        concept, terms = self.terms.concept(code), self.terms
        if concept is None:
            return None
        lists = terms.synonyms(code), terms.semantic_types(code), terms.parents(code)
        return Record(code, concept.label, concept.kind, *lists, "", "", concept.kind == _RETIRED)

    def children(self, code: str) -> tuple[str, ...]:
        """Codes directly below, by their numbers."""
        found = [row[0] for row in self.terms.concepts.rows() if code in row[5].split("|")]
        return tuple(sorted(found, key=lambda child: int(child[1:])))

    def matches(self, text: str, role: Role | None = None, *, everything: bool = False) -> list[Match]:
        """What the text is grounded to in a role, or in each; with everything also what the rules do not choose."""
        found: dict[str, Match] = {}
        for asked in (role,) if role else Role:
            for concept, how in self._grounded(text, asked):
                known = found.setdefault(concept.code, self._match(concept, text, how))
                found[concept.code] = replace(known, roles=(*known.roles, asked))
        for code, how in self._others(text) if everything else ():
            other = self.terms.concept(code)
            if other is not None and (not role or other.kind in {*kinds_of(role), _RETIRED}):
                found.setdefault(code, self._match(other, text, how))
        return sorted(found.values(), key=lambda match: (match.is_retired, HOWS.index(match.how)))

    def has_key(self, key: str) -> bool:
        """Whether a concept that is not retired has a name of this key."""
        return bool(self.terms.names.find(key))

    def keys_from(self, prefix: str, limit: int) -> list[str]:
        """The first keys that begin so."""
        return self.terms.names.keys_from(prefix, limit)

    def _grounded(self, text: str, role: Role) -> Iterator[tuple[Concept, str]]:
        """What grounding would choose in a role, or could not decide between."""
        is_id = _GLOSSARY_ID.fullmatch(text.strip())
        outcome = self.terms.by_glossary(text.strip(), role) if is_id else self.terms.find(text, role)
        if isinstance(outcome, Grounded):
            yield outcome.concept, outcome.how
        elif isinstance(outcome, Ambiguous):
            for concept in outcome.candidates:
                yield concept, self._rank(concept, text)
        elif outcome.broader:
            yield outcome.broader, "broader"

    def _others(self, text: str) -> Iterator[tuple[str, str]]:
        """Code and how of whatever else has the name: dismissed homonyms, terms of the glossary, retired concepts."""
        key = normalise(text)
        for _, code, rank in self.terms.names.find(key) if key else ():
            yield code, "preferred-name" if rank == "p" else "synonym"
        yield from ((term.code, "glossary") for term in self.glossary if normalise(term.label) == key)
        for row in self.terms.concepts.rows():
            if row[1] == _RETIRED and normalise(row[2]) == key:
                yield row[0], "preferred-name"

    def _rank(self, concept: Concept, text: str) -> str:
        return "preferred-name" if normalise(concept.label) == normalise(text) else "synonym"

    def _match(self, concept: Concept, text: str, how: str) -> Match:
        code = concept.code
        name = self._written(concept, text) if how in {"preferred-name", "synonym"} else self._worded(code, text, how)
        types = self.terms.semantic_types(code)
        return Match(code, concept.label, concept.kind, types, name, how, concept.kind == _RETIRED, ())

    def _written(self, concept: Concept, text: str) -> str:
        """The name of the concept that the text is, or means without words that say nothing."""
        names = (concept.label, *self.terms.synonyms(concept.code))
        return written(names, (normalise(text), *(wording.key for wording in plainer(text))), text)

    def _worded(self, code: str, text: str, how: str) -> str:
        """The term of the glossary entry that was asked for; the curated wording that is known."""
        if how == "glossary":
            bare = glossary_key(text)
            terms = [term for term in self.glossary if term.code == code]
            return next((term.label for term in terms if term.subject == bare), terms[0].label if terms else text)
        keys = (normalise(text), *(wording.key for wording in plainer(text)))
        known = {key for key, _ in self.terms.curated}
        return next((key for key in keys if key in known), keys[0])
