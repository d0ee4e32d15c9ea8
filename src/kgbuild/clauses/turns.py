"""One bullet, several uses: "It is given with A. It is also used alone as maintenance therapy"."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from kgbuild.clauses.diseases import has_disease
from kgbuild.clauses.keywords import Keyed, lowered
from kgbuild.clauses.statements import Statement
from kgbuild.model import Text

_ALSO = re.compile(r"^\W*(?:It|[A-Z][\w-]+(?: [\w-]+){0,4}) (?:is|are|may be|can be) also (?:used|given|approved)\b")
_OTHER_PEOPLE = re.compile(r"\s+in\s+(?:adults|children|women|men|patients)\b[^.;:]{0,60}?\s+and\s+(?:in\s+)?")
_NEXT_PEOPLE = re.compile(
    r"\s+in\s+(?:adults|children|women|men)\b[^.;:,]{0,40}?,?\s+and\s+(?P<next>(?:[\w'’-]+\s+){1,8}?)"
    r"(?=in\s+(?:adults|children|women|men)\b)"
)
_THESE_USES = re.compile(r"^\W*These uses\b", re.IGNORECASE)
_OR_ALONE = Keyed(
    r"(?:either )?(?:used |given )?with [^.;]*? as (?:the |a )?(?:first|second|third|initial)[\w -]*?"
    r" (?:treatment|therapy)(?P<cut>,? or )(?:alone|by itself)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Turn:
    """One use of a bullet: what it shares with the others, and what is its own."""

    shared: tuple[Statement, ...]
    own: tuple[Statement, ...]


def split_heads(text: Text) -> list[Text]:
    """The parts of a bullet that name a disease each for other people: "**A** in adults and **B** in children"."""
    cuts = [0]
    for before, bold in pairwise(text.bold):
        gap = _OTHER_PEOPLE.fullmatch(text.plain[before.end : bold.start])
        if gap and "." not in gap[0]:
            cuts.append(bold.start)
    ends = [*(cut for cut in cuts[1:]), len(text.plain)]
    return [text.slice(start, end) for start, end in zip(cuts, ends, strict=True)]


def split_people(text: Text) -> list[Text]:
    """The parts of a sentence that name a disease each for other people: "A in adults and B in children"."""
    cuts = [0]
    for match in _NEXT_PEOPLE.finditer(text.plain):
        if has_disease(text.plain[cuts[-1] : match.start()]) and has_disease(match["next"]):
            cuts.append(match.start("next"))
    return [text.slice(start, end) for start, end in pairwise([*cuts, len(text.plain)])]


def turns(statements: Sequence[Statement], parts: Sequence[Text], read: Callable[[Text], Statement]) -> Iterator[Turn]:
    """Part the sentences of a bullet into its uses.

    Args:
        statements: the sentences as read.
        parts: their texts.
        read: how to read a part of a sentence.
    """
    groups: list[list[Statement]] = [[]]
    shared: list[Statement] = []
    uses = 0
    cut: re.Match[str] | None = None
    for index, (statement, text) in enumerate(zip(statements, parts, strict=True)):
        if index == 0 and len(statements) > 1:
            shared.append(statement)
            continue
        if statement.brands and (_THESE_USES.match(text.plain) or cut):
            shared.append(statement)
            continue
        if _ALSO.match(text.plain) and uses:
            groups.append([])
        uses += 1
        cut = _OR_ALONE.search(text.plain, lowered(text.plain))
        if cut:
            groups[-1].append(read(text.slice(0, cut.start("cut"))))
            groups.append([read(text.slice(cut.end("cut"), len(text.plain)))])
        else:
            groups[-1].append(statement)
    for group in groups:
        if group:
            yield Turn(tuple(shared), tuple(group))
        elif shared:
            yield Turn(tuple(shared[:-1]), (shared[-1],))
