"""The pages of a site as HTML."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kgbuild.site.condition_pages import condition_page, drugs_for
from kgbuild.site.contents import Contents
from kgbuild.site.drug_pages import drug_page
from kgbuild.site.links import Piece
from kgbuild.site.page_names import KINDS
from kgbuild.site.programme_pages import programme_page
from kgbuild.site.query_box import EXAMPLES, SECONDS
from kgbuild.site.scripts import libraries
from kgbuild.templates import render
from kgbuild.vocabulary import DCTERMS, KG, SCHEMA, VOID

_TITLES = {
    "drugs": ("Drugs", "Drugs of cancer treatment and what comes with it."),
    "combinations": ("Drug combinations", "Drugs that are given together under a name of their own, such as R-CHOP."),
    "conditions": ("Conditions", "Cancers and other conditions that the drugs are used for."),
    "programmes": (
        "REMS programmes",
        "Programmes of risk evaluation and mitigation, without which a drug cannot be had.",
    ),
}


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of a list."""

    name: Piece
    note: str
    told: bool
    """Whether the graph says anything of it itself, beside that others name it."""

    @property
    def letter(self) -> str:
        """What it stands under: a capital, or # for everything else."""
        first = self.name.words[:1].upper()
        return first if "A" <= first <= "Z" else "#"


@dataclass(frozen=True, slots=True)
class Origin:
    """What the foot of every page says of the graph."""

    versions: tuple[str, ...]
    rights: tuple[str, ...]
    documents: str
    triples: str
    reviewed: str
    """The latest review of a page by NCI, as a date."""


def pages_of(contents: Contents) -> Iterator[tuple[str, bytes]]:
    """Path and bytes of every page."""
    shared: dict[str, object] = {"origin": origin_of(contents), "kinds": _TITLES}
    lists = {kind: _entries(contents, kind) for kind in KINDS}
    counts = {kind: len([entry for entry in entries if entry.told]) for kind, entries in lists.items()}
    yield "index.html", render("site/start.html", **shared, counts=counts, root="")
    for kind, entries in lists.items():
        title, about = _TITLES[kind]
        yield (
            f"{kind}.html",
            render("site/list.html", **shared, kind=kind, title=title, about=about, entries=entries, root=""),
        )
    yield "picture.html", render("site/picture.html", **shared, root="")
    yield "query.html", render("site/query.html", **shared, examples=EXAMPLES, seconds=SECONDS, root="")
    yield "about.html", render("site/about.html", **shared, libraries=libraries(), counts=counts, root="")
    shared["root"] = "../"
    for kind in ("drugs", "combinations"):
        for node in contents.names.of(kind):
            page = drug_page(contents, node)
            yield contents.names.path(node), render("site/drug.html", **shared, page=page, kind=kind)
    for node in contents.names.of("conditions"):
        yield contents.names.path(node), render("site/condition.html", **shared, page=condition_page(contents, node))
    for node in contents.names.of("programmes"):
        yield contents.names.path(node), render("site/programme.html", **shared, page=programme_page(contents, node))


def origin_of(contents: Contents) -> Origin:
    """Where the graph comes from, in its own words."""
    graph = contents.graph
    sets = graph.instances(VOID.DATASET)
    reviews = [d for page in graph.instances(SCHEMA.MEDICAL_WEB_PAGE) for d in graph.words(page, SCHEMA.LAST_REVIEWED)]
    return Origin(
        versions=tuple(word for each in sets for word in graph.words(each, DCTERMS.HAS_VERSION)),
        rights=tuple(word for each in sets for word in graph.words(each, DCTERMS.RIGHTS)),
        documents=next((graph.word(each, VOID.DOCUMENTS) for each in sets), ""),
        triples=next((graph.word(each, VOID.TRIPLES) for each in sets), ""),
        reviewed=max(reviews, default=""),
    )


def _entries(contents: Contents, kind: str) -> list[Entry]:
    """The lines of a list."""
    entries = []
    for node in contents.names.of(kind):
        name = Piece(contents.names.names[node.value], contents.names.path(node))
        if kind in {"drugs", "combinations"}:
            brands = ", ".join(contents.graph.words(node, SCHEMA.PROPRIETARY_NAME))
            uses = len(contents.uses_of(node))
            note = "; ".join(filter(None, [brands, _counted(uses, "use") if uses else ""]))
            entries.append(Entry(name, note, node.value in contents.accounts))
        elif kind == "conditions":
            drugs = len(drugs_for(contents, node))
            entries.append(Entry(name, _counted(drugs, "drug or combination", "drugs and combinations"), bool(drugs)))
        else:
            drugs = len(contents.graph.subjects(KG.REQUIRES_REMS, node))
            entries.append(Entry(name, _counted(drugs, "drug"), told=True))
    return entries


def _counted(number: int, noun: str, nouns: str = "") -> str:
    """A number with its noun.

    >>> _counted(1, "use"), _counted(2, "use")
    ('1 use', '2 uses')
    """
    return f"{number} {noun if number == 1 else nouns or noun + 's'}"
