"""The graph as JSON-LD: one tree a drug or combination, with an inline context; nothing is fetched.

What a drug or combination owns (its indications with their options, criteria
and groups, brands, REMS programmes, codes) stands inside it, and inside each
that shares it; concepts, pages and quotes stand beside and are referred to.
Source: JSON-LD 1.1, https://www.w3.org/TR/json-ld11/
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing
from itertools import groupby, islice
from typing import Any, Final

import orjson

from kgbuild.exports.context import Context, Term
from kgbuild.quads import Node, Quads
from kgbuild.vocabulary import KG, OA, RDF, SCHEMA

_OWNING: Final = frozenset(
    str(each)
    for each in (
        KG.HAS_INDICATION,
        KG.HAS_THERAPY_OPTION,
        KG.BIOMARKER,
        KG.HAS_CRITERION_GROUP,
        KG.HAS_BRAND,
        KG.REQUIRES_REMS,
        SCHEMA.CODE,
        OA.HAS_SELECTOR,
    )
)
"""Properties whose objects stand inside their subjects."""
_TYPE = str(RDF.TYPE)
_ROOTS: Final = frozenset(f"{_TYPE} {each}" for each in (KG.DRUG, KG.COMBINATION))
_BATCH = 1_000
"""Nodes that are put into the database at once."""


def json_ld(quads: Quads, context: Mapping[str, Any]) -> Iterator[bytes]:
    """Write JSON-LD with exactly these triples, piece by piece.

    Args:
        quads: statements, those of all graphs as one.
        context: the value of ``@context``; without remote references.
    """
    yield b'{\n  "@context": ' + _indented(context, b"\n  ") + b',\n  "@graph": [\n    '
    between = b""
    with closing(_Nodes(quads)) as nodes:
        writer = Writer(nodes, Context(context))
        for tree in writer.trees():
            yield between + _indented(tree, b"\n    ")
            between = b",\n    "
    yield b"\n  ]\n}\n"


def _indented(value: object, line_end: bytes) -> bytes:
    """JSON over several lines; a line end inside a text is escaped, so that only those of the form are set in."""
    return orjson.dumps(value, option=orjson.OPT_INDENT_2).replace(b"\n", line_end)


class _Nodes:
    """What is said of each subject, found by its name: in a private database, which lies on disk when it is large."""

    def __init__(self, quads: Quads) -> None:
        self._database = sqlite3.connect("")  # SQLite's name for a database that spills to a temporary file
        self._database.execute("CREATE TABLE node (subject TEXT PRIMARY KEY, root INTEGER, said TEXT) WITHOUT ROWID")
        self._database.execute("CREATE TABLE owned (subject TEXT PRIMARY KEY) WITHOUT ROWID")
        for nodes in _batches(quads.nodes()):
            self._database.executemany("INSERT INTO node VALUES (?, ?, ?)", map(_row, nodes))
            owned = ((value,) for node in nodes for value in _owned(node))
            self._database.executemany("INSERT OR IGNORE INTO owned VALUES (?)", owned)

    def close(self) -> None:
        """Forget everything."""
        self._database.close()

    def free(self) -> Iterator[Node]:
        """What nothing owns: drugs and combinations, then all else."""
        chosen = "SELECT subject, said FROM node WHERE root = ? AND subject NOT IN owned ORDER BY subject"
        for root in (True, False):
            for subject, said in self._database.execute(chosen, (root,)):
                yield subject, said.split("\n")

    def owned(self, subject: str) -> Node | None:
        """What something owns; None where nothing is said of it."""
        found = self._database.execute("SELECT said FROM node WHERE subject = ?", (subject,)).fetchone()
        return (subject, found[0].split("\n")) if found else None


def _row(node: Node) -> tuple[str, bool, str]:
    subject, about = node
    return subject, not _ROOTS.isdisjoint(about), "\n".join(about)


def _owned(node: Node) -> Iterator[str]:
    """What a subject owns."""
    subject, about = node
    for line in about:
        predicate, _, value = line.partition(" ")
        if predicate in _OWNING and value != subject:
            yield value


def _batches(nodes: Iterator[Node]) -> Iterator[list[Node]]:
    while batch := list(islice(nodes, _BATCH)):
        yield batch


class Writer:
    """Nodes as JSON objects, in the words of one context; each is made when it is asked for."""

    def __init__(self, nodes: _Nodes, context: Context) -> None:
        """Take what all subjects are."""
        self._nodes, self._context = nodes, context

    def trees(self) -> Iterator[dict[str, Any]]:
        """What stands at the top, each with all that it owns."""
        return map(self._tree, self._nodes.free())

    def _tree(self, node: Node) -> dict[str, Any]:
        """A node with all that it owns."""
        subject, about = node
        words = self._context
        tree: dict[str, Any] = {words.id_key: words.compact(subject[1:-1])}
        for predicate, found in groupby(map(_halves, about), _predicate):
            if predicate == _TYPE:
                tree[words.type_key] = _one([words.vocabulary(value[1:-1]) for _, _, value in found], always=False)
                continue
            term = words.term(predicate[1:-1])
            if predicate in _OWNING:
                values = [self._owned(subject, term, value) for _, _, value in found]
            else:
                values = [words.value(term, value) for _, _, value in found]
            tree[term.name] = _one(values, always=term.is_set)
        return tree

    def _owned(self, owner: str, term: Term, value: str) -> object:
        """The tree of what is owned, where something is said of it."""
        owned = self._nodes.owned(value) if value != owner else None
        return self._tree(owned) if owned else self._context.value(term, value)


def _halves(line: str) -> tuple[str, str, str]:
    return line.partition(" ")


def _predicate(halves: tuple[str, str, str]) -> str:
    return halves[0]


def _one(values: list[Any], *, always: bool) -> object:
    """The value itself where there is one, and the context does not ask for an array."""
    return values[0] if len(values) == 1 and not always else values
