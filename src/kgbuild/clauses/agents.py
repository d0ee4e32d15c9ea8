"""Names of drugs, drug classes and treatments among the words of a coordination."""

from __future__ import annotations

import re

from kgbuild.clauses.coordination import Coordination, Item
from kgbuild.clauses.diseases import is_disease
from kgbuild.clauses.passages import TAKEN, Passage
from kgbuild.clauses.phrases import worded, wording
from kgbuild.concept import Mention

_VAGUE = re.compile(
    rf"^(?:{wording('before_treatment')}\s+)*{wording('treatment')}(?:\s+(?:for|of) .*)?$", re.IGNORECASE
)
_OTHER_DRUGS = re.compile(
    rf"^{wording('number')}$|"
    r"^(?:(?:other|another|certain|previous|prior|more|some)\s+)*(?:anti-?cancer\s+)?drugs?$",
    re.IGNORECASE,
)
_NOT_AN_AGENT = worded(wording("no_agent"))
_PURPOSE = re.compile(
    r"\s+(?:for|to treat) (?:(?:their|the|metastatic|advanced) )*(?:cancer|disease|tumou?r).*$", re.IGNORECASE
)
_AMOUNT = re.compile(
    rf"(?:(?:at least\s+)?(?:{wording('number')}|\d+)\s+(?:cycles?|doses?|weeks?|months?|years?)"
    r"|(?:an?\s+)?(?:(?:certain|repeated|high|large|total|maximum)\s+)?(?:amounts?|doses?))\s+of\s+",
    re.IGNORECASE,
)
_KINDS_OF = re.compile(
    r"(?:(?:other|different|certain|some|various|previous|prior|earlier)\s+)*(?:types?|kinds?|forms?)\s+of\s+",
    re.IGNORECASE,
)
"""What says nothing of which: "other types of chemotherapy" is chemotherapy."""
_DOSE = re.compile(
    r"(?:low|high|intermediate|reduced|standard)[- ]dose\s+"
    r"(?=[\w-]+(?:\s+[\w-]+)?$)(?!.*\b(?:chemo|therap|radiation|regimen|treatment))",
    re.IGNORECASE,
)
"""How much of a drug: "low-dose cytarabine" is cytarabine; "high-dose chemotherapy" is a treatment of its own."""
_SHARED_HEAD = re.compile(
    r"(?P<head>(?:inhibitor|antibod(?:y|ies)|agonist|antagonist|blocker)s?(?: therapy)?)$", re.IGNORECASE
)
_SYMBOL = re.compile(r"^[A-Z][A-Z0-9]*(?:-?[A-Z0-9]+)*$")
_CHEMOTHERAPY = re.compile(r"(?:^|\s)(?P<head>chemotherapy(?: drugs?)?)$", re.IGNORECASE)
_CHEMOTHERAPY_CLASS = re.compile(r"^(?:anthracycline|taxane|platinum|fluoropyrimidine|alkylator)s?$", re.IGNORECASE)
_DRUG_NAME = re.compile(
    rf"\s+(?:(?:the|either|both|an?)\s+)?(?:(?!(?:and|or|of|that|after|before)\b)[\w-]+\s+){{0,2}}?(?:\w+{wording('drug_ending')}|{wording('kind_of_therapy')})\b",
    re.IGNORECASE,
)
_ARTICLE = re.compile(r"\ban?\s+$", re.IGNORECASE)
_DOING = re.compile(r"^\w+ing$")
_STANDS_FOR_ANOTHER = re.compile(r"^(?:an?|the|others?|both|each|either|all)$", re.IGNORECASE)
_MAX_WORDS = 9


def read_agents(passage: Passage, names: Coordination, *, vague_drugs: bool = False) -> dict[Item, Mention]:
    """The agents of a coordination; vague words ("other treatment") are left out.

    Args:
        passage: where the words stand.
        names: the coordination.
        vague_drugs: whether "other drugs" counts, as it does for partners and not for
            prior therapies.
    """
    found = {}
    for item in names.items:
        trimmed = _trimmed(passage, item)
        words = passage.words[trimmed.start : trimmed.end]
        if is_agent(words) or (vague_drugs and _OTHER_DRUGS.match(words)):
            found[item] = passage.mention(trimmed.start, trimmed.end, _with_head(passage, names, item))
    return found


def names_drug(passage: Passage, start: int) -> bool:
    """Whether the words from a place on begin with what can only be a treatment: by its form, or by a link."""
    words = passage.words[start:]
    if not words.strip():
        return False
    behind = start + len(words) - len(words.lstrip())
    return bool(_DRUG_NAME.match(words)) or passage.mention(behind, behind + 1).link is not None


def is_vague(words: str) -> bool:
    """Whether words stand for treatment in general.

    >>> is_vague("other types of treatment"), is_vague("other chemotherapy")
    (True, False)
    """
    kind = _KINDS_OF.match(words.strip())
    name = words.strip()[kind.end() :] if kind else words.strip()
    return bool(_VAGUE.match(name) or _OTHER_DRUGS.match(name))


def is_agent(words: str) -> bool:
    """Whether words can name a drug, a class of drugs or a treatment.

    >>> is_agent("proteasome inhibitor"), is_agent("other treatment"), is_agent("at least a partial response")
    (True, False, False)
    """
    name = words.strip()
    if TAKEN in words or not name or is_vague(words) or is_disease(words):
        return False
    if _DOING.match(name) or _STANDS_FOR_ANOTHER.match(name):
        return False
    return len(words.split()) <= _MAX_WORDS and not _NOT_AN_AGENT.search(words)


def _trimmed(passage: Passage, item: Item) -> Item:
    """Without its amount ("two cycles of", "low-dose"), "other types of", and what it was given for."""
    end = item.start + len(_PURPOSE.sub("", passage.words[item.start : item.end]))
    start = item.start
    for before in (_AMOUNT, _KINDS_OF, _DOSE):
        match = before.match(passage.words[start:end])
        start += match.end() if match else 0
    return Item(start, end)


def _with_head(passage: Passage, names: Coordination, item: Item) -> str | None:
    """The full name where the last of several names carries the word for all: "PD-L1 or PD-1 inhibitor"."""
    words = passage.words[item.start : item.end]
    last = passage.words[names.items[-1].start : names.items[-1].end]
    for head, short in ((_SHARED_HEAD, _SYMBOL), (_CHEMOTHERAPY, _CHEMOTHERAPY_CLASS)):
        match = head.search(last)
        alone = _ARTICLE.search(passage.words[: item.start]) and "drug" not in last and head is _CHEMOTHERAPY
        if (
            match
            and match.start()
            and not alone
            and names.is_choice
            and item is not names.items[-1]
            and short.match(words)
        ):
            return f"{words} {match['head']}"
    return None
