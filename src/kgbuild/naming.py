"""Names as keys: two wordings that differ only in how they are written have one key.

Nothing that carries meaning is dropped: case, width, dashes, number, spelling,
possessives and the order of "cancer of the stomach" do not count; every other
word does. A key is for look-up only and is never shown.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

_GREEK = {
    "α": "alpha",
    "β": "beta",
    "γ": "gamma",
    "δ": "delta",
    "ε": "epsilon",
    "κ": "kappa",
    "λ": "lambda",
    "μ": "mu",
}
_BRITISH = (
    ("aemi", "emi"),
    ("haem", "hem"),
    ("oedem", "edem"),
    ("oesoph", "esoph"),
    ("rrhoea", "rrhea"),
    ("paed", "ped"),
    ("tumour", "tumor"),
    ("gynaec", "gynec"),
    ("oestr", "estr"),
    ("sulph", "sulf"),
    ("penaei", "penei"),
    ("colour", "color"),
    ("aetiolog", "etiolog"),
    ("isation", "ization"),
    ("paenia", "penia"),
)
_IRREGULAR = {"metastases": "metastasis", "diagnoses": "diagnosis", "transplantation": "transplant"}
_HEADS = r"(?:adeno)?carcinoma|cancer|tumor|neoplasm|lymphoma|sarcoma|melanoma|mesothelioma"
_OF = re.compile(rf"^((?:.* )?(?:{_HEADS})) (?:of|in) (?:the )?(.+)$")
_ARTICLE = re.compile(r"^(?:the|an?) (?=\w{3})")
_ABBREVIATION = re.compile(r"(?<=\w) ?\(([A-Za-z][A-Za-z0-9-]{1,11})\)")
_POSSESSIVE = re.compile(r"['’]s?\b")
_PLUS = re.compile(r"\+(?=\W|$)")
_WORD = re.compile(r"[^\W_]+|\*|\+")
_INVISIBLE = {"Cf", "Cc", "Mn"}
_SHORTEST_PLURAL = 5


_EMPTY_START = re.compile(
    r"^(?:(?:certain|some|other|another|any|additional|standard|conventional|different|various|approved)\b ?|"
    r"(?:type|kind|form) of (?:an? )?|treatment with (?:an? )?|therapy with (?:an? )?)+"
)
_EMPTY_ENDS: tuple[tuple[str, frozenset[str]], ...] = (
    (" therapy", frozenset({"class", "regimen"})),
    (" treatment", frozenset({"class", "regimen"})),
    (" chemotherapy drug", frozenset({"class"})),
    (" drug", frozenset({"class"})),
    (" medicine", frozenset({"class"})),
    (" agent", frozenset({"class"})),
    (" combination chemotherapy", frozenset({"class", "regimen"})),
    (" based chemotherapy", frozenset({"class"})),
    (" containing chemotherapy", frozenset({"class"})),
    (" chemotherapy", frozenset({"class", "regimen"})),
    (" combination", frozenset({"regimen"})),
)
_FDA_SUFFIX = re.compile(r"(?:(?<=[a-z]{3})|(?<=-\d[ab]))-(?!alfa|alpha|beta|zeta|free|like|dose|type|base)[a-z]{4}$")
_JOINT = re.compile(r",? and |, |/| ?\+ ?")


@dataclass(frozen=True, slots=True)
class Wording:
    """A key of the same meaning, for look-up after the name as it stands."""

    key: str
    only: frozenset[str]
    """Kinds of concept for which it means the same; empty: any."""


def plainer(name: str) -> Iterator[Wording]:
    """Other keys of the same meaning: never without a word that carries any.

    "Therapy" says nothing after a drug class, much after a drug; so the wording
    without it counts only if it names a class. The four letters that FDA adds to
    the name of a biological say nothing, and NCIt orders what is given together
    by the alphabet; indexes of diseases put the noun first ("Myeloma, Multiple").
    Source: FDA, Nonproprietary Naming of Biological Products.

    >>> [wording.key for wording in plainer("other ALK inhibitor therapy")][:2]
    ['alk inhibitor therapy', 'alk inhibitor']
    >>> [wording.key for wording in plainer("Naxitamab-gqgk")]
    ['naxitamab gqgk regimen', 'naxitamab gqgk gene', 'naxitamab']
    >>> [wording.key for wording in plainer("B and A")][2:]
    ['b a', 'a b']
    >>> [wording.key for wording in plainer("Myeloma, Multiple")][2]
    'multiple myeloma'
    """
    key = normalise(name)
    bare = _EMPTY_START.sub("", key)
    if bare and bare != key:
        yield Wording(bare, frozenset())
    for ending, kinds in _EMPTY_ENDS:
        if bare.endswith(ending):
            yield Wording(bare.removesuffix(ending), kinds)
    yield Wording(f"{key} regimen", frozenset({"regimen"}))
    yield Wording(f"{key} gene", frozenset({"gene"}))
    if _FDA_SUFFIX.search(name.casefold()):
        yield Wording(normalise(_FDA_SUFFIX.sub("", name.casefold())), frozenset({"drug"}))
    if name.count(", ") == 1:
        yield Wording(normalise(" ".join(reversed(name.split(", ")))), frozenset({"condition"}))
    parts = [normalise(part) for part in _JOINT.split(name) if part.strip()]
    if len(parts) > 1:
        yield Wording(" ".join(parts), frozenset({"drug", "regimen"}))
        yield Wording(" ".join(sorted(parts)), frozenset({"drug", "regimen"}))


@lru_cache(maxsize=65536)
def normalise(name: str) -> str:
    """Give the key of a name; empty where nothing is left.

    >>> normalise("Non–Small Cell Lung Cancers") == normalise("non-small cell lung cancer")
    True
    >>> normalise("Cancer of the Stomach"), normalise("Hodgkin's Lymphoma")
    ('stomach cancer', 'hodgkin lymphoma')
    >>> normalise("Acute Lymphoblastic Leukaemia (ALL)")
    'acute lymphoblastic leukemia'
    >>> normalise("Fluorouracil (Topical)")
    'fluorouracil topical'
    >>> normalise("ER+"), normalise("HER2-")
    ('er positive', 'her2 negative')
    """
    text = name if name.isascii() and name.isprintable() else _plain(name)
    # Each pattern is asked only where the character is there that it begins with: a release has millions of names.
    if "(" in text:
        bracketed = text
        text = _ABBREVIATION.sub(lambda found: _without_abbreviation(bracketed, found), text)
    text = text.casefold()
    if "'" in text or "’" in text:
        text = _POSSESSIVE.sub("", text)
    text = text.strip()
    if text.endswith("-"):
        text = text[:-1] + " negative"
    if "+" in text:
        text = _PLUS.sub(" positive ", text)
    key = " ".join(map(_word, _WORD.findall(text)))
    if " of " in key or " in " in key:
        key = _OF.sub(r"\2 \1", key)
    return _ARTICLE.sub("", key)


def is_mixed_script(name: str) -> bool:
    r"""Whether Latin letters stand beside look-alikes of another script.

    Such a name is not what it seems; Greek letters standing alone are usual in names.

    >>> is_mixed_script("Len\N{CYRILLIC SMALL LETTER A}lidomide"), is_mixed_script("interferon β")
    (True, False)
    """
    if name.isascii():
        return False
    scripts = {unicodedata.name(char, "").split(" ")[0] for char in _plain(name) if char.isalpha()}
    return bool(scripts - {"LATIN", "GREEK", "MICRO", "MODIFIER"}) or any(
        _has_greek_inside(word) for word in re.findall(r"\w+", _plain(name))
    )


def is_acronym(name: str) -> bool:
    """Whether a name is an abbreviation, of which several things can be meant.

    >>> is_acronym("ALL"), is_acronym("R-CHOP"), is_acronym("anemia")
    (True, True, False)
    """
    if " " in name.strip():
        return False
    letters = [char for char in name if char.isalpha()]
    return len(letters) > 1 and sum(map(str.isupper, letters)) > len(letters) / 2


def _has_greek_inside(word: str) -> bool:
    """Whether one word mixes Latin and Greek letters."""
    kinds = {unicodedata.name(char, "").split(" ")[0] for char in word if char.isalpha()}
    return {"LATIN", "GREEK"} <= kinds


def _plain(name: str) -> str:
    """NFKC, with one kind of dash, accents and invisible characters dropped."""
    spelled = "".join(_GREEK.get(char, char) if len(name) > 1 else char for char in name)
    text = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", spelled))
    kept = (char for char in text if unicodedata.category(char) not in _INVISIBLE or char in "\t\n")
    return "".join("-" if unicodedata.category(char) == "Pd" or char == "−" else char for char in kept)


def _without_abbreviation(text: str, found: re.Match[str]) -> str:
    """Nothing, where the bracketed letters abbreviate the words before them."""
    before = text[: found.start()].casefold()
    letters = re.sub(r"[^a-z]", "", found[1].casefold().removesuffix("s"))
    initials = "".join(word[0] for word in re.findall(r"[^\W_]+", before))
    short = found[1][:2].isupper() or found[1][-1:].isupper()
    return "" if short and _runs_through(letters, before) and letters[:1] in initials else found[0]


def _runs_through(letters: str, words: str) -> bool:
    """Whether the letters occur in the words in this order."""
    rest = iter(words)
    return all(letter in rest for letter in letters)


@lru_cache(maxsize=65536)
def _word(word: str) -> str:
    """One word, in American spelling and in the singular."""
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    for british, american in _BRITISH:
        if british in word:
            word = word.replace(british, american)
    return _singular(word)


def _singular(word: str) -> str:
    """The singular of a regular plural of at least five letters.

    >>> [_singular(word) for word in ("antibodies", "viruses", "warts", "kras", "lupus", "diagnosis")]
    ['antibody', 'virus', 'wart', 'kras', 'lupus', 'diagnosis']
    """
    if len(word) < _SHORTEST_PLURAL or not word.endswith("s") or word.endswith(("ss", "us", "is")):
        return word
    if word.endswith("ies"):
        return word[:-3] + "y"
    if word.endswith(("uses", "sses")):
        return word[:-2]
    return word[:-1]
