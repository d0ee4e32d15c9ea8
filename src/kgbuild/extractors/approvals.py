"""The answer under "FDA Approved"."""

from __future__ import annotations

from collections.abc import Iterator

from kgbuild.extractors._labelled import APPROVED, labelled
from kgbuild.extractors._reading import shortened, through, warning
from kgbuild.facts import Approval, ApprovalStatus
from kgbuild.model import Document, Problem

_ANSWERS = {
    "yes": ApprovalStatus.APPROVED,
    "no longer available in the us": ApprovalStatus.NO_LONGER_AVAILABLE,
    "no longer available in the united states": ApprovalStatus.NO_LONGER_AVAILABLE,
}


def read(document: Document) -> Iterator[Approval | Problem]:
    """Read the answer; any other than the two that NCI prints is reported, and so are two that differ."""
    first: Approval | None = None
    for found in labelled(document, APPROVED):
        answer = found.lines[0] if found.lines else found.label
        status = _ANSWERS.get(answer.plain.casefold().replace(".", "").strip())
        if status is None:
            seen = shortened(answer.plain)
            message = f"{seen} does not answer FDA Approved; expected 'Yes' or 'No longer available in the U.S.'"
            yield warning(document, "unread-approval", message, answer.source)
        elif first is None:
            first = Approval(status, (through(found.label.span(0, 1), answer.span(0, len(answer.plain))),))
            yield first
        elif first.status is not status:
            message = f"{shortened(answer.plain)} contradicts the answer above, which is kept; remove one"
            yield warning(document, "contradictory-approval", message, answer.source)
