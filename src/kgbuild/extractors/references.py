"""Where the page sends its reader, and the NCIt code in the address of its trials."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from urllib.parse import parse_qsl, quote_plus, urlsplit

from kgbuild.addresses import host, web_address
from kgbuild.extractors._labelled import is_subject_page
from kgbuild.extractors._reading import shortened, texts, warning
from kgbuild.facts import Code, Reference, ReferenceKind
from kgbuild.model import Document, Link, Problem, Span, Text

_SETID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_TRIALS = "/research/participate/clinical-trials/intervention/"
_CODE = re.compile(r"C[1-9][0-9]{1,6}")
_PATHS = (
    (ReferenceKind.LABEL, "dailymed.nlm.nih.gov", re.compile(r"/dailymed/drugInfo\.cfm")),
    (ReferenceKind.LABEL_SEARCH, "dailymed.nlm.nih.gov", re.compile(r"/dailymed/search\.cfm")),
    (ReferenceKind.DICTIONARY, "www.cancer.gov", re.compile(r"/publications/dictionaries/cancer-drug/def/[\w%-]+")),
    (ReferenceKind.MEDLINE_PLUS, "medlineplus.gov", re.compile(r"/druginfo/meds/[\w-]+\.html")),
    (ReferenceKind.TRIALS, "www.cancer.gov", re.compile(re.escape(_TRIALS) + r"[^/]+")),
)
_BEGINNINGS = ("/dailymed/", "/publications/dictionaries/cancer-drug/", "/druginfo/meds/", _TRIALS)
"""One of these stands in the path of each: most links lead elsewhere, and taking an address apart is dear."""
_PROMISES = re.compile(r"\bDailyMed\b|\bNCI Drug Dictionary\b|^Find Clinical Trials\b", re.IGNORECASE)


def read(document: Document) -> Iterator[Reference | Code | Problem]:
    """Read every address of a kind that NCI gives for a drug, each once, and the code of the drug.

    A link whose words promise such an address and which leads elsewhere is reported; so are a code that is none, and
    two codes, of which none is taken.
    """
    if not is_subject_page(document):
        return
    found: dict[str, Reference] = {}
    codes: dict[str, Span] = {}
    for text, link in _links(document):
        meant = _meant(link.target)
        if meant is None:
            if _TRIALS in link.target or _PROMISES.search(text.plain[link.start : link.end]):
                message = f"the link leads to {shortened(link.target)}, which is not what its words promise; correct it"
                yield warning(document, "unexpected-address", message, text.span(link.start, link.end))
            continue
        span = text.span(link.start, link.end)
        kind, url = meant
        if kind is ReferenceKind.TRIALS:
            code = url.rpartition("/")[2]
            if not _CODE.fullmatch(code):
                message = f"{shortened(code)} is no NCIt code; expected C and digits, such as C2668"
                yield warning(document, "bad-code", message, _behind(document, link, span))
                continue
            codes.setdefault(code, _behind(document, link, span))
        found.setdefault(url, Reference(kind, url, (span,)))
    labels = [reference for reference in found.values() if reference.kind is ReferenceKind.LABEL]
    several = len(labels) > 1  # none of them is the label then: they are what a search would find
    for reference in found.values():
        yield replace(reference, kind=ReferenceKind.LABEL_SEARCH) if several and reference in labels else reference
    yield from _code(document, codes)


def _code(document: Document, codes: dict[str, Span]) -> Iterator[Code | Problem]:
    if len(codes) > 1:
        message = f"the trial links give several codes, {' and '.join(codes)}; keep the drug's own"
        yield warning(document, "several-codes", message, [*codes.values()][1])
    else:
        yield from (Code(code, (span,)) for code, span in codes.items())


def _links(document: Document) -> Iterator[tuple[Text, Link]]:
    for section in document.sections:
        for text in texts(section):
            yield from ((text, link) for link in text.links)


@lru_cache(maxsize=4096)
def _meant(target: str) -> tuple[ReferenceKind, str] | None:
    """Of what kind the target of a link is, and its address without what only says who looks at it."""
    address = web_address(target)
    if address is None or not any(begin in address for begin in _BEGINNINGS):
        return None
    parts, at = urlsplit(address), host(address)
    path = parts.path.rstrip("/")
    kind = next((kind for kind, where, form in _PATHS if at == where and form.fullmatch(path)), None)
    url = f"{parts.scheme}://{at}{path}"
    if kind is ReferenceKind.LABEL:
        setid = dict(parse_qsl(parts.query)).get("setid", "")
        return (kind, f"{url}?setid={setid}") if _SETID.fullmatch(setid) else None
    if kind is ReferenceKind.LABEL_SEARCH:
        query = [(key, value) for key, value in parse_qsl(parts.query) if key != "audience"]
        asked = "&".join(f"{quote_plus(key)}={quote_plus(value)}" for key, value in query)
        return (kind, f"{url}?{asked}") if asked else None
    return (kind, url) if kind else None


def _behind(document: Document, link: Link, span: Span) -> Span:
    """The link's words and its address, where the file has it right behind them."""
    at = document.page.text.find("](", span.end - 1, span.end + 3)
    end = document.page.text.find(")", at) if at >= 0 else -1
    return Span(span.start, end + 1) if 0 <= at < end <= at + len(link.target) + 40 else span
