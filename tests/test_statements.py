"""What a page's claims are made of: terms as lines write them, without pyoxigraph's."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Triple

from kgbuild.triple_lines import bare, english, line_of, lines_of, literal, statements_of, terms_of, triples_of
from kgbuild.vocabulary import terms, written
from kgbuild.vocabulary.written import XSD, Written

SOURCES = sorted((Path(__file__).parent.parent / "src" / "kgbuild").rglob("*.py"))
NODE, PROPERTY = NamedNode("urn:a"), NamedNode("urn:b")


def test_every_character_is_written_as_pyoxigraph_writes_it() -> None:
    for code in range(sys.maxunicode + 1):
        if not 0xD800 <= code <= 0xDFFF:
            assert literal(chr(code)) == str(Literal(chr(code))), hex(code)


@given(st.text())
def test_a_text_comes_back_from_its_line(text: str) -> None:
    stated = ("<urn:a>", "<urn:b>", english(text))
    (triple,) = triples_of([line_of(stated)])
    assert triple == Triple(NODE, PROPERTY, Literal(text, language="en"))
    assert lines_of([triple]) == [line_of(stated)]
    assert list(statements_of([triple])) == [terms_of(line_of(stated))] == [stated]
    assert bare(stated[2]) == text


def test_a_datatype_stands_behind_the_text() -> None:
    assert literal("2", XSD.INTEGER) == str(Literal("2", datatype=terms.XSD.INTEGER))


def names_used(source: Path) -> Iterator[tuple[str, str]]:
    """The vocabularies that a module takes as text, with the terms that it takes of them."""
    tree = ast.parse(source.read_text(encoding="utf-8"))
    imports = (node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom))
    taken = {name.name for node in imports if node.module == written.__name__ for name in node.names}
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in taken:
            yield node.value.id, node.attr


def test_no_term_is_misspelt() -> None:
    """The type checker cannot tell, since the names are made when the program starts."""
    used = {name for source in SOURCES for name in names_used(source)}
    assert len(used) > 100
    for vocabulary, name in used:
        assert getattr(getattr(written, vocabulary), name) == str(getattr(getattr(terms, vocabulary), name))
    with pytest.raises(AttributeError, match="DRUGG"):
        Written(terms.KG).DRUGG  # noqa: B018 - asking is the test
