"""Sentences of a page, with a memory of which of their words have been understood."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache

from kgbuild.addresses import web_address
from kgbuild.clauses.keywords import lowered
from kgbuild.clauses.phrases import wording
from kgbuild.concept import Mention
from kgbuild.indication import Coverage, Evidence
from kgbuild.model import Page, Span, Text

TAKEN = "·"
"""Stands where a word was taken: no pattern matches across it."""

_MARKS = "¹²³⁴⁵⁶⁷⁸⁹†‡§"
_MARK = re.compile(f"[{_MARKS}]|(?<=[\\w.)])\\*+$")
_BRACKETS = re.compile(r"\s?\((?P<inside>[^()]*(?:\([^()]*\)[^()]*)*)\)")
_TELLING = re.compile(
    r"^(?:(?:has|have|had|did|does|do|is|are)\b.*\brespon|(?:excluding|except|but not|not including)\b)", re.IGNORECASE
)
_END = re.compile(r"""[.!?]+["”’')\]]*[¹²³⁴⁵⁶⁷⁸⁹†‡§*]*(?:\s+(?=["“(\[]?[A-Z0-9])|(?=(?:This|These|It)\s+\w+)|$)""")
_NO_END = re.compile(r"(?:\b[A-Z]|\b(?:U\.S|e\.g|i\.e|vs|Dr|St|No))\.$")
_GLOSSARY = re.compile(r"[?&]id=(?:CDR0*)?(\d+)")
_DRUG_PAGE = re.compile(r"/about-cancer/treatment/drugs/[\w-]+/?$")
_FAR = 120
"""Characters before an abbreviation in which the words that it stands for are looked for."""
_EDGE = " .,;:"
_WORD = re.compile(r"[^\W_]+(?:[-–'’][^\W_]+)*")
_WORD_OR_TARGET = re.compile(rf"\]\([^()\s]*(?:\([^()]*\)[^()\s]*)*\)|(?P<word>{_WORD.pattern})")


class Passage:
    """One sentence, or one bullet's share of one.

    `words` has the length of ``text.plain``: brackets and footnote marks are
    blanks, and what was taken is `TAKEN`.
    """

    __slots__ = ("low", "marks", "page", "rank", "rule", "seen", "text", "trace", "words")

    def __init__(self, page: Page, text: Text, rank: int) -> None:
        """Begin with every word unread.

        Args:
            page: the page, for quotes.
            text: the sentence.
            rank: 0 the lead sentence, 1 what holds for a whole list, 2 the outermost
                bullet, and so on; a higher rank says something more specific.
        """
        self.page = page
        self.text = text
        self.rank = rank
        self.marks = "".join(_MARK.findall(text.plain))
        self.words = _bare(text.plain)
        self.low = lowered(self.words)
        """The words as they were at first, for `Keyed`: what is taken from them only makes fewer patterns match."""
        self.seen = bytearray(len(self.words))
        self.rule = ""
        self.trace: list[tuple[int, int, str]] = []
        """Places that were understood, each with the rule that did."""

    def by(self, rule: str) -> Passage:
        """The passage itself, which from now on is read by another rule."""
        self.rule = rule
        return self

    def note(self, start: int, end: int) -> None:
        """Remember that these words were understood; others may read them as well."""
        self.seen[start:end] = b"\x01" * (end - start)
        if end > start:
            self.trace.append((start, end, self.rule))

    def take(self, start: int, end: int) -> None:
        """Remember that these words were understood, and keep others from reading them; blanks at the ends stay."""
        words = self.words[start:end]
        start += len(words) - len(words.lstrip())
        end = max(start, end - (len(words) - len(words.rstrip())))
        self.note(start, end)
        self.words = self.words[:start] + TAKEN * (end - start) + self.words[end:]

    def mention(self, start: int, end: int, name: str | None = None) -> Mention:
        """The words between two places as a mention, with the glossary id they are linked to."""
        glossary = link = None
        for anchor in self.text.links:
            if anchor.start < end and anchor.end > start:
                if glossary is None and (match := _GLOSSARY.search(anchor.target)):
                    glossary = match[1] if _covers(anchor.start, anchor.end, start, end) else None
                elif _DRUG_PAGE.search(anchor.target):
                    link = web_address(anchor.target)
        shown = " ".join(_bare(self.text.plain)[start:end].split())
        return Mention(name or shown, self.text.span(start, end), glossary, link)

    def coverage(self) -> Coverage:
        """What was read of the passage by which rule, and its content words with those that nobody read."""
        content = [match for match in _WORD.finditer(_bare(self.text.plain)) if not _is_function_word(match[0])]
        unread = [match for match in content if not all(self.seen[match.start() : match.end()])]
        return Coverage(
            tuple(self._evidence()),
            tuple(self.text.offsets[match.start()] for match in content),
            tuple(Mention(match[0], self.text.span(*match.span())) for match in unread),
        )

    def _evidence(self) -> Iterator[Evidence]:
        """The places of the trace without blanks and joining words at their ends, each once."""
        plain = self.text.plain
        for start, end, rule in sorted(set(self.trace)):
            words = plain[start:end]
            first, last = start + len(words) - len(words.lstrip(_EDGE)), start + len(words.rstrip(_EDGE))
            if first < last:
                yield Evidence(rule, self.text.span(first, last))

    def quote(self) -> Span:
        """Where the sentence stands in the file, with the markup that belongs to it."""
        return widened(self.page.text, self.text)


@cache
def _is_function_word(word: str) -> bool:
    return bool(re.fullmatch(wording("function_word"), word, re.IGNORECASE))


def _covers(link_start: int, link_end: int, start: int, end: int) -> bool:
    """Whether a link holds the better part of a mention: a link on one word of three names only that word."""
    return min(link_end, end) - max(link_start, start) >= (end - start) * 0.6


@lru_cache(maxsize=1024)
def _bare(plain: str) -> str:
    """The sentence with its glosses, abbreviations and footnote marks blanked out.

    A bracket that tells of a response ("has not responded to hormone treatment")
    is a statement, not a gloss, and stays.
    """

    def blank(match: re.Match[str]) -> str:
        if _TELLING.match(match["inside"]) and not re.search(
            r"respond to (?:the )?(?:treatment|therapy)\W*$", match["inside"]
        ):
            return " " + match[0][1:].replace("(", ",", 1)[:-1] + "," if match[0][0] == " " else match[0]
        return " " * len(match[0])

    return _MARK.sub(lambda m: " " * len(m[0]), _BRACKETS.sub(blank, plain))


def sentences(text: Text) -> list[Text]:
    """The sentences of a text; one that lost the blank behind its full stop is parted as well."""
    return [text.slice(start, end) for start, end in _sentence_places(text.plain)]


def longest_sentence(text: Text) -> int:
    """Characters of the longest of the sentences of a text."""
    return max((end - start for start, end in _sentence_places(text.plain)), default=0)


@lru_cache(maxsize=1024)
def _sentence_places(plain: str) -> tuple[tuple[int, int], ...]:
    """Where each sentence begins and ends; several readers ask for those of the same text."""
    found: list[tuple[int, int]] = []
    start = 0
    for match in _END.finditer(plain):
        if match.end() < len(plain) and _NO_END.search(plain[start : match.start() + 1]):
            continue
        end = match.start() + len(match[0].rstrip())
        if end > start:
            found.append((start, end))
        start = match.end()
    if start < len(plain):
        found.append((start, len(plain)))
    return tuple(found)


def abbreviations(text: Text) -> dict[str, str]:
    """Abbreviation -> the words it stands for, as the text itself explains it.

    Only an abbreviation whose letters begin or stand in those words, in order:
    "diffuse large B-cell lymphoma (DLBCL)".
    """
    found = {}
    for match in re.finditer(r"\((?P<short>[A-Z][A-Za-z0-9-]{1,9}s?)\)", text.plain):
        before = text.plain[max(0, match.start() - _FAR) : match.start()].split()
        letters = [c.casefold() for c in match["short"] if c.isalpha()]
        for size in range(2, min(len(before), 8) + 1):
            words = " ".join(before[-size:])
            if words[0].casefold() == letters[0] and _spells(letters, words):
                found[match["short"]] = words
                break
    return found


def _spells(letters: list[str], words: str) -> bool:
    at = 0
    for letter in letters:
        at = words.casefold().find(letter, at) + 1
        if not at:
            return False
    return True


def content_words(text: str, span: Span) -> Iterator[int]:
    """Places of the words of a stretch of a file that say something by themselves; markup aside.

    >>> list(content_words("- It is **used** for [anemia](/x?id=1).", Span(0, 39)))
    [10, 22]
    """
    for match in _WORD_OR_TARGET.finditer(text, span.start, span.end):
        if match["word"] and not _is_function_word(match["word"]):
            yield match.start()


def without_links(text: str) -> str:
    """A stretch of a file without the addresses of its links, whole or cut off at its start.

    >>> without_links("](/x?id=1) or who [cannot](/y) have")
    ' or who [cannot have'
    """
    return re.sub(r"\]\([^()\s]*(?:\([^()]*\)[^()\s]*)*\)", "", text)


def word_at(text: str, place: int) -> str:
    """The word that begins at a place of a file."""
    found = _WORD.match(text, place)
    return found[0] if found else ""


def widened(page: str, text: Text) -> Span:
    """The span of a sentence in the file, widened over the markup that opens or closes at its ends."""
    start, end = text.offsets[0], text.offsets[-1] + 1
    while start and page[start - 1] in "*_[":
        start -= 1
    while match := re.compile(r"\]\([^()\s]*(?:\([^()]*\)[^()\s]*)*(?:\s+\"[^\"]*\")?\)|[*_]+").match(page, end):
        end = match.end()
    return Span(start, end)
