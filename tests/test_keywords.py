"""A pattern is tried wherever it can match: what its keys rule out, it never matched."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from kgbuild.clauses import biomarkers, options, populations
from kgbuild.clauses.keywords import Keyed, keys, lowered
from kgbuild.clauses.phrases import phrases

LEXICONS = [
    path.stem for path in Path(biomarkers.__file__).parent.parent.glob("lexicon/*.toml") if path.stem != "wordings"
]
KEYED = [
    *(phrase.keyed for name in LEXICONS for phrase in phrases(name)),
    *(
        each
        for module in (biomarkers, options, populations)
        for each in vars(module).values()
        if isinstance(each, Keyed)
    ),
    *(each for many in (vars(biomarkers)["_CRITERIA"], vars(populations)["_KEYED_AGES"]) for each in many),
]


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("tumou?rs?|cancers?", ("tumo", "cancer")),
        (r"\b(?:has|have)\s+spread(?:\s+far)?", ("spread",)),
        ("(?P<how>alone|by itself)+ z", ("alone", "itself")),
        ("ab{2}c|d", ("ab", "d")),
        ("ab+cd", ("ab",)),
        ("(?-i:ABC|DEF)x", ("abc", "def")),
        (r"(?<!no )cancer(?!ous)(?=growth)", ("cancer",)),
        ("[abc]de|[]fg]hi", ("de", "hi")),
        (r"a\x62cd\.", ("cd",)),
        ("growth|grow", ("grow",)),
    ],
)
def test_keys_are_letters_that_every_match_has(pattern: str, expected: tuple[str, ...]) -> None:
    assert keys(pattern) == expected


@pytest.mark.parametrize(
    "pattern", ["a?", "(?:abc)?", "abc|", "(?:abc|)", "abc|\\d+", "a{0,2}", "a*b{,3}", "(?:cancer)*|x?", ")a"]
)
def test_there_are_none_where_a_match_needs_no_letters(pattern: str) -> None:
    assert keys(pattern) == ()


def test_nothing_that_the_readers_look_for_is_missed(root: Path) -> None:
    texts = [
        path.read_text(encoding="utf-8")
        for folder in ("clauses", "corpus")
        for path in (root / "tests" / folder).glob("*.md")
    ]
    lines = {line for text in texts for line in text.splitlines()}
    matched = 0
    for line in lines:
        low = lowered(line)
        found = [each for each in KEYED if each.pattern.search(line)]
        matched += len(found)
        assert all(each.may_match(low) for each in found)
    assert matched > len(lines) > 1000
    assert sum(not each.may_match(lowered(line)) for each in KEYED for line in lines) > len(KEYED) * len(lines) / 2


def test_letters_that_count_as_others_in_any_case_rule_nothing_out() -> None:
    kelvin = Keyed.of(re.compile("risk", re.IGNORECASE))
    for words in ("high ri\u017fk", "high ris\u212a", "high r\u0131sk", "high r\u0130sk", "HIGH RISK"):
        assert bool(kelvin.pattern.search(words)) <= kelvin.may_match(lowered(words))
        assert bool(kelvin.search(words, lowered(words))) == bool(kelvin.pattern.search(words))
