"""What the page is about: the heading's name, and how it is pronounced."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain

from kgbuild.extractors._labelled import is_subject_page
from kgbuild.extractors._reading import lines, mention, shortened, warning
from kgbuild.facts import GenericName, Pronunciation
from kgbuild.model import Document, Paragraph, Problem, Section, Severity, Text
from kgbuild.naming import is_mixed_script

_IN_BRACKETS = re.compile(r"^\((?P<inside>[^()]+)\)\.?$")
_SYLLABLES = r"[A-Z]{1,7}|[a-z']{1,7}"
_RESPELT = re.compile(rf"(?:{_SYLLABLES})(?:-(?:{_SYLLABLES}))*[,;]?")
_STRESSED = re.compile(r"[a-z']-[A-Z]|[A-Z]-[a-z']")
_LEFT_OUT = re.compile(r"\.{3}|…")


def read(document: Document) -> Iterator[GenericName | Pronunciation | Problem]:
    """Read the name, then the pronunciation if one stands in brackets below the heading."""
    if not is_subject_page(document):
        return
    title = document.title
    name = mention(title, 0, len(title.plain)) if title else None
    if title is None or name is None:
        message = "no heading names the drug; add one of level 1"
        yield Problem("missing-name", Severity.ERROR, message, document.page.path)
        return
    yield GenericName(name, (name.span,))
    if is_mixed_script(name.text):
        message = f"{shortened(name.text)} mixes letters of several scripts; write it in Latin letters"
        yield warning(document, "mixed-script", message, name.span)
    for line in _below(document, title):
        if (match := _IN_BRACKETS.match(line.plain)) and is_respelling(match["inside"]):
            span = line.span(match.start(), match.end())
            yield Pronunciation(" ".join(match["inside"].split()), (span,))
            return


def _below(document: Document, title: Text) -> Iterator[Text]:
    """The paragraphs of the title's own section, each whole and then by line."""
    own = (section for section in document.sections if _is_headed_by(section, title))
    for block in chain.from_iterable(section.blocks for section in own):
        if isinstance(block, Paragraph):
            yield block.text
            yield from lines(block.text, document.page)


def _is_headed_by(section: Section, title: Text) -> bool:
    heading = section.heading.text if section.heading else None
    return heading is not None and heading.offsets[0] == title.offsets[0]


def is_respelling(words: str) -> bool:
    """Whether words are syllables to be spoken, the stressed ones in capitals.

    >>> is_respelling("eg-ZAM-plih-nib ... MA-layt"), is_respelling("FDA approved"), is_respelling("CAR-T cells")
    (True, False, False)
    """
    parts = [part for part in _LEFT_OUT.sub(" ", words).split() if part != "or"]
    return all(_RESPELT.fullmatch(part) for part in parts) and any(_STRESSED.search(part) for part in parts)
