"""A page's bytes with the JSON-LD of its drug in it, and everything else as it was."""

from __future__ import annotations

import codecs
from dataclasses import dataclass
from pathlib import PurePath
from typing import Final

from pyoxigraph import NamedNode

from kgbuild.embedding.addressed import drug_of_page
from kgbuild.embedding.blocks import script_of
from kgbuild.embedding.places import Block, PageMap, map_of
from kgbuild.errors import EmbeddingError
from kgbuild.graphs import Graph
from kgbuild.vocabulary import KG

_BYTE_ORDER: Final = ((codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"), (codecs.BOM_UTF8, ""))
_AS_BYTES: Final = "latin-1"
"""Each byte is a character, and the other way round: no byte of an encoding that extends ASCII is lost."""
_STATEFUL: Final = frozenset(("iso-2022-jp", "csiso2022jp"))
"""Encodings of the web whose letters may be the bytes of markup."""
_XML_SUFFIXES: Final = frozenset((".xhtml", ".xht"))


@dataclass(frozen=True, slots=True)
class _Text:
    """The characters of a file, which give its bytes again."""

    words: str
    codec: str
    start: int
    """Where the page begins, behind a byte order mark."""

    @property
    def bytes(self) -> bytes:
        """The file."""
        return self.words.encode(self.codec, "surrogatepass" if self.codec != _AS_BYTES else "strict")


def embedded(graph: Graph, content: bytes, name: str, drug: NamedNode | None = None) -> bytes:
    """Put the block of a drug into a page, or renew the blocks that are there.

    A block of ours is known by its mark (`MARK`) and replaced where it stands; without one the new block goes to the
    end of the page's head. Nothing else is changed, and doing it twice gives the same bytes.

    Args:
        graph: what `kgbuild build` wrote.
        content: the bytes of the page.
        name: of its file: ``.xhtml`` and ``.xht`` are read as XML, and errors tell it.
        drug: which drug's block; without it those of all blocks that the page has, or else of the drug that the page's
            own address is of.

    Raises:
        EmbeddingError: it cannot be told which drug the page is of, or the page cannot be changed safely.
    """
    text = _read(content, name)
    xml = PurePath(name).suffix.lower() in _XML_SUFFIXES
    page = map_of(text.words, start=text.start, xml=xml)
    _check(page, text.words, name)
    renewed = [block for block in page.blocks if drug is None or block.drug == drug.value]
    if renewed:
        return _renewed(graph, text, renewed, name).bytes
    chosen = drug or drug_of_page(graph, page.addresses, name)
    return _inserted(text, page, script_of(graph, chosen), name).bytes


def _read(content: bytes, name: str) -> _Text:
    codec, start = _AS_BYTES, 0
    for mark, wide in _BYTE_ORDER:
        if content.startswith(mark):
            codec, start = (wide, 1) if wide else (_AS_BYTES, len(mark))
            break
    try:
        words = content.decode(codec, "surrogatepass" if codec != _AS_BYTES else "strict")
    except UnicodeDecodeError as error:
        raise EmbeddingError(f"{name}: byte {error.start} is not {codec}; save the page as UTF-8") from error
    if "\0" in words:
        raise EmbeddingError(f"{name}: holds NUL characters, as no HTML does; save the page as UTF-8 without them")
    return _Text(words, codec, start)


def _check(page: PageMap, words: str, name: str) -> None:
    if page.charset in _STATEFUL:
        raise EmbeddingError(f"{name}: is in {page.charset}, whose letters may look like tags; save the page as UTF-8")
    if page.unended is not None:
        line = words.count("\n", 0, page.unended) + 1
        raise EmbeddingError(f"{name}:{line}: a block of kgbuild begins and does not end; remove what is left of it")


def _renewed(graph: Graph, text: _Text, blocks: list[Block], name: str) -> _Text:
    """Each block with what the graph says now."""
    pieces, last = [], 0
    for block in blocks:
        pieces += [text.words[last : block.start], script_of(graph, _known(graph, block.drug, name))]
        last = block.end
    return _Text("".join([*pieces, text.words[last:]]), text.codec, text.start)


def _known(graph: Graph, iri: str, name: str) -> NamedNode:
    """The drug of a block, if the graph still has it."""
    for kind in (KG.DRUG, KG.COMBINATION):
        for node in graph.instances(kind):
            if node.value == iri:
                return node
    message = "which is no drug of the graph; remove it, or build its page"
    raise EmbeddingError(f"{name}: holds a block of {iri}, {message}")


def _inserted(text: _Text, page: PageMap, script: str, name: str) -> _Text:
    """A new block at the end of the head, on a line of its own where what follows begins a line."""
    place, words = page.end_of_head, text.words
    if place is None:
        raise EmbeddingError(f"{name}: has no </head> before which the block could stand; add a head")
    line = len(words[text.start : place].rstrip("\t ")) + text.start
    indent = words[line:place]
    starts_line = line == text.start or words[line - 1] in "\r\n"
    ending = (_line_end(words, line) + indent) if starts_line else ""
    return _Text(f"{words[:place]}{script}{ending}{words[place:]}", text.codec, text.start)


def _line_end(words: str, line: int) -> str:
    """The line end before a place, else the first of the file, else that of Unix."""
    for ending in ("\r\n", "\n", "\r"):
        if words.endswith(ending, 0, line):
            return ending
    first = min((place for place in (words.find("\r"), words.find("\n")) if place >= 0), default=-1)
    if first < 0:
        return "\n"
    return "\r\n" if words.startswith("\r\n", first) else words[first]
