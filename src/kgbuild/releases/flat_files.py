"""The lines of a FLAT release: zipped, gzipped or plain, read as a stream and never beyond its bounds."""

from __future__ import annotations

import gzip
import lzma
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from io import BufferedReader
from pathlib import Path, PurePosixPath
from typing import BinaryIO, cast

from kgbuild.errors import ReleaseError

LONGEST_LINE = 1 << 20
"""Bytes; the longest of a release, a concept with hundreds of synonyms, has some ten thousand."""
LARGEST = 4 << 30
"""Bytes unpacked; a release has some hundred million."""
RATIO = 100
"""Bytes unpacked for one that is packed; a release has 5 to 10."""
_RATIO_FREE = 16 << 20
"""Bytes unpacked up to which the ratio does not matter: the first lines may be very much alike."""
_METHODS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA}
_DAMAGES = (
    *(zipfile.BadZipFile, gzip.BadGzipFile, EOFError, zlib.error, lzma.LZMAError),
    *(NotImplementedError, UnicodeDecodeError),  # of zipfile: features and names that no archive of NCI has
)
_ENCRYPTED = 1
_ZIP, _GZIP, _UTF_16 = (b"PK",), (b"\x1f\x8b",), (b"\xff\xfe", b"\xfe\xff")
_BOM = b"\xef\xbb\xbf"


def numbered_lines(release: Path) -> Iterator[tuple[int, str]]:
    """Give the lines, counted from 1, without their ends; a carriage return within a line is read as a blank.

    Whether the file is a zip archive, gzip or plain text is told by its first bytes, not by its name. In an archive the
    one member called ``Thesaurus*.txt`` is read.

    Raises:
        ReleaseError: the file or its archive is damaged or cut off, holds no such member or several, is not UTF-8, or
            unpacks to more than a release can have.
    """
    number = 0
    try:
        start = _first_bytes(release)
        bound = _bound(release, packed=start.startswith((*_ZIP, *_GZIP)))
        with _opened(release, start) as raw:
            for number, line in _bounded(release, raw, bound):
                yield number, _decoded(release, number, line)
    except _DAMAGES as error:
        told = f"the archive is damaged or cut off behind line {number} ({error})"
        raise ReleaseError(f"{release}: {told}; fetch it again") from error
    except OSError as error:
        if error.errno is None:  # of bz2, which has no error of its own
            raise ReleaseError(
                f"{release}: the archive is damaged behind line {number} ({error}); fetch it again"
            ) from error
        raise ReleaseError(f"{release}: cannot be read ({error.strerror or error}); name a file to import") from error


def _first_bytes(release: Path) -> bytes:
    with release.open("rb") as file:
        return file.read(4)


def _bound(release: Path, *, packed: bool) -> int:
    """How many bytes may come out of the file."""
    return min(LARGEST, max(_RATIO_FREE, RATIO * release.stat().st_size)) if packed else LARGEST


def _bounded(release: Path, raw: BinaryIO, bound: int) -> Iterator[tuple[int, bytes]]:
    """The lines with their numbers, as long as they and their sum stay within bounds."""
    taken = 0
    for number, line in enumerate(iter(partial(raw.readline, LONGEST_LINE + 1), b""), start=1):
        taken += len(line)
        if taken > bound or len(line) > LONGEST_LINE:
            raise ReleaseError(f"{release}:{number}: {_excess(len(line), bound)}; this is no release of NCIt")
        yield number, line


def _excess(line: int, bound: int) -> str:
    if line > LONGEST_LINE:
        return f"the line is longer than {LONGEST_LINE} bytes"
    return f"it unpacks to more than {bound} bytes, {RATIO} times what is packed, or {LARGEST} in all"


@contextmanager
def _opened(release: Path, start: bytes) -> Iterator[BinaryIO]:
    """The bytes of the text."""
    if start.startswith(_ZIP):
        with zipfile.ZipFile(release) as archive, archive.open(_member(release, archive)) as member:
            # The member's own readline is written in Python, the reader's in C.
            yield cast("BinaryIO", BufferedReader(member, 1 << 16))
    elif start.startswith(_GZIP):
        with gzip.open(release) as unpacked:
            yield cast("BinaryIO", unpacked)
    else:
        with release.open("rb") as file:
            yield file


def _member(release: Path, archive: zipfile.ZipFile) -> zipfile.ZipInfo:
    """The one text of the archive that is a release."""
    texts = [info for info in archive.infolist() if PurePosixPath(info.filename).match("Thesaurus*.txt")]
    names = ", ".join(info.filename for info in (texts or archive.infolist())[:10]) or "nothing"
    if not texts:
        raise ReleaseError(f"{release}: the archive holds {names}, and no Thesaurus.txt; take a Thesaurus.FLAT.zip")
    if len(texts) > 1:
        raise ReleaseError(f"{release}: the archive holds {names}; unpack it and import one of them")
    if texts[0].flag_bits & _ENCRYPTED or texts[0].compress_type not in _METHODS:
        raise ReleaseError(f"{release}: {names} is encrypted or packed in an unknown way; unpack it first")
    return texts[0]


def _decoded(release: Path, number: int, line: bytes) -> str:
    """One line as text."""
    if number == 1:
        if line.startswith(_UTF_16):
            raise ReleaseError(f"{release}:1: this is UTF-16; save the file as UTF-8")
        line = line.removeprefix(_BOM)
    try:
        text = line.decode("utf-8")
    except UnicodeDecodeError as error:
        seen = f"byte 0x{line[error.start]:02x} in column {error.start + 1}"
        raise ReleaseError(f"{release}:{number}: {seen} is not UTF-8; save the file as UTF-8") from error
    text = text.rstrip("\r\n")
    return text.replace("\r", " ") if "\r" in text else text
