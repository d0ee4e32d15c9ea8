"""What a combination is made of: the table of a combination page, or the sentence of a fixed combination's page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain

from kgbuild.clauses.keywords import Keyed, lowered
from kgbuild.clauses.passages import sentences
from kgbuild.concept import Mention
from kgbuild.extractors._reading import drug_page, mention, shortened, through, warning
from kgbuild.extractors._subjects import Subject, own_names
from kgbuild.facts import Components
from kgbuild.model import Bullets, Document, PageKind, Paragraph, Problem, Table, Text

_HEAD = re.compile(r"^drugs in the .+ combination\b", re.IGNORECASE)
_SIGN = re.compile(r"^[\s=+–-]*")
_BRAND = re.compile(r"\s*\([^()]*\)\s*$")
_FORMS = Keyed(
    r"^(?P<subject>[^,;:()]+?) (?:is|consists of|combines) (?:an? )?"
    r"(?:(?:fixed-dose )?combination(?: form| drug| product| pill| tablet)? (?:of|containing|that contains)"
    r"|(?:(?:two|three|four) )?drugs\b[^:.]*:|(?:two|three|four) [\w-]+(?: [\w-]+){0,2},) (?P<list>.+)$",
    re.IGNORECASE,
)
_APPOSED = Keyed(
    r"^(?P<subject>this (?:[\w-]+ ){0,3}combination|it) (?:consists of|combines) "
    r"(?P<one>[^,;:()]+?), an? [^,;:]+, and (?P<other>[^,;:()]+?), an? [^,;:]+[.,]?",
    re.IGNORECASE,
)
"""Two drugs, each told by what it is: "consists of A, a type of ..., and B, a drug that ..."."""
_NEXT = re.compile(r"\s*,\s*(?:and\s+)?|\s+and\s+")
_CATEGORY = re.compile(
    r"(?:the|an?)?\s*(?:[\w-]+\s+){0,3}?(?:antibody|enzyme|hormone|drug|agent|inhibitor|protein)s?\s+(?:called\s+)?",
    re.IGNORECASE,
)
_END = re.compile(
    r",?\s+(?:which|that|given|used|contained|in one|in a single)\b"
    r"|,\s+an?\s+(?:[\w-]+\s+){0,3}?(?:form|version)\b|[.;]"
)


def read(document: Document) -> Iterator[Components | Problem]:
    """Read the components, in the order of the page.

    A form of one drug ("is a form of X that is given as an injection") is no combination. A combination page without
    its list, and a row or a sentence in which no drug can be told, are reported.
    """
    if document.kind is PageKind.COMBINATION:
        yield from _from_list(document)
    elif document.kind is PageKind.DRUG:
        for block in chain.from_iterable(section.blocks for section in document.sections):
            for sentence in sentences(block.text) if isinstance(block, Paragraph) and _may_tell(block.text) else ():
                yield from _from_sentence(document, sentence)


def _may_tell(paragraph: Text) -> bool:
    """Whether a sentence of a paragraph may have one of the two forms."""
    low = lowered(paragraph.plain)
    return _FORMS.may_match(low) or _APPOSED.may_match(low)


def _from_list(document: Document) -> Iterator[Components | Problem]:
    """Rows or bullets right below "Drugs in the ... combination:"."""
    drugs: list[Mention] = []
    head: Text | None = None
    for above, block in _headed(document):
        if above and _HEAD.match(above.plain) and not drugs:
            head = above
            found = list(_read_rows(document, block))
            drugs.extend(each for each in found if isinstance(each, Mention))
            yield from (each for each in found if isinstance(each, Problem))
    if drugs and head:
        yield Components(tuple(drugs), (through(head.span(0, 1), drugs[-1].span),))
    elif document.title:
        message = "no drug stands below 'Drugs in the ... combination'; add the list"
        yield warning(document, "missing-components", message, document.title.source)


def _read_rows(document: Document, block: Table | Bullets) -> Iterator[Mention | Problem]:
    for text in _rows(block):
        found = list(_in_row(text))
        yield from found
        if not found:
            message = f"no drug can be told in {shortened(text.plain)}; correct the row"
            yield warning(document, "unread-component", message, text.source)


def _headed(document: Document) -> Iterator[tuple[Text | None, Table | Bullets]]:
    """Each table and run of bullets with the paragraph or heading right above it."""
    for section in document.sections:
        above = section.heading.text if section.heading else None
        for block in section.blocks:
            if isinstance(block, Paragraph):
                above = block.text
            else:
                yield above, block


def _rows(block: Table | Bullets) -> Iterator[Text]:
    if isinstance(block, Table):
        yield from (cells[-1] for row in block.rows if (cells := [cell for cell in row if cell]) and row[-1])
    else:
        yield from (bullet.text for item in block.items for bullet in item.walk())


def _in_row(text: Text) -> Iterator[Mention]:
    """The linked drugs of a row; without links, what stands before the brand in brackets."""
    linked = [link for link in text.links if drug_page(link)]
    for link in linked:
        if name := mention(text, link.start, link.end):
            yield name
    if not linked:
        sign, brand = _SIGN.match(text.plain), _BRAND.search(text.plain)
        name = mention(text, sign.end() if sign else 0, brand.start() if brand else len(text.plain))
        if name and any(char.isalpha() for char in name.text):
            yield name


def _from_sentence(document: Document, sentence: Text) -> Iterator[Components | Problem]:
    apposed = _APPOSED.match(sentence.plain)
    if apposed:
        pair = (mention(sentence, *apposed.span(name)) for name in ("one", "other"))
        yield Components(tuple(name for name in pair if name), (sentence.span(0, len(sentence.plain)),))
        return
    match = _FORMS.match(sentence.plain)
    if not match or own_names(document).subject(match["subject"]) is Subject.OTHER:
        return
    start = match.start("list")
    quote = (sentence.span(0, len(sentence.plain)),)
    drugs = tuple(_in_list(sentence, start))
    if len(drugs) > 1:
        yield Components(drugs, quote)
    else:
        message = f"which drugs {shortened(sentence.plain)} names cannot be told; name two or more"
        yield warning(document, "unread-component", message, sentence.source)


def _in_list(sentence: Text, start: int) -> Iterator[Mention]:
    words = re.sub(r"\([^()]*\)", lambda gloss: " " * len(gloss[0]), sentence.plain)
    stop = match.start() if (match := _END.search(words, start)) else len(words)
    for end, following in [*((m.start(), m.end()) for m in _NEXT.finditer(words, start, stop)), (stop, stop)]:
        category = _CATEGORY.match(words, start, end)
        first = category.end() if category and category.end() < end else start
        last = first + len(words[first:end].rstrip())
        if last > first and (name := mention(sentence, first, last)):
            yield name
        start = following
