"""A JSON-LD context, read for writing: which word stands for an IRI, and how it reads its values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any, Final

from kgbuild.errors import OutputError
from kgbuild.triple_lines import literal_parts
from kgbuild.vocabulary import XSD

_GEN_DELIMS = tuple(":/?#[]@")
_STRING: Final = XSD.STRING.value
_INTEGER: Final = XSD.INTEGER.value
_BOOLEAN: Final = XSD.BOOLEAN.value
_EXACT = 2**53
"""Beyond this a JSON number is not the same integer to every reader."""
_REMEMBERED = 1 << 14
"""IRIs whose words are remembered; the most are of one node only, and a large graph has millions."""


@dataclass(frozen=True, slots=True)
class Term:
    """A word of a context that stands for a property."""

    name: str
    coercion: str | None = None
    """``@id``, ``@vocab`` or a datatype's IRI, that a bare string is read as."""
    language: str | None = None
    """The language that a bare string is read in."""
    is_set: bool = False
    """Whether values stand in an array however many there are."""


@dataclass(eq=False)
class Context:
    """What `json_ld` asks of a context.

    Raises:
        OutputError: it would have something fetched, or read by where it lies.

    >>> words = Context({"kg": "https://w3id.org/kgbuild/ns#", "minAge": {"@id": "kg:minAge"}})
    >>> words.term("https://w3id.org/kgbuild/ns#minAge").name, words.compact("https://w3id.org/kgbuild/ns#Drug")
    ('minAge', 'kg:Drug')
    """

    entries: Mapping[str, Any]

    def __post_init__(self) -> None:
        if "@import" in self.entries or "@base" in self.entries:
            raise OutputError("the JSON-LD context has @import or @base: remove it, so that all is in the context")
        self._compact = lru_cache(_REMEMBERED)(self._compacted)
        self._term = lru_cache(_REMEMBERED)(self._found)

    @cached_property
    def id_key(self) -> str:
        """``@id`` or its alias."""
        return next((name for name, entry in self.entries.items() if entry == "@id"), "@id")

    @cached_property
    def type_key(self) -> str:
        """``@type`` or its alias."""
        return next((name for name, entry in self.entries.items() if entry == "@type"), "@type")

    @cached_property
    def _prefixes(self) -> list[tuple[str, str]]:
        """(namespace, prefix) of the entries that a 1.1 processor takes as prefixes, the longest namespace first."""
        found = []
        for name, entry in self.entries.items():
            if isinstance(entry, str) and not name.startswith("@") and entry.endswith(_GEN_DELIMS):
                found.append((entry, name))
            elif isinstance(entry, Mapping) and entry.get("@prefix") is True:
                found.append((str(entry["@id"]), name))
        return sorted(found, key=lambda pair: (-len(pair[0]), pair[1]))

    def expand(self, word: str) -> str:
        """The IRI of a compact IRI, or of a term of this context."""
        prefix, colon, rest = word.partition(":")
        if colon:
            return next((namespace + rest for namespace, name in self._prefixes if name == prefix), word)
        iri = _iri(self.entries.get(word))
        return self.expand(iri) if iri and ":" in iri else word

    def compact(self, iri: str) -> str:
        """The IRI with its prefix, where there is one."""
        return self._compact(iri)

    def _compacted(self, iri: str) -> str:
        for namespace, prefix in self._prefixes:
            rest = iri.removeprefix(namespace)
            if rest != iri and rest and not rest.startswith("//") and f"{prefix}:{rest}" not in self.entries:
                return f"{prefix}:{rest}"
        return iri

    def vocabulary(self, iri: str) -> str:
        """The word for a class or an individual: a plain term, or the IRI with its prefix."""
        return self._words.get(iri) or self.compact(iri)

    @cached_property
    def _words(self) -> dict[str, str]:
        """IRI -> its term, of those that are no prefix and mean nothing but the IRI."""
        taken = {name for _, name in self._prefixes}
        names = (name for name in sorted(self.entries, reverse=True) if name not in taken and ":" not in name)
        return {self.expand(name): name for name in names if ":" in (_iri(self.entries[name]) or "")}

    def term(self, predicate: str) -> Term:
        """The word for a property."""
        return self._term(predicate)

    def _found(self, predicate: str) -> Term:
        default = self.entries.get("@language")
        name = self._words.get(predicate)
        entry = self.entries[name] if name else None
        if name is None or not isinstance(entry, Mapping):
            return Term(name or self.compact(predicate), language=default)
        if "@reverse" in entry or entry.get("@container", "@set") != "@set" or entry.get("@type") == "@json":
            return Term(self.compact(predicate), language=default)
        kind = entry.get("@type")
        coercion = None if kind in (None, "@none") else kind if kind.startswith("@") else self.expand(kind)
        return Term(name, coercion, entry.get("@language", default), entry.get("@container") == "@set")

    def value(self, term: Term, written: str) -> object:
        """An IRI or a literal of N-Triples as the term reads it: bare where that is exact, else spelled out."""
        if written.startswith("<"):
            return self._iri_value(term, written[1:-1])
        return self._literal_value(term, *literal_parts(written))

    def _iri_value(self, term: Term, iri: str) -> object:
        if term.coercion == "@vocab":
            return self.vocabulary(iri)
        return self.compact(iri) if term.coercion == "@id" else {self.id_key: self.compact(iri)}

    def _literal_value(self, term: Term, text: str, language: str | None, datatype: str | None) -> object:
        if language is not None:
            bare = term.coercion is None and term.language == language
            return text if bare else {"@value": text, "@language": language}
        if datatype is None:
            bare = term.coercion == _STRING or (term.coercion is None and term.language is None)
            return text if bare else {"@value": text}
        if term.coercion in (None, datatype) and (native := _native(text, datatype)) is not None:
            return native
        return text if term.coercion == datatype else {"@value": text, "@type": self.vocabulary(datatype)}


def _native(text: str, datatype: str) -> int | bool | None:
    """The JSON number or boolean that is read back as exactly this literal."""
    if datatype == _BOOLEAN and text in ("true", "false"):
        return text == "true"
    if datatype == _INTEGER and text.removeprefix("-").isascii() and text.removeprefix("-").isdigit():
        number = int(text) if len(text) < 17 else _EXACT
        return number if str(number) == text and abs(number) < _EXACT else None
    return None


def _iri(entry: object) -> str | None:
    """What an entry of a context stands for: an IRI, a compact IRI or a keyword; None where it says nothing of it."""
    iri = entry.get("@id") if isinstance(entry, Mapping) else entry
    return iri if isinstance(iri, str) else None
