"""Make the SSSOM tables of ``ontology/mappings/`` that follow from other tables.

Usage: ``python ontology/make_mappings.py [FOLDER] [--mondo FILE] [-o ontology/mappings]``. From the slice
(``ncit.tsv``) come ``salts.sssom.tsv`` by the rule of `salts`; from ``cdr.tsv`` and ``xrefs.tsv``
of FOLDER, where one is given, ``cdr.sssom.tsv`` and ``xrefs.sssom.tsv``; from Mondo's
``mondo_exactmatch_ncit.sssom.tsv``, where ``--mondo`` names one, ``mondo.sssom.tsv``; all for the concepts of the
slice. The other tables of that folder are written by hand. What each source claims, and which
predicate follows: see ``ontology/README.md``.

Run it again with the same input and the same bytes come out.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from kgbuild.mappings import SALT_COLUMNS

HERE = Path(__file__).parent
NAMESPACES = {
    "CDR": "https://www.cancer.gov/publications/dictionaries/cancer-drug/def/",
    "CHEBI": "http://purl.obolibrary.org/obo/CHEBI_",
    "DOID": "http://purl.obolibrary.org/obo/DOID_",
    "DOREPORT": "https://github.com/DiseaseOntology/HumanDiseaseOntology/blob/main/DOreports/",
    "EVSMAP": "https://github.com/NCIEVS/evsrestapi-operations/blob/main/data/mappings/",
    "HGNC": "http://identifiers.org/hgnc/",
    "MONDO": "http://purl.obolibrary.org/obo/MONDO_",
    "MONDOMAP": "http://purl.obolibrary.org/obo/mondo/releases/",
    "NCIT": "http://purl.obolibrary.org/obo/NCIT_",
    "obo": "http://purl.obolibrary.org/obo/",
    "semapv": "https://w3id.org/semapv/vocab/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
}
MONDO_SOURCE = "MONDOMAP:2024-08-06/mappings/mondo_exactmatch_ncit.sssom.tsv"
"""The release of Mondo whose mappings are taken, by the name that it gives them."""
RELEASE = "compiled from public copies of 2018 to 2026, no official release"
EXACT, CLOSE, BROAD = "skos:exactMatch", "skos:closeMatch", "skos:broadMatch"

SALT_WORD = re.compile(
    r"acetate|aceponate|adipate|alaninate|ammonium|anhydrous|arginine|aspartate|benzoate|besylate|bisulfate|"
    r"bitartrate|bromide|butyrate|calcium|camsylate|caproate|carbonate|chloride|choline|cilexetil|citrate|"
    r"cypionate|decanoate|diacetate|diaspartate|dibenzoate|dicitrate|difumarate|dihydrate|"
    r"dihydrochloride|dihydrogen|dimaleate|dimeglumine|dimesylate|diphosphate|dipivoxil|dipotassium|"
    r"dipropionate|disodium|ditosylate|edisylate|enanthate|erbumine|estolate|esylate|ethanolate|ethylsuccinate|"
    r"fumarate|furoate|gluceptate|gluconate|glucuronate|hemihydrate|hemisulfate|heptahydrate|hexahydrate|"
    r"hyclate|hydrate|hydrobromide|hydrochloride|hydrogen|hydroxide|iodide|isethionate|l-malate|lactate|"
    r"lactobionate|laurate|lysine|magnesium|malate|maleate|meglumine|mesylate|methylsulfate|metilsulfate|"
    r"mofetil|monohydrate|monohydrochloride|monophosphate|monosodium|napadisylate|nicotinate|nitrate|olamine|"
    r"orotate|oxalate|palmitate|pamoate|pentahydrate|phenylpropionate|phosphate|pivalate|pivoxil|potassium|"
    r"propionate|proxetil|s-malate|saccharate|salicylate|sesquihydrate|sodium|stearate|succinate|sucrosofate|"
    r"sulfate|tannate|tartrate|teoclate|tetrahydrate|tetrasodium|toniribate|tosylate|triacetate|triflutate|"
    r"trifluoroacetate|trihydrate|trihydrochloride|trisodium|tromethamine|undecanoate|undecylate|undecylenate|"
    r"valerate|xinafoate|zinc",
    re.IGNORECASE,
)
"""Last words of names of salts, esters and hydrates, as NCIt writes them."""
ELEMENTS = frozenset(("copper", "magnesium", "technetium tc-99m"))
"""Elements among the drugs: their compounds are drugs of their own, not forms of one drug."""
BIOSIMILAR = re.compile(r"^(?P<base>\S*[a-z])-[a-z]{4}$")
"""The four letters of FDA's names. Source: FDA, Nonproprietary Naming of Biological Products."""

SOURCES = {
    "NCIEVS/evsrestapi-operations:data/mappings/NCIt_to_ChEBI_Mapping_June2026.txt": "EVSMAP",
    "NCIEVS/evsrestapi-operations:NCIt_to_ChEBI_Mapping_August2023.csv": "EVSMAP",
    "NCIEVS/evsrestapi-operations:NCIt_to_ChEBI_Mapping_October2022.csv": "EVSMAP",
    "NCIEVS/evsrestapi-operations:data/mappings/NCIt_to_HGNC_Mapping_June2026.txt": "EVSMAP",
    "NCIEVS/evsrestapi-operations:NCIt_to_HGNC_Mapping_December2023.csv": "EVSMAP",
    "DiseaseOntology/HumanDiseaseOntology:DOreports/NCIinDO.tsv": "DOREPORT",
}
"""Sources that are taken, the newest of each first; copies that others made of them are not."""
_RANK = {source: number for number, source in enumerate(SOURCES)}


@dataclass(frozen=True, slots=True)
class Concept:
    """A concept of the slice."""

    code: str
    kind: str
    label: str


@dataclass(frozen=True, slots=True)
class Link:
    """A cross-reference that a source states."""

    code: str
    target: str
    source: str


def read_slice(path: Path) -> dict[str, Concept]:
    """The concepts of ``ncit.tsv`` by code."""
    return {row[0]: Concept(*row[:3]) for row in _rows(path)}


def _rows(path: Path) -> Iterator[list[str]]:
    """Rows below the heading of a tab-separated table."""
    yield from (line.split("\t") for line in path.read_text(encoding="utf-8").splitlines()[1:])


def salts(concepts: Mapping[str, Concept]) -> Iterator[tuple[str, ...]]:
    """Each drug whose name is that of another drug and salt words, or a biosimilar's four letters."""
    named = [(concept.label.casefold(), concept) for concept in concepts.values() if concept.kind == "drug"]
    bearers = Counter(name for name, _ in named)
    drugs = {name: concept for name, concept in named if bearers[name] == 1}
    for salt in drugs.values():
        base, what = _base(salt.label, drugs)
        if base:
            match = (f"NCIT:{salt.code}", salt.label, BROAD, f"NCIT:{base.code}", base.label)
            yield (*match, "semapv:LexicalMatching", "0.9", what)


def _base(name: str, drugs: Mapping[str, Concept]) -> tuple[Concept | None, str]:
    """The drug of the shortest name that leaves only salt words, and those; the core name of a biosimilar."""
    words = name.split()
    least = len(words)
    while least > 1 and SALT_WORD.fullmatch(words[least - 1]):
        least -= 1
    for length in range(least, len(words)):
        base = drugs.get(" ".join(words[:length]).casefold())
        if base and base.label.casefold() not in ELEMENTS:
            return base, f"salt, ester or hydrate: {' '.join(words[length:]).lower()}"
    found = BIOSIMILAR.match(name)
    return drugs.get(found["base"].casefold()) if found else None, "biosimilar"


def cdr(concepts: Mapping[str, Concept], table: Path) -> Iterator[tuple[str, ...]]:
    """NCI's own ids; exact where the table has one code for the id and one id for the code."""
    pairs = sorted({(row[0], row[1]) for row in _rows(table)})
    is_single = _single(pairs)
    for number, code in pairs:
        if code in concepts:
            exact = is_single[number, code]
            match = (f"CDR:{number}", EXACT if exact else CLOSE, f"NCIT:{code}", concepts[code].label)
            yield (*match, "semapv:UnspecifiedMatching", "0.95" if exact else "0.8")


def xrefs(concepts: Mapping[str, Concept], table: Path) -> Iterator[tuple[str, ...]]:
    """Cross-references of the concepts, each from the newest source that states it."""
    stated = [link for row in _rows(table) if (link := Link(*row)).source in SOURCES]
    newest: dict[tuple[str, str], Link] = {}
    for link in sorted(stated, key=lambda link: _RANK[link.source], reverse=True):
        newest[link.code, link.target] = link
    is_single = _single([pair for pair, link in newest.items() if link.source.endswith("June2026.txt")])
    is_single |= _single([pair for pair, link in newest.items() if SOURCES[link.source] == "DOREPORT"])
    for (code, target), link in newest.items():
        if code in concepts:
            single = is_single.get((code, target), False)
            exact = single and target.startswith("HGNC:")
            match = (f"NCIT:{code}", concepts[code].label, EXACT if exact else CLOSE, target)
            source = f"{SOURCES[link.source]}:{re.split('[:/]', link.source)[-1]}"
            yield (*match, "semapv:UnspecifiedMatching", source, "0.95" if exact else "0.9" if single else "0.7")


def mondo(concepts: Mapping[str, Concept], table: Path) -> Iterator[tuple[str, ...]]:
    """Mondo's own mappings of diseases to NCIt; exact, as it says, where it has one for the disease and the concept."""
    lines = table.read_text(encoding="utf-8").splitlines()
    heading, *cells = (line.split("\t") for line in lines if line and not line.startswith("#"))
    rows = [dict(zip(heading, row, strict=True)) for row in cells]
    current = [row for row in rows if not row["subject_label"].startswith("obsolete")]
    is_single = _single([(row["object_id"], row["subject_id"]) for row in current])
    for row in current:
        concept = concepts.get(row["object_id"].removeprefix("NCIT:"))
        if concept and concept.kind in {"condition", "finding"}:
            exact = is_single[row["object_id"], row["subject_id"]]
            match = (f"NCIT:{concept.code}", concept.label, EXACT if exact else CLOSE, row["subject_id"])
            yield (*match, "semapv:ManualMappingCuration", MONDO_SOURCE, "0.95" if exact else "0.8")


def _single(pairs: Iterable[tuple[str, str]]) -> dict[tuple[str, str], bool]:
    """For each pair, whether neither side stands in another one to the same vocabulary."""
    sides = [((one, other.rpartition(":")[0]), other) for one, other in pairs]
    firsts, seconds = Counter(first for first, _ in sides), Counter(second for _, second in sides)
    return {(first[0], second): firsts[first] == seconds[second] == 1 for first, second in sides}


@dataclass(frozen=True, slots=True)
class Description:
    """What the first lines of a table say of it."""

    name: str
    title: str
    text: str
    prefixes: tuple[str, ...]
    columns: tuple[str, ...]
    more: tuple[str, ...] = ()
    license: str = "https://creativecommons.org/licenses/by/4.0/"


_NCIT_AS = {side: f'{side}_source: "obo:ncit.owl"|{side}_source_version: "{RELEASE}"' for side in ("subject", "object")}
SALTS = Description(
    "salts",
    "Salts, esters, hydrates and biosimilars, and the drugs whose name covers them",
    "By the form of NCIt's names, then read through. broadMatch: the name of the base covers all its forms. "
    "No two concepts are merged.",
    ("NCIT", "obo", "semapv", "skos"),
    SALT_COLUMNS,
    (*_NCIT_AS["subject"].split("|"), *_NCIT_AS["object"].split("|")),
)
CDR = Description(
    "cdr",
    "NCI's CDR ids and concepts of NCIt",
    "Ids of NCI's CDR system, CDR0000038564 or 38564, as NCI states them. The address is that of its drug dictionary, "
    "as its pages link it; ids of regimens and diseases are no entries there.",
    ("CDR", "NCIT", "obo", "semapv", "skos"),
    ("subject_id", "predicate_id", "object_id", "object_label", "mapping_justification", "confidence"),
    tuple(_NCIT_AS["object"].split("|")),
)
XREFS = Description(
    "xrefs",
    "Concepts of NCIt and those of ChEBI, the Disease Ontology and HGNC",
    "Cross-references that NCI's Enterprise Vocabulary Services (ChEBI, HGNC) and the Disease Ontology publish. "
    "None of the sources states a degree: exactMatch only for a gene and its one HGNC id.",
    ("CHEBI", "DOID", "DOREPORT", "EVSMAP", "HGNC", "NCIT", "obo", "semapv", "skos"),
    (
        "subject_id",
        "subject_label",
        "predicate_id",
        "object_id",
        "mapping_justification",
        "mapping_source",
        "confidence",
    ),
    tuple(_NCIT_AS["subject"].split("|")),
)

MONDO = Description(
    "mondo",
    "Diseases of NCIt and those of Mondo",
    "Mondo's own mappings of its diseases, turned round, for the conditions and findings of the slice. "
    "closeMatch where Mondo maps one disease to several concepts of NCIt; its obsolete diseases are left out.",
    ("MONDO", "MONDOMAP", "NCIT", "obo", "semapv", "skos"),
    XREFS.columns,
    XREFS.more,
    "https://creativecommons.org/publicdomain/zero/1.0/",
)


def lines(described: Description, rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    """An SSSOM table: its description as comments, the heading, the rows sorted by their bytes."""
    yield "#curie_map:"
    yield from (f'#  {prefix}: "{NAMESPACES[prefix]}"' for prefix in described.prefixes)
    yield f'#mapping_set_id: "https://w3id.org/kgbuild/mappings/{described.name}"'
    yield '#mapping_set_version: "1.0.0"'
    yield f'#mapping_set_title: "{described.title}"'
    yield f'#mapping_set_description: "{described.text}"'
    yield f'#license: "{described.license}"'
    yield from (f"#{line}" for line in described.more)
    yield "\t".join(described.columns)
    yield from sorted(("\t".join(row) for row in rows), key=str.encode)


def write(folder: Path, described: Description, rows: Iterable[tuple[str, ...]]) -> None:
    """Write a table with line ends that are alike on every system, and say how long it is."""
    text = "".join(line + "\n" for line in lines(described, rows))
    (folder / f"{described.name}.sssom.tsv").write_text(text, encoding="utf-8", newline="\n")
    sys.stdout.write(f"{described.name}: {text.count(chr(10)) - text.count(chr(10) + '#') - 2} mappings\n")


def main() -> None:
    """Read the arguments, make the tables, say how many rows each has."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path, nargs="?", help="folder that holds cdr.tsv and xrefs.tsv")
    parser.add_argument("-o", "--output", type=Path, default=HERE / "mappings")
    parser.add_argument("--mondo", type=Path, help="Mondo's own mappings to NCIt")
    arguments = parser.parse_args()
    concepts = read_slice(HERE / "ncit.tsv")
    write(arguments.output, SALTS, salts(concepts))
    if arguments.folder:
        write(arguments.output, CDR, cdr(concepts, arguments.folder / "cdr.tsv"))
        write(arguments.output, XREFS, xrefs(concepts, arguments.folder / "xrefs.tsv"))
    if arguments.mondo:
        write(arguments.output, MONDO, mondo(concepts, arguments.mondo))


if __name__ == "__main__":
    main()
