"""The programme under which alone a drug is available."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain

from kgbuild.addresses import host, web_address
from kgbuild.clauses.keywords import Keyed, lowered
from kgbuild.clauses.passages import sentences
from kgbuild.extractors._labelled import is_subject_page
from kgbuild.extractors._reading import shortened, texts, warning
from kgbuild.extractors._subjects import Subject, own_names
from kgbuild.facts import Rems
from kgbuild.model import Document, Problem, Text

_ONLY = re.compile(
    r"^(?P<subject>.+?) (?:is|are) (?:now )?(?:only available|available only)"
    r" (?:as part of|through|under|by way of) (?:an?|the) (?P<program>.+)$",
    re.IGNORECASE,
)
_PROGRAM = Keyed(r"\bprograms?\b|\bREMS\b|Risk Evaluation and Mitigation", re.IGNORECASE)
_NAME = re.compile(r"\b(?:called|named|known as) (?:the )?(?P<name>(?!an? )[^(),.;]+?)(?: [Pp]rogram)?\s*(?=[(),.;]|$)")
_OWN_NAME = re.compile(r"(?P<name>(?:[A-Z][\w-]*(?:,? and)? )+REMS)\b")
_NCI = "www.cancer.gov"


def read(document: Document) -> Iterator[Rems | Problem]:
    """Read each programme; one without a name has an empty one.

    A programme of another drug, and an address that cannot be used, are reported.
    """
    if not is_subject_page(document):
        return
    for text in chain.from_iterable(texts(section) for section in document.sections):
        for sentence in sentences(text) if _PROGRAM.may_match(lowered(text.plain)) else ():
            if (match := _ONLY.match(sentence.plain)) and _PROGRAM.search(match["program"]):
                yield from _program(document, sentence, match)


def _program(document: Document, sentence: Text, match: re.Match[str]) -> Iterator[Rems | Problem]:
    if own_names(document).subject(match["subject"]) is Subject.OTHER:
        message = f"{shortened(match['subject'])} is not the drug of this page; its programme is not read"
        yield warning(document, "other-subject", message, sentence.source)
        return
    named = _NAME.search(match["program"]) or _OWN_NAME.search(match["program"])
    if named is None:
        message = "the programme has no name that was understood; it is kept as this drug's own"
        yield warning(document, "unnamed-rems", message, sentence.source)
    url = None
    for link in sentence.links:
        address = web_address(link.target)
        if address is None:
            message = f"the address {shortened(link.target)} cannot be used; correct it"
            yield warning(document, "unexpected-address", message, sentence.span(link.start, link.end))
        elif host(address) != _NCI:
            url = url or address
    yield Rems(named["name"].strip() if named else "", url, (sentence.source,))
