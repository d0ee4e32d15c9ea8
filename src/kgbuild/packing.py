"""What a page gave, and what a build reported, as bytes and back: to be sent between processes, or kept.

As MessagePack that is checked against the types when it is read, so that bytes
of another edition, or damaged ones, are refused and never run. Triples are in
it as lines, a tenth of the cost of pickling terms.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

import msgspec

from kgbuild.reporting import Finding, Tally
from kgbuild.spools import Records

if TYPE_CHECKING:
    from kgbuild.accounting import PageResult

_FASTEST = 1
"""Level of zlib: N-Triples shrink to a tenth at any; a higher level costs more than writing the difference."""

_Noun = TypeVar("_Noun")


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a build ended that can be recognised."""

    tally: Tally
    packed: tuple[str, ...]
    """Its findings, each as `Records` packs it."""
    written: dict[str, str]
    """File name -> SHA-256."""

    @property
    def findings(self) -> Records[Finding]:
        """What was found."""
        return Records(Finding, self.packed)


class UnpackError(ValueError):
    """Bytes are damaged, or were packed by another edition of kgbuild."""


def pack_page(result: PageResult) -> bytes:
    """A page's result as bytes."""
    return _pack(result)


def unpack_page(packed: bytes) -> PageResult:
    """The result that was packed.

    Raises:
        UnpackError: these are no such bytes.
    """
    from kgbuild.accounting import PageResult  # which is at hand where there are pages to read, and costs others 40 ms

    return _unpack(packed, PageResult)


def pack_outcome(outcome: Outcome) -> bytes:
    """The outcome of a build as bytes."""
    return _pack(outcome)


def unpack_outcome(packed: bytes) -> Outcome:
    """The outcome that was packed.

    Raises:
        UnpackError: these are no such bytes.
    """
    return _unpack(packed, Outcome)


def _pack(noun: object) -> bytes:
    return zlib.compress(msgspec.msgpack.encode(noun), _FASTEST)


def _unpack(packed: bytes, kind: type[_Noun]) -> _Noun:
    try:
        noun = msgspec.msgpack.decode(zlib.decompress(packed), type=kind)
    except (zlib.error, msgspec.MsgspecError, ValueError) as error:
        raise UnpackError(str(error)) from error
    return noun
