"""The Biolink Model of PyPI's ``biolink-model`` as a judge: nothing is fetched."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import Any

Row = Mapping[str, str]
LIST_ITEMS = "|"


@cache
def model() -> Any:
    """The model as LinkML's runtime sees it."""
    from linkml_runtime.utils.schemaview import SchemaView

    return SchemaView(str(files("biolink_model") / "schema" / "biolink_model.yaml"))


def version() -> str:
    """Of the model."""
    return str(model().schema.version)


def unknown_columns(rows: Iterable[Row]) -> set[str]:
    """The columns that none of the classes of the rows has, filled or not."""
    from biolink_model.datamodel import pydanticmodel_v2 as classes

    stated = list(rows)
    kinds = [getattr(classes, category.removeprefix("biolink:")) for category in {row["category"] for row in stated}]
    return {column for row in stated for column in row} - {field for kind in kinds for field in kind.model_fields}


def misfits(rows: Iterable[Row]) -> Iterator[str]:
    """What the model's own pydantic class of each row's category says against it: unknown columns, wrong values.

    The classes forbid fields that the model does not have.
    """
    from biolink_model.datamodel import pydanticmodel_v2 as classes

    for row in rows:
        kind = getattr(classes, row["category"].removeprefix("biolink:"), None)
        if kind is None:
            yield f"{row['id']}: no class {row['category']}"
            continue
        stated = {name: value for name, value in row.items() if value}
        try:
            kind(**{name: _typed(kind, name, value) for name, value in stated.items()})
        except ValueError as error:
            yield f"{row['id']}: {error}"


def _typed(kind: Any, name: str, value: str) -> str | list[str]:
    field = kind.model_fields.get(name)
    return value.split(LIST_ITEMS) if field and "list" in str(field.annotation) else value


def predicate_faults(edge: Row, categories: Mapping[str, str]) -> Iterator[str]:
    """What the model says against an edge: its predicate, what it joins, and whether its class may have it."""
    name = edge["predicate"].removeprefix("biolink:").replace("_", " ")
    slot = model().get_slot(name)
    if slot is None or slot.deprecated or "related to" not in model().slot_ancestors(name):
        yield f"{edge['predicate']} is no predicate in use"
        return
    if slot.mixin and edge["predicate"] not in _exemplified():
        yield f"{edge['predicate']} is a mixin, and in none of the model's examples"
    for end, wanted in (("subject", slot.domain), ("object", slot.range)):
        category = categories.get(edge[end])
        if category is None:
            yield f"{edge[end]} is no node"
        elif wanted and wanted not in model().class_ancestors(_words(category)):
            yield f"{edge['predicate']}: {end} is a {category}, not a {wanted}"
    yield from _class_faults(edge, name)


def _class_faults(edge: Row, name: str) -> Iterator[str]:
    above = model().induced_slot("predicate", _words(edge["category"])).subproperty_of
    if above and above not in model().slot_ancestors(name):
        yield f"{edge['category']} may not have {edge['predicate']}"


@cache
def _exemplified() -> frozenset[str]:
    """The predicates of the model's own examples."""
    examples = (example.object for each in model().all_classes().values() for example in each.examples)
    found = (getattr(example, "predicate", None) for example in examples if example)
    return frozenset(str(predicate) for predicate in found if predicate)


def foreign_prefixes(nodes: Iterable[Row]) -> set[tuple[str, str]]:
    """(category, prefix of id) where the model names prefixes for the category, and not this one."""
    pairs = {(row["category"], row["id"].partition(":")[0]) for row in nodes}
    known = {category: model().get_class(_words(category)).id_prefixes for category, _ in pairs}
    return {(category, prefix) for category, prefix in pairs if known[category] and prefix not in known[category]}


def _words(category: str) -> str:
    """``biolink:PhenotypicFeature`` -> ``phenotypic feature``, as the schema names it."""
    name = category.removeprefix("biolink:")
    return "".join(f" {char.lower()}" if char.isupper() else char for char in name).strip()
