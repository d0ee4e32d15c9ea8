"""Therapy options: what a drug is given with, and in which alternatives.

Only wordings that give the drug together with something open an option ("used
with", "in combination with", a bullet that begins "with ..."). "Patients with",
"treated with" and "with or without" an earlier treatment never do.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from kgbuild.clauses.agents import is_vague, names_drug, read_agents
from kgbuild.clauses.coordination import Coordination, coordination
from kgbuild.clauses.keywords import Keyed
from kgbuild.clauses.passages import Passage
from kgbuild.clauses.phrases import wording
from kgbuild.concept import Mention
from kgbuild.indication import TherapyOption

_ADVERBS = rf"(?:{wording('adverb')}\s+)*"
_GIVEN = rf"(?:(?:may|can)\s+)?(?:may\s+be\s+|be\s+|is\s+|are\s+|was\s+)?{_ADVERBS}{wording('give')}\s+{_ADVERBS}"
_ALONE = wording("alone")
_WITH = rf"{wording('together_with')}(?!\s+or\s+without\b)(?=\s)"
_OR_WITH_IT = r"\s+or\s+(?:in\s+combination\s+)?with(?=\s)"
_MAYBE = r"with\s+or\s+without(?=\s)"
_AT_START = r"(?:^\W*|(?<=[:;,]\s)|(?<=\bor\s))"
_USED_WITH = (
    rf"\b{_GIVEN}(?:(?P<alone>{_ALONE}){_OR_WITH_IT}|(?P<maybe>{_MAYBE})"
    rf"|(?:·+\s+)?(?:as\s+[\w-]+(?:\s+[\w-]+){{0,3}}?\s+)?{_WITH})"
    r"|(?:·|\b(?:women|men|patients|adults|children|people))\s+(?:who\s+are\s+)?receiving(?=\s)"
)
_BEGINS_WITH = (
    rf"{_AT_START}(?P<or_alone>{_ALONE}){_OR_WITH_IT}"
    rf"|{_AT_START}{_WITH}"
    rf"|{_AT_START}(?P<or_without>{_MAYBE})"
    r"|\bas\s+(?:[\w-]+\s+){1,4}?with(?!\s+or\s+without\b)(?=\s)"
    r"|\bused\s+in\s+(?=\w+\s+therapy\s+to\b)"
)
_OPEN_IN_HEAD = Keyed(
    rf"{_USED_WITH}|{wording('given_together')}(?!\s+or\s+without\b)(?=\s)|(?<=·\s)(?P<named>with)(?=\s)",
    re.IGNORECASE,
)
_OPEN = Keyed(f"{_USED_WITH}|{_BEGINS_WITH}", re.IGNORECASE)
_ALTERNATIVE = ("alone", "maybe", "or_alone", "or_without")
"""Groups of these patterns that offer the drug alone as well."""
_SOMETIMES = re.compile(r"\b(?:may|can|often|sometimes|usually)\b", re.IGNORECASE)
_BARE_ALONE = Keyed(
    rf"(?:\b{_GIVEN}|^\W*|(?<=[,:;]\s)|(?<=\bor\s)|(?<=\band\s)){_ALONE}(?!{_OR_WITH_IT})", re.IGNORECASE
)
_AFTER_SURGERY = r"after\s+(?:the\s+)?surgery"
_THEN_ALONE = Keyed(
    rf"\s+and\s+(?:then\s+)?(?P<surgery_alone>{_ALONE}\s+{_AFTER_SURGERY}|{_AFTER_SURGERY}\s+{_ALONE})"
    r"|(?:,\s*|\s+)(?:and\s+|or\s+)?(?:is\s+|are\s+)?(?:then|followed\s+by(?:\s+\w+)?)\s+(?:\w+\s+){0,6}?"
    rf"{_ALONE}(?P<surgery>\s+{_AFTER_SURGERY})?",
    re.IGNORECASE,
)
_WITH_OR_WITHOUT = re.compile(r"[\s,]*\bwith\s+or\s+without(?=\s)", re.IGNORECASE)
_OR_WITH = re.compile(r"[\s,;]*\bor\s+(?:in\s+combination\s+)?with(?=\s)", re.IGNORECASE)
_OR_ALONE = re.compile(rf"[\s,;]*\bor\s+{_ALONE}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Options:
    """The options of a passage."""

    options: tuple[TherapyOption, ...] = ()
    undecided: tuple[Mention, ...] = ()
    """Partners whose combination the wording does not decide."""
    then_alone: bool = False
    """Whether the drug goes on alone afterwards."""


def read_options(passage: Passage, *, bare: bool = False, sub: bool = True, then_alone: bool = False) -> Options:
    """The options that a passage offers; their words are taken.

    Args:
        passage: the words.
        bare: whether the sentence above ends in "as combination therapy with:", so
            that the passage begins with the partners themselves.
        sub: whether a "with" at the beginning can open an option; behind the name of a
            disease it tells something of the disease ("with or without papillary tumors"),
            unless what follows is plainly a drug.
        then_alone: whether the passage says that the drug goes on alone.
    """
    found: list[tuple[Mention, ...]] = []
    undecided: list[Mention] = []
    if bare:
        passage.take(0, _read_partners(passage, 0, found, undecided))
    while match := (_OPEN if sub else _OPEN_IN_HEAD).search(passage.words, passage.low):
        named = match.groupdict()
        before, tried = len(found), len(undecided)
        far = bool(named.get("named")) and not names_drug(passage, match.end())
        end = match.end() if far else _read_partners(passage, match.end(), found, undecided)
        if len(found) == before and len(undecided) == tried:
            passage.words = _closed(passage.words, match)
            continue
        if any(named.get(name) for name in _ALTERNATIVE) or _SOMETIMES.search(match[0]):
            found.insert(before, ())
        passage.take(match.start(), end)
    for match in _BARE_ALONE.finditer(passage.words, passage.low):
        found.append(())
        passage.note(*match.span())
    distinct = tuple(dict.fromkeys(found))
    return Options(tuple(TherapyOption(partners) for partners in distinct), tuple(undecided), then_alone)


def _closed(words: str, match: re.Match[str]) -> str:
    """The words with the opening of what turned out to be no option made unfindable; nothing is understood by it."""
    blank = "_" * len(match[0])
    return words[: match.start()] + blank + words[match.end() :]


def take_then_alone(passage: Passage) -> re.Match[str] | None:
    """Where a passage says that the drug goes on alone afterwards.

    The words are taken, so that the drug itself, or the surgery in between, is not
    read as a prior therapy.
    """
    match = _THEN_ALONE.search(passage.words, passage.low)
    if match:
        joint = len(match[0]) - len(match[0].lstrip(" ,"))
        passage.take(match.start() + joint, match.end())
    return match


def _read_partners(passage: Passage, at: int, found: list[tuple[Mention, ...]], undecided: list[Mention]) -> int:
    """Read one coordination and the further ones that "or with" adds; the place behind them."""
    names = coordination(passage, at)
    end = max(names.end, at)
    mentions = read_agents(passage, names, vague_drugs=True)
    if not mentions or not _whole(passage, names, len(mentions)):
        return end
    if names.alternatives:
        taken = [tuple(mentions[item] for item in option if item in mentions) for option in names.alternatives]
        optional, end = _optional(passage, end)
        found.extend(taken)
        found.extend((*option, *optional) for option in taken if optional)
    else:
        undecided.extend(mentions.values())
    if match := _OR_WITH.match(passage.words, end):
        return _read_partners(passage, match.end(), found, undecided)
    if match := _OR_ALONE.match(passage.words, end):
        found.append(())
        return match.end()
    return end


def _optional(passage: Passage, end: int) -> tuple[tuple[Mention, ...], int]:
    """What may be added to the partners just read: "chemotherapy, with or without bevacizumab"."""
    match = _WITH_OR_WITHOUT.match(passage.words, end)
    if not match:
        return (), end
    names = coordination(passage, match.end())
    return tuple(read_agents(passage, names).values()), max(names.end, match.end())


def _whole(passage: Passage, names: Coordination, read: int) -> bool:
    """Whether all names were agents: half a list of partners would be a wrong option."""
    vague = sum(is_vague(passage.words[i.start : i.end]) for i in names.items)
    return read + vague >= len(names.items)
