"""What a server answered, and what a refusal means for whoever loads."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

_LONGEST = 200
"""Characters of a server's own words that a message repeats."""
_TAG = re.compile(r"<style.*?</style>|<head.*?</head>|<[^>]*>", re.DOTALL | re.IGNORECASE)

_MEANINGS = {
    400: "the server does not take it (400)",
    403: "the user has no right to that (403); give it the right to write graphs, or load as another",
    404: "there is nothing at this address (404); give that of the Graph Store Protocol, such as .../store",
    405: "this address takes no such request (405); give that of the Graph Store Protocol",
    406: "the server cannot answer in the form that is needed (406); is this the address meant?",
    411: "the server or a proxy wants another form of request (411)",
    413: "the graph is too large for the server or a proxy before it (413); raise its limit on the size of requests",
    415: "the server takes no N-Triples (415); is this the address of a Graph Store?",
    501: "the server does not implement this (501); is this the address of a Graph Store?",
    507: "the server has no room left (507); make some",
}


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer, read to its end."""

    status: int
    text: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    """By names in small letters."""

    @property
    def kind(self) -> str:
        """Media type without parameters."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()

    @property
    def row_limit(self) -> str:
        """Beyond how many rows Virtuoso has left some out (its ResultSetMaxRows); empty where all are there."""
        return self.headers.get("x-sparql-maxrows", "")

    @property
    def is_page(self) -> bool:
        """Whether it is for a browser: a portal, a proxy's login; Virtuoso says so of empty answers as well."""
        return self.kind in {"text/html", "application/xhtml+xml"} and bool(self.text.strip())

    def words(self) -> str:
        """What the server says, short and without markup, behind a colon; empty where it says nothing.

        >>> Answer(400, "<h1>No</h1>").words()
        ': No'
        """
        words = " ".join(_TAG.sub(" ", self.text).split())
        return f": {words[:_LONGEST]}{'...' if len(words) > _LONGEST else ''}" if words else ""


def refusal(answer: Answer, *, has_told_who: bool) -> str:
    """A refusal in words, with what to do.

    >>> refusal(Answer(308, "", {"location": "https://example.org/"}), has_told_who=False)
    'the server leads to https://example.org/, which is not followed; give that address if it is meant'
    """
    status = answer.status
    if 300 <= status < 400:
        place = answer.headers.get("location") or "nowhere"
        return f"the server leads to {place}, which is not followed; give that address if it is meant"
    if status == 401:
        return _unknown(answer.headers.get("www-authenticate", ""), has_told_who=has_told_who)
    if status < 300 and answer.is_page:
        return f"a web page comes instead of an answer ({status}); is this the address meant?{answer.words()}"
    return f"{_MEANINGS.get(status, f'the server answers {status}')}{answer.words()}"


def _unknown(asked: str, *, has_told_who: bool) -> str:
    schemes = " or ".join(re.findall(r"(?:^|,\s*)(\w+)(?=\s|$)", asked)) or "nothing that it names"
    if has_told_who:
        return f"the server does not accept the credentials (401; it takes {schemes}); correct them or --auth"
    return f"the server asks who loads (401; it takes {schemes}); add --auth and give the credentials"
