"""A pattern is tried wherever it can match: what its keys rule out, it never matched."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from kgbuild.clauses import (
    agents,
    biomarkers,
    brand_scopes,
    causes,
    coordination,
    counts,
    inner_conditions,
    leads,
    options,
    populations,
    states,
)
from kgbuild.clauses.keywords import Keyed, folded, keys, lowered
from kgbuild.clauses.phrases import phrases
from kgbuild.extractors import components, drug_classes, rems

LEXICONS = [
    path.stem for path in Path(biomarkers.__file__).parent.parent.glob("lexicon/*.toml") if path.stem != "wordings"
]
KEYED = [
    *(phrase.pattern for name in LEXICONS for phrase in phrases(name)),
    *(
        each
        for module in (
            agents,
            biomarkers,
            brand_scopes,
            causes,
            coordination,
            counts,
            inner_conditions,
            leads,
            options,
            populations,
            states,
            components,
            drug_classes,
            rems,
        )
        for each in vars(module).values()
        if isinstance(each, Keyed)
    ),
    *(each for many in (vars(biomarkers)["_CRITERIA"], vars(populations)["_AGES"]) for each in many),
]


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("tumou?rs?|cancers?", ("tumo", "cancer")),
        (r"\b(?:has|have)\s+spread(?:\s+far)?", (" spread",)),
        (r"(?<![\w·])(?:has\s+|have\s+)?spread(?![\w·])", (" spread ",)),
        (r"(?:has\s+|have\s+)?spread", ("spread",)),
        ("first[- ]line|second-line", ("first", "second line")),
        ("(?P<how>alone|by itself)+ z", ("alone", "by itself")),
        (r"(?:any)\s+of (?:the )?(?:lung|breast)", (" lung", " breast")),
        ("ab{2}c|d", ("a", "d")),
        ("ab+cd", ("cd",)),
        ("(?-i:ABC|DEF)x", ("abc", "def")),
        ("(?i)ABC", ("abc",)),
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


def _plain(keyed: Keyed) -> re.Pattern[str]:
    """The pattern as it is written, without anything that makes it cheaper."""
    return re.compile(keyed.text, keyed.flags)


def test_nothing_that_the_readers_look_for_is_missed(root: Path) -> None:
    texts = [
        path.read_text(encoding="utf-8")
        for folder in ("clauses", "corpus")
        for path in (root / "tests" / folder).glob("*.md")
    ]
    lines = {line for text in texts for line in text.splitlines()}
    patterns = [(keyed, _plain(keyed)) for keyed in KEYED]
    matched = passed = 0
    for line in lines:
        low = lowered(line)
        for keyed, pattern in patterns:
            expected = [match.span() for match in pattern.finditer(line)]
            assert [match.span() for match in keyed.finditer(line, low)] == expected
            matched += bool(expected)
            passed += not keyed.may_match(low)
    assert matched > len(lines) > 1000
    assert passed > len(KEYED) * len(lines) * 2 / 3


@pytest.mark.parametrize(
    "words", ["high ri\u017fk", "high ris\u212a", "high r\u0131sk", "high r\u0130sk", "HIGH RISK", "ÄÖ risk", "Σ risks"]
)
def test_letters_that_count_as_others_in_any_case_rule_nothing_out(words: str) -> None:
    for keyed in (Keyed("(?P<Name>Risk)", re.IGNORECASE), Keyed(r"\Bisk|Risk\S", re.IGNORECASE), Keyed("risk")):
        found, expected = keyed.search(words, lowered(words)), _plain(keyed).search(words)
        assert (found and found.span()) == (expected and expected.span())


def test_every_letter_keeps_its_place_in_lower_case() -> None:
    words = "".join(map(chr, range(0x110000)))
    assert len(folded(words)) == len(words)


def test_a_pattern_that_minds_case_in_a_part_of_it_keeps_doing_so() -> None:
    keyed = Keyed("(?-i:ALL)|anemia", re.IGNORECASE)
    assert [keyed.search(words, lowered(words)) is not None for words in ("ALL", "all", "Anemia")] == [
        True,
        False,
        True,
    ]
