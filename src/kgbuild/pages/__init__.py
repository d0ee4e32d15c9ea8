"""Files -> pages: the decoded text, its front matter and its SHA-256; what cannot be read, as problems.

A page that is rejected costs nothing but itself: one problem of severity ERROR
says why, with the line, and the others go on.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from hashlib import sha256
from itertools import groupby

from kgbuild.model import Lines, Page, Problem, Severity
from kgbuild.pages.files import find_sources, read_bytes
from kgbuild.pages.front_matter import read_front_matter
from kgbuild.pages.metadata import check_metadata
from kgbuild.pages.remote import RemoteSource, read_remote
from kgbuild.pages.slugs import slug_of
from kgbuild.pages.sources import SIZE_LIMIT, Source

__all__ = ["SIZE_LIMIT", "Source", "distinct", "find_sources", "parse_page", "read_pages"]

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")
_INVISIBLE = re.compile("[\x85\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_BOM = "\ufeff"


def read_pages(inputs: Sequence[str], *, limit: int = SIZE_LIMIT) -> Iterator[Page | Problem]:
    """Read the pages that the inputs name, sorted by name; the order of the inputs changes nothing.

    Args:
        inputs: files, folders (searched whole for ``*.md``, hidden ones left out), globs, ``-`` for standard input.
            Addresses such as ``s3://bucket/folder`` are read as the local ones are.
        limit: bytes a file may have.

    Yields:
        Each page once, behind the warnings about it, and a problem for each that is rejected.
    """
    read = contents(find_sources(inputs), limit)
    yield from distinct(found for shown, data in read for found in page_of(data, shown))


def contents(sources: Iterable[Source | Problem], limit: int) -> Iterator[tuple[str, bytes | Problem]]:
    """The name and the bytes of each file; those of other machines come many at a time, since each takes its while."""
    for is_remote, run in groupby(sources, key=lambda source: isinstance(source, RemoteSource)):
        if is_remote:
            yield from read_remote((source for source in run if isinstance(source, RemoteSource)), limit)
            continue
        for source in run:
            yield (source.page, source) if isinstance(source, Problem) else (source.shown, read_bytes(source, limit))


def page_of(data: bytes | Problem, shown: str) -> Iterator[Page | Problem]:
    """The page of a file behind the warnings about it, or the reason why it is rejected."""
    if isinstance(data, Problem):
        yield data
    else:
        yield from parse_page(data, shown)


def distinct(found: Iterable[Page | Problem]) -> Iterator[Page | Problem]:
    """Reject each page whose slug an earlier one bears: neither may overwrite the other."""
    bearers: dict[str, str] = {}
    for item in found:
        if isinstance(item, Page) and bearers.setdefault(item.slug, item.path) != item.path:
            message = (
                f"its slug {item.slug!r} is that of {bearers[item.slug]} already, which is kept; "
                "give one of the two another `url`"
            )
            yield Problem("duplicate-slug", Severity.ERROR, message, item.path)
        else:
            yield item


def parse_page(data: bytes, path: str) -> Iterator[Page | Problem]:
    """Decode the bytes of a file and read its front matter.

    Args:
        data: the file.
        path: the name under which messages show it, and from which the slug is made where the page gives no address.

    Yields:
        The page behind the warnings about it, or the one problem for which it is rejected.
    """
    text = _decode(data, path)
    if isinstance(text, Problem):
        yield text
        return
    front = read_front_matter(text, path)
    if isinstance(front, Problem):
        yield front
        return
    checked = check_metadata(front, path)
    if isinstance(checked, Problem):
        yield checked
        return
    yield from (*front.problems, *checked.problems, *_invisible(text, path))
    slug = slug_of(checked.entries.get("url"), path)
    yield Page(path, slug, text, sha256(data).hexdigest(), front.body, checked.entries)


def _decode(data: bytes, path: str) -> str | Problem:
    """The text, line ends and byte order mark kept, so that offsets are those of the file."""
    if not data.strip():
        return Problem("empty-file", Severity.ERROR, "the file is empty; leave it out", path)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        seen = "UTF-16" if data.startswith(_UTF_16) else f"byte 0x{data[error.start]:02x} at offset {error.start}"
        return Problem("not-utf-8", Severity.ERROR, f"{seen} is not UTF-8; save the file as UTF-8", path, line=line)
    if match := _CONTROL.search(text):
        message = f"control character U+{ord(match[0]):04X} in the text; remove it"
        return Problem("control-character", Severity.ERROR, message, path, line=Lines(text).line(match.start()))
    return text


def _invisible(text: str, path: str) -> Iterator[Problem]:
    """Report characters that nobody sees, which make equal names unequal; the one byte order mark is none."""
    if text.isascii():
        return
    start = len(_BOM) if text.startswith(_BOM) else 0
    if match := _INVISIBLE.search(text, start):
        count = len(_INVISIBLE.findall(text, start))
        message = f"{count} invisible characters, the first U+{ord(match[0]):04X}; names are read without them"
        line = Lines(text).line(match.start())
        yield Problem("invisible-character", Severity.WARNING, message, path, line=line)
