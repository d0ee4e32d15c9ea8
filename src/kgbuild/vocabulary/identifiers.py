"""IRIs of instances, made of what they say: no position, counter, clock or blank node.

Names come from pages, so that anything may stand in them; what comes out is
always one path segment of unreserved ASCII characters and percent escapes.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Final
from urllib.parse import quote as percent_encode

from pyoxigraph import NamedNode

from kgbuild.errors import KgbuildError
from kgbuild.model import Page, Span
from kgbuild.vocabulary.codes import code_of

DEFAULT_BASE: Final = "https://w3id.org/kgbuild/id/"
_LONGEST_SLUG = 100
_CONTEXT = 32
_JOINING = re.compile(r"[\s\-‐-―−/,.;:'’\"()\[\]®™]+")
_PLAIN = re.compile(r"[\w ]*")
_INVISIBLE = frozenset(("Cf", "Cc", "Cs", "Co", "Cn"))
_FILE_NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._~-]{0,199}")


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


@lru_cache(maxsize=4096)
def clean_text(text: str) -> str:
    r"""Words as people see them: without invisible characters, with single blanks.

    >>> clean_text("lena\u200blidomide \u202e ")
    'lenalidomide'
    """
    if not text.isascii() or not text.isprintable():
        text = "".join(char for char in text if char.isspace() or unicodedata.category(char) not in _INVISIBLE)
    return " ".join(text.split())


@lru_cache(maxsize=65536)
def slug_of(name: str) -> str:
    """One path segment for a name; names that differ in case, width or hyphens only share it.

    A sign that hyphens cannot stand for (``HER2+``) adds a hash of the name, and so
    does cutting one that is too long, so that different things stay different.

    >>> slug_of("Platinum-based Chemotherapy")
    'platinum-based-chemotherapy'
    >>> slug_of("HER2+") == slug_of("HER2"), slug_of("../../etc/x")
    (False, 'etc-x')
    >>> slug_of("../> <urn:evil>")
    'urn-evil-8d94bfac6c49200d'
    """
    key = clean_text(unicodedata.normalize("NFKC", name)).casefold()
    words = _JOINING.sub(" ", key).strip()
    slug = re.sub(r"[\W_]+", "-", words).strip("-")
    slug = percent_encode(slug, safe="")
    if not slug or len(slug) > _LONGEST_SLUG or not _PLAIN.fullmatch(words) or key[-1:] in "-−–":
        cut = re.sub(r"%.?$", "", slug[:_LONGEST_SLUG])
        return f"{cut}-{_hash(key)}".lstrip("-")
    return slug


def _file_slug(slug: str) -> str:
    """A page's slug as one segment: case kept, since `Page.slug` is unique with it."""
    return slug if _FILE_NAME.fullmatch(slug) else f"{slug_of(slug)[:_LONGEST_SLUG]}-{_hash(slug)}"


def _exact_slug(text: str) -> str:
    """A segment that no other text has, whatever its case."""
    slug = slug_of(text)
    return slug if slug == text else f"{slug}-{_hash(text)}"


def _stands_once(text: str, words: str) -> bool:
    """Whether the words occur at one place only; places may overlap."""
    return text.find(words, text.find(words) + 1) < 0


@lru_cache(maxsize=64)
def quote_context(text: str, span: Span) -> tuple[str, str]:
    """What stands before and after a span: 32 characters, more where that does not single it out.

    >>> quote_context("one two three", Span(4, 7))
    ('one ', ' three')
    """
    exact, length = text[span.start : span.end], _CONTEXT
    while True:
        before = text[max(0, span.start - length) : span.start]
        if length >= span.start or _stands_once(text, before + exact):
            return before, text[span.end : span.end + _CONTEXT]
        length *= 2


@lru_cache(maxsize=64)
def _quote_key(slug: str, text: str, span: Span) -> str:
    """Made once, although several facts refer to one quote."""
    before, _ = quote_context(text, span)
    return _hash("\0".join((slug, text[span.start : span.end], before)))


@dataclass(frozen=True, slots=True)
class Identifiers:
    """Names instances under one base.

    >>> Identifiers().named("agent", "platinum-based chemotherapy").value
    'https://w3id.org/kgbuild/id/agent/platinum-based-chemotherapy'
    """

    base: str = DEFAULT_BASE
    """An absolute IRI that ends in ``/`` or ``#``."""

    def __post_init__(self) -> None:
        try:
            NamedNode(self.base)
        except ValueError as error:
            raise KgbuildError(f"the base of identifiers is no IRI: {self.base!r} ({error})") from error
        if not self.base.endswith(("/", "#")):
            raise KgbuildError(f"the base of identifiers must end in '/' or '#': {self.base!r}")

    def _node(self, local: str) -> NamedNode:
        return NamedNode(self.base + local)

    def owns(self, node: NamedNode) -> bool:
        """Whether a node is an instance named here."""
        return node.value.startswith(self.base)

    @property
    def dataset(self) -> NamedNode:
        """The data set as a whole."""
        return self._node("dataset")

    @property
    def derived_graph(self) -> NamedNode:
        """The named graph of what follows."""
        return self._node("graph/derived")

    @property
    def terms_graph(self) -> NamedNode:
        """The named graph of the terminology slice."""
        return self._node("graph/terms")

    def page_graph(self, slug: str) -> NamedNode:
        """The named graph of what one page claims, by `Page.slug`."""
        return self._node(f"graph/page/{_file_slug(slug)}")

    def page(self, slug: str) -> NamedNode:
        """A page, by `Page.slug`."""
        return self._node(f"page/{_file_slug(slug)}")

    def named(self, kind: str, name: str) -> NamedNode:
        """Something known by its name alone; `kind` is a path segment such as ``agent`` or ``brand``."""
        return self._node(f"{kind}/{slug_of(name)}")

    def code(self, code: str) -> NamedNode:
        """The `schema:MedicalCode` of an NCIt code."""
        return self._node(f"code/{code}")

    def key(self, node: NamedNode) -> str:
        """The code of a concept, or the last segment of an instance's IRI."""
        return code_of(node) or node.value.rpartition("/")[2].rpartition("#")[2]

    def indication(self, subject: NamedNode, claims: Iterable[str]) -> NamedNode:
        """A use of a drug, by everything that is claimed of it, in any order."""
        content = "\n".join([subject.value, *sorted(set(claims))])
        return self._node(f"indication/{self.key(subject)}-{_hash(content)}")

    def option(self, indication: NamedNode, content: str) -> NamedNode:
        """One alternative of an indication."""
        return NamedNode(f"{indication.value}/option-{_hash(content)}")

    def biomarker(
        self, marker: NamedNode, polarity: str, level: str | None, alteration: str | None = None
    ) -> NamedNode:
        """A criterion; the same one in every indication that asks for it.

        >>> from kgbuild.vocabulary import ncit
        >>> Identifiers().biomarker(ncit("C17319"), "Positive", None).value.rpartition("/")[2]
        'C17319-positive'
        """
        kind = "" if code_of(marker) else "named-"
        graded = f"-{_exact_slug(level)}" if level else ""
        changed = f"-of-{slug_of(alteration)}" if alteration else ""
        return self._node(f"biomarker/{kind}{self.key(marker)}-{polarity.casefold()}{graded}{changed}")

    def group(self, content: Iterable[str]) -> NamedNode:
        """A group of criteria, by what it joins."""
        return self._node(f"group/{_hash(chr(10).join(sorted(set(content))))}")

    def quote(self, page: Page, span: Span) -> NamedNode:
        """Words of a page, by the words themselves and what stands before them."""
        return self._node(f"quote/{_quote_key(page.slug, page.text, span)}")

    def mention(self, page: Page, role: str, words: str, link: str) -> NamedNode:
        """Words of a page in a role; `link` tells apart the same words with and without a link to the glossary."""
        return self._node(f"mention/{_hash(chr(0).join((page.slug, role, words, link)))}")

    def listing(self, page: Page, condition: NamedNode, variant: str) -> NamedNode:
        """One list of a list page; `variant` such as ``treat`` or ``treat-combinations``."""
        return self._node(f"list/{_file_slug(page.slug)}-{self.key(condition)}-{variant}")
