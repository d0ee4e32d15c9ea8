"""The statements of "Use in Cancer": which words hold for which use.

A lead sentence holds for the bullets below it, a bullet for those under it, and
a sentence behind a list for the whole list, or for its last bullet where it
begins with "It".
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from kgbuild.clauses.leads import Sort, is_accelerated, opens_list, sort_of
from kgbuild.clauses.passages import longest_sentence, sentences
from kgbuild.model import Bullet, Bullets, Document, Paragraph, Problem, Section, Severity, Text
from kgbuild.nesting import is_bold, is_purpose

_USE_TITLE = re.compile(r"^\W*uses? in\b", re.IGNORECASE)
_LONGEST = 1_500
"""Characters of a sentence that is still read; the longest on NCI's drug pages has 284."""
_IT = re.compile(r"^\W*(?:It|They|This drug)\b")
_THIS = re.compile(r"^\W*This use\b", re.IGNORECASE)


@dataclass(slots=True)
class Outline:
    """A statement of use, or a bullet with all that holds for it."""

    lead: tuple[Text, ...]
    """Sentences of the lead paragraph; the statement itself where there is no bullet."""
    bullet: Bullet | None = None
    behind: list[Text] = field(default_factory=list)
    """Sentences behind the list that hold for this bullet."""
    branches: tuple[Bullet, ...] = ()
    """Bullets under the last of these sentences, as alternatives of each other."""
    accelerated: Text | None = None


def outlines(document: Document, is_own: Callable[[str], bool]) -> Iterator[Outline | Problem]:
    """The statements of a drug page or combination page, in reading order, and what was not understood.

    Args:
        document: the page.
        is_own: whether a sentence speaks of the drug of the page.
    """
    builder = _Builder(document, is_own)
    for section in document.sections:
        if _USE_TITLE.match(section.title) or builder.below(section):
            builder.take(section)
    builder.end()
    yield from builder.found
    yield from builder.problems


@dataclass(slots=True)
class _Builder:
    """Follows the blocks of the section."""

    document: Document
    is_own: Callable[[str], bool]
    found: list[Outline] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    lead: tuple[Text, ...] = ()
    list_start: int = 0
    branching: bool = False
    closed: bool = False
    """Whether what stands above the next list says that its entries are no uses."""
    level: int = 0
    waiting: bool = False
    """Whether the list of the lead sentence is still to come."""
    hurried: Text | None = None
    """The lead sentence, if it tells of accelerated approval."""

    def below(self, section: Section) -> bool:
        """Whether a section stands under the section of uses."""
        inside = bool(self.level and section.heading and section.heading.level > self.level)
        self.level = self.level if inside else 0
        return inside

    def end(self) -> None:
        """Report what stayed open."""
        self._miss()

    def take(self, section: Section) -> None:
        """Follow one section."""
        self.level = self.level or (section.heading.level if section.heading else 0)
        for block in section.blocks:
            if isinstance(block, Paragraph) and not self._overlong(block.text):
                self._paragraph(sentences(block.text))
            elif isinstance(block, Bullets):
                self._bullets(block)

    def _paragraph(self, found: list[Text]) -> None:
        self.branching = False
        if found and opens_list(found[-1].plain):
            sorts = [self._sort(sentence) for sentence in found]
            self.closed = sorts[-1] not in {Sort.USE, Sort.QUALIFIER}
            if Sort.USE in sorts and not self.closed:
                self._open(tuple(found[sorts.index(Sort.USE) :]))
                return
        last: Outline | None = None
        for sentence in found:
            last = self._sentence(sentence, last)

    def _open(self, lead: tuple[Text, ...]) -> None:
        """Begin a list."""
        self._miss()
        self.lead, self.list_start, self.waiting = lead, len(self.found), True
        self.hurried = next((text for text in lead if is_accelerated(text.plain)), None)

    def _miss(self) -> None:
        """Report a lead sentence whose list never came."""
        if self.waiting:
            self._unread(self.lead[0])
        self.waiting = False

    def _sort(self, sentence: Text) -> Sort:
        """What a sentence does; one about another drug does nothing here."""
        sort = sort_of(sentence.plain)
        if sort in {Sort.USE, Sort.ACCELERATED} and not self.is_own(sentence.plain):
            return Sort.ASIDE
        return sort

    def _sentence(self, sentence: Text, last: Outline | None) -> Outline | None:
        """Follow one sentence; `last` is the statement that the same paragraph made before it."""
        match self._sort(sentence):
            case Sort.USE:
                self.found.append(Outline((sentence,)))
                return self.found[-1]
            case Sort.ACCELERATED:
                for outline in [last] if last and _THIS.match(sentence.plain) else self.found:
                    outline.accelerated = sentence
            case Sort.BRAND_SCOPE | Sort.QUALIFIER:
                self._qualify(sentence, last)
            case Sort.DENIED:
                self._denied(sentence)
            case Sort.UNREAD:
                self._unread(sentence)
            case _:
                pass
        return last

    def _qualify(self, sentence: Text, last: Outline | None) -> None:
        current = self.found[self.list_start :]
        only_last = (
            _IT.match(sentence.plain) and len(current) > 1 and bool(current[-1].bullet and current[-1].bullet.children)
        )
        targets = [last] if last else current[-1:] if only_last else current
        for outline in targets:
            outline.behind.append(sentence)
        self.branching = opens_list(sentence.plain) and bool(targets)
        if not targets:
            self._unread(sentence)

    def _bullets(self, block: Bullets) -> None:
        if self.closed:
            self.closed = False
            return
        items = [item for item in block.items if not any(self._overlong(bullet.text) for bullet in item.walk())]
        if self.branching:
            branches = tuple(b for b in items if not is_bold(b.text))
            if self.found and branches:
                self.found[-1].branches = branches
                items = [b for b in items if is_bold(b.text)]
        self.branching = False
        if items and not self.lead:
            self._unread(items[0].text)
            return
        self.waiting = self.waiting and not items
        # Where each bullet has a purpose of its own, the lead's intent holds for none.
        for bullet in items:
            if is_purpose(bullet.text):
                self._unread(bullet.text, Severity.WARNING)
        items = [bullet for bullet in items if not is_purpose(bullet.text)]
        self.found.extend(Outline(self.lead, bullet, accelerated=self.hurried) for bullet in items)

    def _overlong(self, text: Text) -> bool:
        """Report a sentence that is too long for one: the time that it takes to read would grow with its square."""
        if longest_sentence(text) <= _LONGEST:
            return False
        page = self.document.page
        message = f"a sentence of more than {_LONGEST} characters was not read; split it"
        where = text.source
        self.problems.append(
            Problem("overlong-sentence", Severity.WARNING, message, page.path, where, page.line_of(where.start))
        )
        return True

    def _denied(self, sentence: Text) -> None:
        """Note what the drug is not approved for: no use, and no later sentence may make one of it."""
        page, where = self.document.page, sentence.source
        message = f'"{_shown(sentence)}" says what the drug is not approved for; it gives no use'
        self.problems.append(Problem("denied-use", Severity.NOTE, message, page.path, where, page.line_of(where.start)))

    def _unread(self, sentence: Text, severity: Severity = Severity.NOTE) -> None:
        message = f'"{_shown(sentence)}" was not understood and gives no fact'
        page = self.document.page
        line = page.line_of(sentence.source.start)
        self.problems.append(Problem("unread-sentence", severity, message, page.path, sentence.source, line))


def _shown(sentence: Text) -> str:
    """A sentence as a message can quote it."""
    return sentence.plain if len(sentence.plain) <= 80 else sentence.plain[:77] + "..."
