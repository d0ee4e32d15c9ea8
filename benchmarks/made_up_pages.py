"""Made-up pages in the form of NCI's, as many as are wanted: to measure builds that are larger than any real one.

Of every 201 pages, 146 are of single drugs, 28 of combinations, 24 lists, one an A to Z list, two others, as in the
201 real pages that they are modelled on; length, links, bullets and facts a page are those of the real ones on average
(`tests/test_made_up_pages.py`). The drugs do not exist, and nothing that a page says of them is so. A page depends
on the seed and its number alone: the same bytes in every run, and the first hundred are the same of any number.

Usage: ``python benchmarks/made_up_pages.py FOLDER COUNT [SEED]``
"""

from __future__ import annotations

import sys
from functools import lru_cache
from pathlib import Path
from random import Random

from made_up_names import WORDS, drug_name, listed_drugs, terms
from made_up_uses import use_section

_KINDS = ("drug",) * 146 + ("combination",) * 28 + ("list",) * 24 + ("index",) + ("other",) * 2
_HEAD = """---
audienceLevel: patient
cancerTypes:
{types}
citation: NCI, 2025
language: en
lastReviewed: '{date}'
license: public_domain
reviewFrequency: quarterly
source: NCI
sourceType: 02_nci_core
status: active
tags:
- treatment
title: {title} - NCI
url: https://www.cancer.gov/about-cancer/treatment/drugs/{slug}
version: v1
---

# {title} - NCI

# {heading}
"""
_LABELS = (
    "https://dailymed.nlm.nih.gov/dailymed/search.cfm?labeltype=all&query={query}&pagesize=20&audience=consumer",
    "https://dailymed.nlm.nih.gov/dailymed/drugInfo.cfm?setid={setid}&audience=consumer",
)
_MORE = """## More About {title}

[Definition from the NCI Drug Dictionary](https://www.cancer.gov/publications/dictionaries/cancer-drug/def/{entry}) - \
What experts say about the drug, and the other names that it has."""
_MEDLINE = """MedlinePlus Information on [{title}](https://medlineplus.gov/druginfo/meds/a6{number:05}.html) - \
A summary in everyday words of what patients should know, among it:

- what to be careful about,
- when and how the drug is taken,
- what a doctor must know beforehand,
- what to avoid while you take it,
- which other drugs may change how it works, and
- effects that are not wanted.

Researchers go on testing drugs after their approval, also against other diseases than those they are approved for. \
This page keeps to what is approved. A good part of what it says will hold as well for those who take the drug \
in a trial, where more is known about them to their doctors. Ask \
those who treat you what applies in your case, and read the label, which has more than can be said here."""
_TRIALS = """## Clinical Trials Accepting Patients

[Find Clinical Trials for {title}](https://www.cancer.gov/research/participate/clinical-trials/intervention/C{code}) - \
Trials on the list of NCI that take new patients at this time."""
_COMBINED = """This combination is made of the drugs {some} and {last}. Drugs that attack
cancer
cells in several ways often do more together than each would do alone, since cells that withstand one of them may \
yield to another."""
_APPROVED = """The drugs of this combination are each approved by the [Food and Drug Administration (FDA)]\
(/Common/PopUps/popDefinition.aspx?id=454785&version=Patient&language=English) for cancer, or for what comes with it."""
_LISTING = """On this page stand the drugs that are approved for {disease}, by generic name and by brand \
name. Each name \
leads to a page of its own, where the uses of the drug are told. Combinations that are often used are named as well: \
their drugs are approved, they themselves mostly are not. Some that are in use may be missing here."""


def write_pages(folder: Path, count: int, seed: int = 1) -> None:
    """Write so many pages, ``00000.md`` and on, into a folder that is made if need be."""
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(count):
        (folder / f"{number:05}.md").write_text(page(number, seed), encoding="utf-8", newline="\n")


def page(number: int, seed: int = 1) -> str:
    """The text of one page."""
    chance = Random(f"{seed}/{number}")  # noqa: S311 # pages to measure with, no secrets
    kind = _kinds(seed, number // len(_KINDS))[number % len(_KINDS)]
    match kind:
        case "drug":
            return _drug(number, chance)
        case "combination":
            return _combination(number, chance)
        case "other":
            return _other(number, chance)
        case _:
            return _list(number, chance) if kind == "list" else _index(number, chance)


@lru_cache(maxsize=8)
def _kinds(seed: int, block: int) -> tuple[str, ...]:
    """The kinds of 201 pages, mixed."""
    return tuple(Random(f"{seed}/kinds/{block}").sample(_KINDS, len(_KINDS)))  # noqa: S311 # as above


def _head(title: str, slug: str, chance: Random, heading: str = "") -> str:
    types = chance.sample(
        ("breast", "colorectal", "general", "leukemia", "lung", "prostate"), chance.choice((1, 1, 1, 2))
    )
    date = f"{chance.randint(2022, 2025)}-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}"
    shown = "\n".join(f"- {each}" for each in sorted(types))
    return _HEAD.format(types=shown, date=date, title=title, slug=slug, heading=heading or title)


def _drug(number: int, chance: Random) -> str:
    drug = drug_name(number)
    setid = f"{chance.getrandbits(32):08x}-1234-4abc-8def-{chance.getrandbits(48):012x}"
    label = _LABELS[chance.random() < 0.75].format(query=drug.name.upper().replace(" ", "+"), setid=setid)
    introduction = chance.choice(WORDS["introductions"]).format(
        name=drug.name, Name=drug.name.capitalize(), kind=chance.choice(WORDS["classes"])
    )
    brands = ("US Brand Name(s)", "\n".join(drug.brands)) if drug.brands else ()
    parts = [
        *(("Placeholder slot",) if chance.random() < 0.6 else ()),
        f"({drug.spoken})",
        introduction,
        *brands,
        "FDA Approved",
        "Yes" if chance.random() < 0.97 else "No longer available in the U.S.",
        f"[The label of this drug for consumers can be found at DailyMed.]({label})",
        f"## Use in Cancer\n\n{use_section(drug, chance)}",
        _MORE.format(title=drug.title, entry=700_000 + number),
        _MEDLINE.format(title=drug.title, number=number % 100_000),
    ]
    if chance.random() < 0.75:
        found = chance.sample(WORDS["research"], chance.choice((1, 2, 2, 3)))
        parts += ["## Research Results and Related Resources", *(each.format(slug=drug.slug) for each in found)]
    parts.append(_TRIALS.format(title=drug.title, code=9_000_000 + number))
    return "\n".join([_head(drug.title, drug.slug, chance), "\n\n".join(parts), ""])


def _combination(number: int, chance: Random) -> str:
    drugs = chance.sample(listed_drugs(), chance.choice((2, 3, 3, 4, 4, 6)))
    letters = "".join(drug[0] for drug in drugs)
    name = f"{letters}-{number}"
    rows = "\n".join(f"| **{drug[0]}** | = [{drug}](/about-cancer/treatment/drugs/{drug.lower()}) |" for drug in drugs)
    blood = chance.random() < 0.5
    treated = chance.sample(WORDS["blood" if blood else "solid"], chance.choice((1, 1, 1, 2, 3)))
    bullets = "\n".join(f"- **{terms()[words].linked}**{chance.choice(WORDS['treated'])}." for words in treated)
    parts = (
        _COMBINED.format(some=", ".join(drug.lower() for drug in drugs[:-1]), last=drugs[-1].lower()),
        f"Drugs in the {name} combination:",
        f"|  |  |\n| --- | --- |\n{rows}",
        _APPROVED,
        f"## Use in Cancer\n\n{name} is used to treat:\n\n{bullets}",
        "This combination may also be used to treat other types of cancer, or with other drugs or treatments.",
        _MORE.format(title=name, entry=700_000 + number),
    )
    return "\n".join([_head(name, name.lower(), chance), "\n\n".join(parts), ""])


def _entries(chance: Random, count: int) -> list[str]:
    """Entries of a list: real generic names, and made-up brands in front of the same."""
    drugs = chance.sample(listed_drugs(), -(-count // 2))
    brands = [name for _ in drugs for name in drug_name(chance.randrange(50_000)).brands[:1] or ("Nobrand",)]
    shown = [(drug, drug) for drug in drugs] + [
        (f"{sold} ({drug})", drug) for sold, drug in zip(brands, drugs, strict=True)
    ]
    return sorted(f"- [{words}](/about-cancer/treatment/drugs/{drug.lower()})" for words, drug in shown[:count])


def _list(number: int, chance: Random) -> str:
    diseases = chance.sample([*WORDS["blood"], *WORDS["solid"]], chance.choice((1, 1, 2, 3, 7)))
    title = f"Drugs Approved for {diseases[0].title()}"
    count = chance.choice((2, 4, 7, 10, 14, 19, 24, 35, 49, 60, 84, 104)) // len(diseases) + 1
    parts = [_LISTING.format(disease=diseases[0])]
    for disease in diseases:
        parts += [f"##\n\nDrugs Approved for {disease.title()}", "\n".join(_entries(chance, count))]
    return "\n".join([_head(title, f"list-{number}", chance), "\n\n".join(parts), ""])


def _index(number: int, chance: Random) -> str:
    letters = [chr(ord("A") + place) for place in range(26)]
    entries = _entries(chance, 746)
    jumps = "\n".join(f"- [{letter}](#{letter})" for letter in letters)
    parts = ["All drugs of these pages, by generic name and by brand name.", jumps]
    for letter in letters:
        found = [entry for entry in entries if entry.startswith(f"- [{letter}")]
        parts += [f"## {letter}", *(["\n".join(found)] if found else [])]
    head = _head("Cancer Drugs", f"a-to-z-{number}", chance, "A to Z List of Cancer Drugs")
    return "\n".join([head, "\n\n".join(parts), ""])


def _other(number: int, chance: Random) -> str:
    title = f"Living With Treatment, Part {number}"
    parts = [" ".join(chance.choices(WORDS["advice"], k=4)) for _ in range(6)]
    parts[2:2] = ["## What to ask", "\n".join(f"- {each}" for each in chance.sample(WORDS["advice"], 4))]
    return "\n".join([_head(title, f"living-{number}", chance), "\n\n".join(parts), ""])


if __name__ == "__main__":
    write_pages(Path(sys.argv[1]), int(sys.argv[2]), *map(int, sys.argv[3:4]))
