"""What has been sent to an endpoint, line by line, so that a load that was broken off can go on.

A graph counts as sent only behind the line that says so; a line that was cut off counts for nothing. Losing the file
costs time, never truth: every graph is sent again.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from kgbuild.errors import StoreError


@dataclass(slots=True)
class Journal:
    """The file, and what it says."""

    file: Path
    endpoint: str
    sent: dict[str, str] = field(default_factory=dict)
    """Name of a graph -> fingerprint of what the endpoint took."""
    unfinished: int = 0
    """Graphs that an earlier load had still to send when it was broken off."""
    _out: IO[str] | None = None

    def begin(self, graphs: int) -> None:
        """A load begins that has so many graphs to send."""
        self.unfinished = graphs
        self._write({"begun": graphs})

    def sending(self, name: str) -> None:
        """From here on it is not known what the endpoint holds of a graph."""
        self.sent.pop(name, None)
        self._write({"sending": name})

    def has_sent(self, name: str, fingerprint: str) -> None:
        """The endpoint has taken a graph."""
        self.sent[name] = fingerprint
        self.unfinished = max(0, self.unfinished - 1)
        self._write({"sent": name, "sha256": fingerprint})

    def end(self) -> None:
        """The load is complete."""
        self.unfinished = 0
        self._write({"ended": True})

    @contextmanager
    def open(self) -> Iterator[None]:
        """Take the journal for writing, as the only one, and write it anew without what is out of date.

        Raises:
            StoreError: another load has it, or it cannot be written.
        """
        try:
            self.file.parent.mkdir(parents=True, exist_ok=True)
            with self.file.open("a+", encoding="utf-8") as out:
                fcntl.flock(out, fcntl.LOCK_EX | fcntl.LOCK_NB)
                out.seek(0)
                _replay(self, out)
                out.truncate(0)
                self._out = out
                self._write({"endpoint": self.endpoint})
                for name, fingerprint in self.sent.items():
                    self._write({"sent": name, "sha256": fingerprint})
                yield
        except BlockingIOError as error:
            raise StoreError(f"{self.file}: another load to this endpoint is under way; wait for it to end") from error
        except OSError as error:
            raise StoreError(f"{self.file}: cannot be written ({error.strerror}); name another by --journal") from error
        finally:
            self._out = None

    def _write(self, line: Mapping[str, object]) -> None:
        assert self._out is not None  # `open` is around
        self._out.write(f"{json.dumps(line)}\n")
        self._out.flush()


def read_journal(file: Path, endpoint: str) -> Journal:
    """Read what has been sent to an endpoint; of a file that is not there, or of another endpoint, nothing.

    Raises:
        StoreError: it cannot be read.
    """
    journal = Journal(file, endpoint)
    try:
        with file.open(encoding="utf-8", errors="replace") as lines:
            _replay(journal, lines)
    except FileNotFoundError:
        pass
    except OSError as error:
        raise StoreError(f"{file}: cannot be read ({error.strerror}); name another by --journal") from error
    return journal


def journal_name(endpoint: str) -> str:
    """The usual name of the journal for an endpoint.

    >>> journal_name("http://localhost:7878/store")
    'load-52415aa5.jsonl'
    """
    return f"load-{hashlib.sha256(endpoint.encode()).hexdigest()[:8]}.jsonl"


def _replay(journal: Journal, lines: IO[str]) -> None:
    """Follow the lines; after one that means nothing, nothing is believed."""
    journal.sent.clear()
    journal.unfinished = 0
    entries = map(_entry, lines)
    if next(entries, {}).get("endpoint") != journal.endpoint:
        return
    for entry in entries:
        match entry:
            case {"begun": int(graphs)}:
                journal.unfinished = graphs
            case {"sending": str(name)}:
                journal.sent.pop(name, None)
            case {"sent": str(name), "sha256": str(fingerprint)}:
                journal.sent[name] = fingerprint
                journal.unfinished = max(0, journal.unfinished - 1)
            case {"ended": True}:
                journal.unfinished = 0
            case _:
                return


def _entry(line: str) -> dict[str, object]:
    try:
        entry = json.loads(line)
    except ValueError:
        return {}
    return entry if isinstance(entry, dict) else {}
