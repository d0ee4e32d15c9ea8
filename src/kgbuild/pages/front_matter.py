"""The front matter of a file as it is written: nothing typed, nothing lost in silence.

python-frontmatter finds it, PyYAML's C parser reads it event by event, so that no
tag runs, no alias is followed, nothing recurses, and ``no`` and ``1.10`` stay texts.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

import yaml
from frontmatter.default_handlers import YAMLHandler

from kgbuild.model import Lines, MetadataValue, Problem, Severity

_LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
_HARMLESS_TAGS = {None, "!", "tag:yaml.org,2002:str", "tag:yaml.org,2002:seq", "tag:yaml.org,2002:map"}
_MAX_DEPTH = 20
_TOO_DEEP = f"nested more than {_MAX_DEPTH} deep; make it flat"
_BOUNDARY = re.compile(r"(?:\A\ufeff?\s*|(?<=[\r\n]))-{3,}[ \t]*(?:\r\n|\r|\n|\Z)")


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """The entries in the order of the file, and where the page's text begins."""

    entries: Mapping[str, MetadataValue] = field(hash=False)
    lines: Mapping[str, int] = field(hash=False)
    """Key -> one-based line of the file."""
    body: int
    """Offset of the first code point behind the line of the closing fence."""
    problems: tuple[Problem, ...] = ()
    """Warnings: entries that were left out."""


def read_front_matter(text: str, path: str) -> FrontMatter | Problem:
    r"""Read the block between the first two lines of ``---``.

    Returns:
        The front matter, or the problem for which the page is rejected: there is none, its end is missing, it is no
        YAML mapping, a key comes twice, a YAML tag or alias is used, nothing stands below it.

    >>> read_front_matter("---\nversion: 1.10\ntags: [a, no]\n---\nBody", "a.md").entries
    {'version': '1.10', 'tags': ('a', 'no')}
    >>> read_front_matter("---\ntitle: A\n", "a.md").code
    'unterminated-front-matter'
    """
    handler = _Handler()
    fence = _BOUNDARY.match(text)
    if not fence:
        message = "set aside: it does not begin with front matter between two lines of `---`; add it if it is a page"
        return Problem("missing-front-matter", Severity.WARNING, message, path, line=1)
    try:
        block, content = handler.split(text)
    except ValueError:
        message = "the front matter has no closing line `---`; add it"
        return Problem("unterminated-front-matter", Severity.ERROR, message, path, line=1)
    first = Lines(text[: fence.end()]).line(fence.end())
    try:
        handler.load(block)
    except _FlawError as flaw:
        return Problem(flaw.code, Severity.ERROR, flaw.message, path, line=first + flaw.line)
    if not content.strip():
        message = "nothing stands below the front matter; give the page its text or leave it out"
        return Problem("empty-body", Severity.ERROR, message, path, line=Lines(text).line(len(text)))
    entries = handler.entries
    lines = {key: first + line for key, line in entries.lines.items()}
    problems = tuple(_nested(key, path, lines[key]) for key in entries.nested)
    return FrontMatter(entries.values, lines, len(text) - len(content), problems)


def _nested(key: str, path: str, line: int) -> Problem:
    message = f"`{key}` is nested and is left out; make it one text or a list of texts"
    return Problem("nested-metadata", Severity.WARNING, message, path, line=line)


class _FlawError(Exception):
    """The block cannot be read; never leaves this module."""

    def __init__(self, code: str, message: str, line: int = 0) -> None:
        super().__init__(code)
        self.code = code
        self.message = message
        self.line = line
        """Zero-based, from the first line of the block."""


class _Handler(YAMLHandler):
    """python-frontmatter's YAML handler, for any line ends and with our reading of YAML."""

    FM_BOUNDARY = _BOUNDARY

    def load(self, fm: str, **_: object) -> dict[str, MetadataValue]:
        """Read the block into `entries`; raises `_FlawError`."""
        self.entries = entries = _Entries()
        try:
            for event in yaml.parse(fm, Loader=_LOADER):
                entries.take(event)
        except yaml.MarkedYAMLError as error:
            line = error.problem_mark.line if error.problem_mark else 0
            if "nesting" in (error.problem or ""):  # libyaml 0.2.6 looks ahead, and has a limit of its own
                raise _FlawError("nested-metadata", _TOO_DEEP, line) from error
            raise _FlawError("bad-yaml", f"{error.problem}; put the value in quotes", line) from error
        except yaml.YAMLError as error:
            raise _FlawError("bad-yaml", f"{error}; put the value in quotes".replace("\n", " ")) from error
        if entries.depth or not entries.lines:
            raise _FlawError("empty-front-matter", "the front matter holds no entry; add title, url, license, citation")
        return entries.values


@dataclass(slots=True)
class _Entries:
    """Follows YAML events; never deeper than it must."""

    values: dict[str, MetadataValue] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)
    nested: list[str] = field(default_factory=list)
    depth: int = 0
    key: str | None = None
    items: list[str] | None = None
    """What the list under `key` holds so far; None while the value is no plain list."""

    def take(self, event: yaml.Event) -> None:
        """Follow one event."""
        line = event.start_mark.line if event.start_mark else 0
        if isinstance(event, yaml.AliasEvent):
            raise _FlawError("yaml-alias", f"alias `*{event.anchor}`; write the value out", line)
        if isinstance(event, yaml.DocumentStartEvent) and self.lines:
            raise _FlawError("bad-yaml", "a second YAML document begins; remove it", line)
        if isinstance(event, yaml.CollectionEndEvent):
            self._close()
        elif isinstance(event, yaml.NodeEvent):
            tag = getattr(event, "tag", None)
            if tag not in _HARMLESS_TAGS:
                raise _FlawError("yaml-tag", f"YAML tag `{tag}`; write plain text", line)
            if isinstance(event, yaml.ScalarEvent):
                self._scalar(event.value, line)
            else:
                self._open(event, line)

    def _scalar(self, value: str, line: int) -> None:
        if self.depth == 0:
            raise _FlawError("not-a-mapping", "the front matter is one text; write `key: value` lines", line)
        if self.depth == 1 and self.key is None:
            if not value or value in self.lines:
                seen = f"key `{value}` stands in line {self.lines[value] + 2} too" if value else "a key is empty"
                raise _FlawError("duplicate-key", f"{seen}; keep one of them", line)
            self.key = value
            self.lines[value] = line
        elif self.depth == 1 and self.key is not None:
            self.values[self.key] = value
            self.key = None
        elif self.depth == 2 and self.items is not None:
            self.items.append(value)

    def _open(self, event: yaml.NodeEvent, line: int) -> None:
        self.depth += 1
        is_list = isinstance(event, yaml.SequenceStartEvent)
        if self.depth > _MAX_DEPTH:
            raise _FlawError("nested-metadata", _TOO_DEEP, line)
        if self.depth == 1 and is_list:
            raise _FlawError("not-a-mapping", "the front matter is a list; write `key: value` lines", line)
        if self.depth == 2 and self.key is None:
            raise _FlawError("bad-yaml", "a key is a list or a mapping; make it a text", line)
        self.items = [] if is_list and self.depth == 2 else None

    def _close(self) -> None:
        self.depth -= 1
        if self.depth == 1 and self.key is not None:
            if self.items is None:
                self.nested.append(self.key)
            else:
                self.values[self.key] = tuple(self.items)
            self.key = None
