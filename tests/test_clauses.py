"""What the clauses of an indication say, phrase by phrase.

``tests/clauses/NAME.md`` belongs to the module ``kgbuild.clauses.NAME``. The form
is that of the extractors' corpora (`corpus_format`): the Markdown is what stands
under "Use in Cancer", and an expected line names the condition and, behind a
colon, what that module reads; a condition alone means that it reads nothing. A
line that begins with ``!`` is a problem that must be reported.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus_format import FOLDER, Case, cases, document, indication_shown, shown
from kgbuild import clauses
from kgbuild.extractors import indications
from kgbuild.indication import Indication
from kgbuild.model import Problem

HERE = FOLDER.parent / "clauses"
HEAD = "# Examplinib\n\nUS Brand Name(s)\n\nExamplia\nOtheria\n\nFDA Approved\n\nYes\n\n"
KEYS = {
    "biomarkers": ("marker",),
    "brand_scopes": ("brand",),
    "conditions": ("cause",),
    "counts": ("lines",),
    "leads": ("basis", "accelerated"),
    "options": ("with",),
    "populations": ("in", "age"),
    "priors": ("prior", "never", "responded", "ineligible"),
    "states": ("status", "stage", "qualifier", "setting", "either"),
}
"""Module -> the parts of an indication that it reads."""
CASES = [case for path in sorted(HERE.glob("*.md")) for case in cases(path.stem, HERE)]
MECHANISMS = {
    "agents",
    "causes",
    "chains",
    "combining",
    "coordination",
    "disease_names",
    "diseases",
    "inner_conditions",
    "keywords",
    "outlines",
    "passages",
    "phrases",
    "statements",
    "statuses",
    "turns",
}
"""Modules that read no part of their own: the corpora of the others, and their doctests, show what they do."""


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.corpus}: {case.title}")
def test_a_phrase_says_what_a_reader_reads(case: Case) -> None:
    page = document(f"{HEAD}## Use in Cancer\n\n{case.source}\n")
    found = [_shown(found, page.page.text, KEYS[case.corpus]) for found in indications.read(page)]
    assert found == list(case.expected)


def test_every_module_that_reads_has_a_corpus() -> None:
    modules = {path.stem for path in Path(clauses.__path__[0]).glob("[!_]*.py")}
    assert modules == set(KEYS) | MECHANISMS
    assert set(KEYS) == {path.stem for path in HERE.glob("*.md")}


@pytest.mark.parametrize("name", sorted(KEYS))
def test_a_corpus_has_positive_and_negative_examples(name: str) -> None:
    lines = [line for case in cases(name, HERE) for line in case.expected]
    assert any(": " in line for line in lines if not line.startswith("!"))
    assert any(":" not in line for line in lines) or () in [case.expected for case in cases(name, HERE)]


def _shown(found: object, text: str, keys: tuple[str, ...]) -> str:
    """The condition, and those parts of an indication that a module reads."""
    if isinstance(found, Problem):
        return shown(found, text)
    assert isinstance(found, Indication)
    parts = dict(part.partition(": ")[::2] for part in indication_shown(found).split("; ")[1:])
    parts["basis"] = f"{found.basis.removesuffix('Use').lower()} {found.intent.lower()}"
    said = "; ".join(f"{key} {parts[key]}" for key in keys if key in parts)
    return f"{found.condition.text}: {said}" if said else found.condition.text
