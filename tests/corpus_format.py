"""The corpus files of the extractors: what a person can review, and the runner reads.

A file ``corpus/NAME.md`` belongs to the extractor ``NAME``. A case is a title, a
line ``.``, the Markdown, a line ``.``, one line for each fact (`shown`) or ``!``
and a problem's code and words, and a line ``.``. No line between the last two
means that nothing may be found. The first case may be titled ``Page``: its
Markdown is the page in which ``{source}`` of the others stands.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import assert_never

from kgbuild.concept import Mention
from kgbuild.documents import parse_document
from kgbuild.facts import (
    Approval,
    BrandNames,
    Code,
    Components,
    DrugClass,
    Fact,
    GenericName,
    ListedDrug,
    Pronunciation,
    Reference,
    Rems,
)
from kgbuild.indication import Biomarker, CriterionGroup, Indication, TherapyOption
from kgbuild.model import Document, Page, Problem
from kgbuild.pages import parse_page

FOLDER = Path(__file__).parent / "corpus"
PAGE = "Page"
_FRONT = """\
---
title: Examplinib - NCI
url: https://www.cancer.gov/about-cancer/treatment/drugs/examplinib
license: public_domain
citation: NCI, 2025
---
"""
_DRUG_PAGE = """\
# Examplinib - NCI

# Examplinib

{source}
"""


@dataclass(frozen=True, slots=True)
class Case:
    """One example: a page and what must be found on it."""

    corpus: str
    title: str
    source: str
    body: str
    expected: tuple[str, ...]

    def document(self) -> Document:
        """The page of the case, taken apart."""
        return document(self.body)


def document(body: str) -> Document:
    """A page with this text under good front matter, taken apart."""
    pages = [found for found in parse_page((_FRONT + body).encode(), "examplinib.md") if isinstance(found, Page)]
    return parse_document(pages[0])


def cases(name: str, folder: Path = FOLDER) -> Iterator[Case]:
    """The cases of ``corpus/NAME.md`` or of another folder; raises ValueError, with the line, if the form is broken."""
    template = _DRUG_PAGE
    for title, source, expected in _parts(folder / f"{name}.md"):
        if title == PAGE:
            template = source
        else:
            yield Case(name, title, source, template.replace("{source}", source), expected)


def _parts(path: Path) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    block: list[str] = []
    parts: list[list[str]] = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if line != ".":
            block.append(line)
            continue
        parts.append(block)
        block = []
        if len(parts) == 3:
            title = [words for words in parts[0] if words.strip()]
            if len(title) != 1:
                raise ValueError(f"{path.name}:{number}: a case needs one line as title, found {title}")
            yield title[0], "\n".join(parts[1]), tuple(parts[2])
            parts = []
    if parts or any(line.strip() for line in block):
        raise ValueError(f"{path.name}: the last case is not closed by a line `.`")


def shown(found: Fact | Problem, text: str) -> str:  # noqa: C901, PLR0911, PLR0912 - one case for each kind of fact
    """A fact or a problem on one line, as corpus files write it.

    Args:
        found: what an extractor gave.
        text: of the page, for the words of a problem.
    """
    match found:
        case Problem(code=code, span=span):
            return f"! {code} {' '.join(text[span.start : span.end].split()) if span else ''}".rstrip()
        case GenericName(name=name):
            return f"name {name.text}"
        case Pronunciation(text=words):
            return f"pronounced {words}"
        case BrandNames(names=names):
            return f"brands {_all(names)}"
        case Approval(status=status):
            return f"approval {status}"
        case Code(code=code):
            return f"code {code}"
        case Reference(kind=kind, url=url):
            return f"{kind} {url}"
        case DrugClass(name=name):
            return f"class {_linked(name)}"
        case Components(drugs=drugs):
            return f"components {_all(drugs)}"
        case Rems(name=program, url=url):
            return f"rems {program or '(no name)'} {url or '(no address)'}"
        case ListedDrug():
            return _listed(found)
        case Indication():
            return indication_shown(found)
        case never:
            assert_never(never)


def _all(names: tuple[Mention, ...]) -> str:
    return " | ".join(_linked(name) for name in names)


def _linked(name: Mention) -> str:
    """The words, with the glossary's id or the last part of the drug page's address where they are linked."""
    linked = name.glossary or (name.link or "").rpartition("/")[2]
    return f"{name.text} [{linked}]" if linked else name.text


def _listed(listed: ListedDrug) -> str:
    brands = f" ({', '.join(listed.brands)})" if listed.brands else ""
    kind = "combination" if listed.combination else "drug"
    what_for = f" to {listed.intent.lower()} {listed.condition.text}" if listed.condition else ""
    return f"{kind} {_linked(listed.drug)}{brands}{what_for}"


def indication_shown(use: Indication) -> str:
    """An indication on one line: the condition, then what differs from the plainest one."""
    said: list[str] = [f"{use.basis.removesuffix('Use').lower()} {use.intent.lower()} {_linked(use.condition)}"]
    prior, patients, disease = use.prior, use.patients, use.disease
    lists: list[tuple[str, list[str]]] = [
        ("cause", [use.cause.text] if use.cause else []),
        ("with", [_option(option) for option in use.options]),
        ("prior", [agent.text for agent in prior.agents]),
        ("lines", [_range(prior.min_count, prior.max_count)]),
        ("never", [agent.text for agent in prior.never]),
        ("responded", [agent.text for agent in prior.responded]),
        ("ineligible", [agent.text for agent in prior.ineligible]),
        ("in", list(patients.groups)),
        ("age", [_range(patients.min_age, patients.max_age)]),
        ("marker", [_marker(marker) for marker in use.biomarkers]),
        ("status", [*disease.statuses, *(f"not {status}" for status in disease.not_statuses)]),
        ("stage", list(disease.stages)),
        ("qualifier", [qualifier.text for qualifier in disease.qualifiers]),
        ("either", [_either(group) for group in use.groups]),
        ("setting", list(use.settings)),
        ("brand", [brand.text for brand in use.brands]),
        ("accelerated", ["yes"] if use.accelerated else []),
        ("unread", list(use.unread)),
    ]
    said.extend(f"{key}: {' | '.join(filter(None, values))}" for key, values in lists if any(values))
    return "; ".join(said)


def _option(option: TherapyOption) -> str:
    partners = " + ".join(partner.text for partner in option.partners) or "alone"
    settings = f" ({', '.join(option.settings)})" if option.settings else ""
    return partners + "…alone" * option.then_alone + settings


def _range(low: Decimal | int | None, high: Decimal | int | None) -> str:
    return "" if low is None and high is None else f"{'' if low is None else low}..{'' if high is None else high}"


def _marker(marker: Biomarker) -> str:
    level = f" {marker.level}" if marker.level else ""
    altered = f" of {marker.alteration}" if marker.alteration else ""
    return f"{marker.marker.text} {marker.polarity.lower()}{level}{altered}"


def _either(group: CriterionGroup) -> str:
    """Alternatives as a sentence offers them; of agents and markers by their words."""
    told = [
        each if isinstance(each, str) else each.marker.text if isinstance(each, Biomarker) else each.text
        for each in group.any_of
    ]
    condition = f" if {group.only_if.marker.text}" if group.only_if else ""
    return " or ".join(told) + condition
