"""SSSOM tables, and what is wrong with them by the published schema (``tests/sssom/``).

The schema is that of the package sssom-schema 1.0.0, as it stands; this reads of LinkML what
that schema uses. Source: https://mapping-commons.github.io/sssom/spec-formats-tsv/
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

SCHEMA: Mapping[str, Any] = yaml.safe_load((Path(__file__).parent / "sssom" / "sssom_schema.yaml").read_text("utf-8"))
SLOTS = SCHEMA["slots"]
OF_A_SET = SCHEMA["classes"]["mapping set"]
OF_A_ROW = SCHEMA["classes"]["mapping"]
CURIE = re.compile(r"([A-Za-z_][\w.-]*):(\S+)")
WEB = re.compile(r"https?://[^\s<>\"]+")
DATE = re.compile(r"\d{4}-\d\d-\d\d")
LITERAL = "rdfs literal"


@dataclass(frozen=True, slots=True)
class Table:
    """A mapping set: its description and its rows, each by column."""

    metadata: Mapping[str, Any]
    columns: tuple[str, ...]
    rows: tuple[Mapping[str, str], ...]
    ragged: tuple[str, ...]
    """Lines with more or fewer cells than the heading."""


def read_table(text: str) -> Table:
    """Read SSSOM/TSV with the description in comments above the heading."""
    lines = text.split("\n")
    comments = [line.removeprefix("#") for line in lines if line.startswith("#")]
    heading, *cells = (line.split("\t") for line in lines[len(comments) :] if line)
    return Table(
        yaml.safe_load("\n".join(comments)),
        tuple(heading),
        tuple(dict(zip(heading, row, strict=False)) for row in cells),
        tuple("\t".join(row) for row in cells if len(row) != len(heading)),
    )


def flaws(table: Table) -> Iterator[str]:
    """What the schema forbids, or misses."""
    prefixes = set(table.metadata.get("curie_map", {}))
    yield from (f"ragged: {line}" for line in table.ragged)
    yield from _unknown("set", table.metadata, OF_A_SET)
    yield from _unknown("row", table.columns, OF_A_ROW)
    needed = {slot for slot in OF_A_SET["slots"] if _is_required(slot, OF_A_SET)}
    yield from (f"set: {slot} is missing" for slot in sorted(needed - {*table.metadata}))
    for slot, value in table.metadata.items():
        if slot in SLOTS and slot != "curie_map":
            yield from (f"set: {slot}: {flaw}" for flaw in _value_flaws(slot, str(value), prefixes))
    shared = {slot: str(value) for slot, value in table.metadata.items() if _is_propagated(slot)}
    for row in table.rows:
        yield from _row_flaws({**shared, **row}, prefixes)


def _unknown(where: str, names: Any, described: Mapping[str, Any]) -> Iterator[str]:
    yield from (f"{where}: {name} is no slot of SSSOM" for name in names if name not in described["slots"])


def _is_required(slot: str, described: Mapping[str, Any]) -> bool:
    usage = described.get("slot_usage", {}).get(slot, {})
    return bool(usage.get("required", SLOTS[slot].get("required", False)))


def _is_propagated(slot: str) -> bool:
    return bool(SLOTS.get(slot, {}).get("annotations", {}).get("propagated"))


def _row_flaws(row: Mapping[str, str], prefixes: set[str]) -> Iterator[str]:
    needed = {slot for slot in OF_A_ROW["slots"] if _is_required(slot, OF_A_ROW)}
    for side in ("subject", "object"):
        needed.add(f"{side}_label" if row.get(f"{side}_type") == LITERAL else f"{side}_id")
    yield from (f"{row}: {slot} is missing" for slot in sorted(needed) if not row.get(slot))
    for slot, value in row.items():
        if value and slot in SLOTS:
            yield from (f"{slot}: {flaw}" for flaw in _value_flaws(slot, value, prefixes))


def _value_flaws(slot: str, value: str, prefixes: set[str]) -> Iterator[str]:
    described = SLOTS[slot]
    if '"' in value or value != value.strip():
        yield f"{value!r} would have to be quoted"
    if (pattern := described.get("pattern")) and not re.search(pattern, value):
        yield f"{value!r} is not of the form {pattern}"
    match described.get("range", SCHEMA["default_range"]):
        case "EntityReference":
            found = CURIE.fullmatch(value)
            if not found or found[1] not in prefixes:
                yield f"{value!r} is no CURIE of the curie_map"
        case "uri" if not WEB.fullmatch(value):
            yield f"{value!r} is no address"
        case "date" if not DATE.fullmatch(value):
            yield f"{value!r} is no date"
        case "double" if not _is_within(value, described):
            yield f"{value!r} is no number within the bounds"
        case str(name) if name in SCHEMA["enums"] and value not in SCHEMA["enums"][name]["permissible_values"]:
            yield f"{value!r} is none of {name}"


def _is_within(value: str, described: Mapping[str, Any]) -> bool:
    if not re.fullmatch(r"\d+(\.\d+)?", value):
        return False
    return bool(described.get("minimum_value", 0) <= float(value) <= described.get("maximum_value", float("inf")))
