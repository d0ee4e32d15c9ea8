"""Biomarkers: genes, proteins, antigens and cytogenetic findings that a use asks for, or rules out.

A marker counts only where the wording makes it a criterion ("that is HER2
positive", "does not have an abnormal EGFR or ALK gene", "has the PD-L1
protein"); a name alone ("anti-HER2 treatment", "a BRAF inhibitor") does not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from kgbuild.clauses.diseases import is_disease
from kgbuild.clauses.keywords import Keyed
from kgbuild.clauses.passages import TAKEN, Passage
from kgbuild.clauses.phrases import likely, wording
from kgbuild.indication import Biomarker, Polarity

_VARIANT_OF = r"[A-Z]\d{2,4}[A-Z]"
_TWO_GENES = r"[A-Z][A-Z0-9]{1,7}(?:[-–/]|::)[A-Z][A-Z0-9]{1,7}"
_FUSED = rf"{_TWO_GENES}(?=\s+(?:gene\s+)?(?:fusions?|rearrangements?|translocations?)\b)"
"""Two genes that became one: "PML-RARA gene fusion"."""
_SYMBOL = (
    rf"(?:{_FUSED}|HLA-[A-Z]+\*\d+:\d+P?|[A-Z]\d{{3,4}}[A-Z]"
    rf"|[A-Z][A-Z0-9]{{1,7}}(?:-[A-Z]?\d{{1,2}}|/[A-Z0-9]+|-[A-Z]{{1,3}}\d*(?=\b))?(?:\s+{_VARIANT_OF})?"
    r"|[A-Z]\d?[A-Z]{1,4}\d{0,3})"
)
_NOT_A_SYMBOL = re.compile(wording("no_marker"))
_CODED = "[\ua000-\ua48c]+"
"""A marker of the lexicon, written in a letter of a script that no page uses (Yi)."""
_NAME = rf"(?:{_CODED}|{_SYMBOL})"
_AND = r"(?:,\s*(?:and\s+|or\s+)?|\s+(?:and|or|nor|and/or)\s+)"
_KIND = wording("marker_kind")
_NAMES = rf"(?P<names>{_NAME}(?:(?:\s+{_KIND}){{0,2}}{_AND}(?:an?\s+|the\s+|their\s+|abnormal\s+|known\s+)*{_NAME})*)"
_CODED_NAMES = rf"(?P<names>{_CODED}(?:{_AND}{_CODED})*)"
"""Behind "no", "without" or "has" alone only names of the lexicon count: any capitals may stand there."""
_SIGN = rf"[-–\s]*(?P<sign>{wording('marker_sign')}|\+|-(?!\w)|–(?!\w))"
_NOT = rf"(?:(?P<not>{wording('lacks_marker')})\s+)"
_HAVE = rf"(?:{wording('has_marker')}\s+)?"
_BEFORE = rf"(?:{wording('before_marker')}\s+)*"
_KINDS = rf"(?:\s+{_KIND})+(?:\s+or\s+(?:another|other)(?:\s+{_KIND})+)?"
_EXONS = r"(?:(?:\s+or)?\s+exon\s+\d+(?:\s+\(?(?:insertion|deletion|skipping|substitution|L858R)s?\)?)*)*"
_OF = r"(?:in|of|involving)\s+(?:an?\s+|the\s+|(?:one|either)\s+of\s+the\s+|one\s+or\s+more\s+)*"
_STATES = r"(?:\b(?:has|have)|that\s+(?:is|are)|whose\s+(?:cancer|tumou?rs?)\s+(?:is|are))\s+"
_CRITERIA = tuple(
    Keyed(pattern)
    for pattern in (
        rf"{_NOT}?{_HAVE}{_BEFORE}\b{_NAMES}(?:\s+{_KIND})+\s+(?:called|known\s+as)\s+(?P<variant>{_VARIANT_OF})",
        rf"{_NOT}?{_HAVE}{_BEFORE}(?P<variant>{_VARIANT_OF}(?:\s+or\s+{_VARIANT_OF})*)\s+(?:mutations?|changes?)\s+{_OF}{_NAMES}(?:\s+{_KIND})*",
        rf"{_NOT}?{_BEFORE}\b{_NAMES}{_SIGN}(?:\s+(?:gene|mutation)s?)?",
        rf"{_NOT}?{_HAVE}{_BEFORE}{wording('marker_change')}\s+{_OF}{_NAMES}(?:\s+{_KIND})*",
        rf"{_NOT}?{_HAVE}{_BEFORE}\b(?:proteins?|antigens?|genes?)\s+{_NAMES}",
        rf"{_NOT}?{_HAVE}{_BEFORE}\b{_NAMES}{_EXONS}{_KINDS}",
        rf"{_NOT}?{_HAVE}{_BEFORE}\b{_NAMES}\s+exon\s+\d+{_EXONS}",
        rf"{_NOT}{_HAVE}{_BEFORE}\b{_CODED_NAMES}",
        rf"{_STATES}{_BEFORE}\b{_CODED_NAMES}(?!\s+{wording('agent_of_marker')})(?=[\s.,;)]|$)",
    )
)
_CAN_NAME = re.compile("[A-Z][A-Z0-9]")
"""How every `_SYMBOL` begins: most sentences have nothing of the kind."""
_UNKNOWN = Keyed(r"it\s+is\s+(?:not\s+known|unknown)\s+(?:whether|if)[^.;]*", re.IGNORECASE)
_FUSED_GENES = re.compile(_FUSED)
_NAME_ONE = re.compile(rf"{_CODED}|{_TWO_GENES}|{_NAME}")
_NEGATIVE_SIGNS = frozenset({"negative", "wild-type", "wild type", "-", "–"})
_VARIANT = re.compile(_VARIANT_OF)
_NORMAL = re.compile(r"\b(?:normal|wild[- ]type)\b", re.IGNORECASE)
_LEVELS = {"low": "low", "ultralow": "ultralow", "ultra-low": "ultralow"}
_SELF_STANDING = frozenset({"triple negative", "MSI-H", "dMMR", "TMB-H", "HRD"})
_FAR = 60
"""Markers further apart than this many characters are no list."""
_ACTS_ON = re.compile(r"\b(?:block|bind|target|inhibit|attack)\w*\s+(?:to\s+)?(?:the\s+|a\s+)?$", re.IGNORECASE)
_PERCENT = re.compile(r"(?P<level>(?:at\s+least\s+|more\s+than\s+)?\d{1,2}\s?%(?:\s+or\s+more)?)")
_PERCENT_IN_BRACKETS = re.compile(rf"(?:\s+protein)?\s*\(\s*{_PERCENT.pattern}[^()%]*\)")


_ALTERATIONS = tuple(
    (kind, re.compile(rf"\b(?:{words})", re.IGNORECASE))
    for kind, words in (
        ("fusion", "fusions?"),
        ("rearrangement", "rearrang"),
        ("amplification", "amplif"),
        ("duplication", "(?:internal tandem |tandem )?duplications?"),
        ("insertion", "insertions?"),
        ("deletion", "deletions?"),
        ("translocation", "translocations?"),
        ("mutation", "mutat|wild[- ]type|variants?|exon"),
        ("alteration", "abnormal|alter|chang|defective|harmful"),
    )
)
"""Kinds of change in a gene, the more telling first, and the words for them."""
_GENERAL = ("mutation", "alteration")
KINDS_OF_CHANGE = tuple(kind for kind, _ in _ALTERATIONS)
"""Every `Biomarker.alteration`."""


@dataclass(frozen=True, slots=True)
class _Place:
    """A marker of the lexicon and where it stands."""

    name: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Biomarkers:
    """The biomarkers of a passage in reading order, and which of them are offered as alternatives."""

    markers: tuple[Biomarker, ...]
    choices: tuple[tuple[Biomarker, ...], ...] = ()

    def with_first(self, others: tuple[Biomarker, ...]) -> Biomarkers:
        """These, behind others; two or more others are alternatives of each other."""
        if not others:
            return self
        choices = (others, *self.choices) if len(others) > 1 else self.choices
        return Biomarkers((*others, *self.markers), choices)


NO_BIOMARKERS = Biomarkers(())


def read_biomarkers(passage: Passage, short: Mapping[str, str] = MappingProxyType({})) -> Biomarkers:
    """The biomarkers of a passage; their words are taken.

    Args:
        passage: the words.
        short: abbreviations that the page explains; those of diseases are no markers.
    """
    before = passage.words
    places = [
        _Place(p.value, *m.span()) for p in likely("markers", passage.low) for m in p.pattern.finditer(passage.words)
    ]
    if not (places or _CAN_NAME.search(passage.words) or _UNKNOWN.may_match(passage.low)):
        return NO_BIOMARKERS
    fused = [match.span() for match in _FUSED_GENES.finditer(passage.words)] if places else []
    parts = [
        p for p in places for start, end in fused if start <= p.start and p.end <= end and p.end - p.start < end - start
    ]
    coded, places = _coded(passage.words, [place for place in places if place not in parts])
    found: list[tuple[int, Biomarker]] = []
    unknown = _UNKNOWN.search(coded, passage.low)
    for pattern in _CRITERIA:
        while pattern.may_match(passage.low) and (match := next(_usable(pattern, coded, short), None)):
            found.extend(_markers(passage, match, places, unknown))
            passage.take(*match.span())
            coded = coded[: match.start()] + TAKEN * len(match[0]) + coded[match.end() :]
    for place in places:
        if place.name in _SELF_STANDING and TAKEN not in coded[place.start : place.end]:
            polarity = Polarity.NEGATIVE if _negated(coded, place.start) else Polarity.POSITIVE
            found.append((place.start, Biomarker(passage.mention(place.start, place.end, place.name), polarity)))
            passage.take(place.start, place.end)
    if unknown:
        passage.take(*unknown.span())
    found.sort(key=lambda pair: pair[0])
    return Biomarkers(tuple(dict.fromkeys(marker for _, marker in found)), tuple(_choices(before, found)))


def _choices(words: str, found: list[tuple[int, Biomarker]]) -> Iterator[tuple[Biomarker, ...]]:
    """Runs of markers joined by "or"; "neither A nor B" is no choice."""
    run: list[Biomarker] = []
    behind = 0
    for at, marker in found:
        gap = words[behind:at]
        joined = len(gap) < _FAR and not re.search(r"[.;]|\band\b", gap)
        if run and not joined:
            yield from _as_choice(words, run)
            run = []
        if marker.polarity is not Polarity.NEGATIVE or marker.level or _signed(words, at):
            run.append(marker)
        behind = at
    yield from _as_choice(words, run)


def _as_choice(words: str, run: list[Biomarker]) -> Iterator[tuple[Biomarker, ...]]:
    distinct = tuple(dict.fromkeys(run))
    if len(distinct) > 1:
        first, last = distinct[0].marker.text, distinct[-1].marker.text
        between = words[words.find(first[:3]) : max(words.rfind(last[-3:]), 0)]
        if re.search(r"\bor\b", between or words):
            yield distinct


def _signed(words: str, at: int) -> bool:
    return bool(re.match(r"[\w ]{2,25}?[-– ]negative", words[at : at + 40]))


def _coded(words: str, places: list[_Place]) -> tuple[str, list[_Place]]:
    """The words with each marker of the lexicon written as one symbol of its own length, and those kept."""
    kept: list[_Place] = []
    for place in sorted(places, key=lambda p: (p.start, -p.end)):
        if kept and place.start < kept[-1].end:
            continue
        sign = chr(0xA000 + len(kept) % 0x400)
        words = words[: place.start] + sign * (place.end - place.start) + words[place.end :]
        kept.append(place)
    return words, kept


def _usable(pattern: Keyed, words: str, short: Mapping[str, str]) -> Iterator[re.Match[str]]:
    """Matches whose names are names of markers, not abbreviations of diseases, nor what a drug acts on."""
    for match in pattern.finditer(words):
        names = [m[0] for m in _NAME_ONE.finditer(match["names"])]
        if any(_NOT_A_SYMBOL.fullmatch(name) or is_disease(short.get(name, "")) for name in names):
            continue
        if not _ACTS_ON.search(words[: match.start()]):
            yield match


def _markers(
    passage: Passage, match: re.Match[str], places: list[_Place], unknown: re.Match[str] | None
) -> Iterator[tuple[int, Biomarker]]:
    sign = (match.groupdict().get("sign") or "").lower()
    negative = bool(match["not"]) if "not" in match.re.groupindex else False
    normal = sign in _NEGATIVE_SIGNS or bool(_NORMAL.search(match[0]))
    polarity = Polarity.NEGATIVE if negative != normal else Polarity.POSITIVE
    if unknown and unknown.start() <= match.start() < unknown.end():
        polarity = Polarity.UNKNOWN
    level = _LEVELS.get(sign) or _percentage(passage, match)
    known = {place.start: place for place in places}
    gene = ""
    names = _NAME_ONE.finditer(match.string, *match.span("names"))
    for name, alteration in zip(names, _alterations(match), strict=True):
        place = known.get(name.start())
        label = place.name if place else None
        if gene and _VARIANT.fullmatch(name[0]):
            label = f"{gene} {name[0]}"
        gene = name[0].split()[0] if " " in name[0] else ""
        variants = re.findall(_VARIANT_OF, match.groupdict().get("variant") or "")
        for variant in variants[1:]:
            marker = passage.mention(name.start(), name.end(), f"{label or name[0]} {variant}")
            yield name.start() + 1, Biomarker(marker, polarity, level, alteration)
        label = f"{label or name[0]} {variants[0]}" if variants else label
        yield name.start(), Biomarker(passage.mention(name.start(), name.end(), label), polarity, level, alteration)


def _alterations(match: re.Match[str]) -> Iterator[str | None]:
    """For each name of a criterion what of the gene is meant; None where the protein, or nothing special, is.

    The words behind a name are its own, if they say it ("NPM1 mutation or KMT2A translocation"); else those behind
    the last name, and those before the first, hold for all.
    """
    names = list(_NAME_ONE.finditer(match.string, *match.span("names")))
    ends = [*(name.start() for name in names[1:]), match.end()]
    behind = [match.string[name.end() : end] for name, end in zip(names, ends, strict=True)]
    shared = _kind(behind[-1]) or _kind(match.string[match.start() : names[0].start()])
    if match.groupdict().get("variant"):
        shared = "mutation"
    yield from (_kind(words) or shared for words in behind)


def _kind(words: str) -> str | None:
    """The kind of change that words name; of several the word for all.

    >>> _kind("exon 20 insertion mutations"), _kind("fusion or other rearrangement"), _kind("protein")
    ('insertion', 'alteration', None)
    """
    found = [kind for kind, pattern in _ALTERATIONS if pattern.search(words)]
    special = [kind for kind in found if kind not in _GENERAL]
    if special and (len(special) > 1 or re.search(rf"\b(?:{_VARIANT_OF}|substitution)", words)):
        return "alteration"
    return next(iter(special or found), None)


def _percentage(passage: Passage, match: re.Match[str]) -> str | None:
    """A share of cells written right behind the marker ("in at least 1% of tumor cells", "(1% or more)")."""
    if bracketed := _PERCENT_IN_BRACKETS.match(passage.text.plain, match.end()):
        return bracketed["level"]
    behind = match.string[match.end() : match.end() + 40]
    percent = _PERCENT.search(behind)
    return percent["level"] if percent and "." not in behind[: percent.start()] else None


def _negated(words: str, start: int) -> bool:
    before = words[max(0, start - 60) : start]
    sentence = re.split(r"[.;]|\bwho\b|\bwhose\b", before)[-1]
    return bool(re.search(r"\b(?:not|without|no)\b(?:(?!\band\s+(?:is|are|has|have)\b).)*$", sentence))
