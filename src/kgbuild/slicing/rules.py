"""What the slice keeps and as what: rules on branches, types and forms of names.

Semantic types and parents are absent for many concepts of the public copies, so
that the form of a name decides where nothing better is known; every rule below
is about how NCIt names things, none about one concept (those are in ``placed.tsv``).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """Branch of a concept, as roles need it."""

    DRUG = "drug"
    REGIMEN = "regimen"
    CLASS = "class"
    PROCEDURE = "procedure"
    CONDITION = "condition"
    GENE = "gene"
    PROTEIN = "protein"
    MARKER = "marker"
    """Molecular abnormality or test result."""
    FINDING = "finding"
    """Sign or symptom, or course of a disease."""
    QUALIFIER = "qualifier"
    RETIRED = "retired"
    BRANCH = "branch"
    """Only there because something below it is."""


KIND_BY_ANCESTOR = (
    ("C94299", Kind.MARKER),  # Receptor Status
    ("C48232", Kind.BRANCH),  # Cancer TNM Finding
    ("C22187", Kind.BRANCH),  # Experimental Organism Diagnosis
    ("C83490", Kind.BRANCH),  # Microscopic Finding
    ("C2991", Kind.CONDITION),  # Disease or Disorder
    ("C36292", Kind.MARKER),  # Laboratory Test Result
    ("C100104", Kind.FINDING),  # Sign or Symptom
    ("C35461", Kind.QUALIFIER),  # Clinical Course of Disease
    ("C3367", Kind.FINDING),  # Finding
    ("C3910", Kind.MARKER),  # Molecular Abnormality
    ("C16612", Kind.GENE),
    ("C26548", Kind.PROTEIN),  # Gene Product
    ("C12218", Kind.REGIMEN),  # Chemotherapy Regimen or Agent Combination
    ("C25218", Kind.PROCEDURE),  # Intervention or Procedure
    ("C1908", Kind.DRUG),  # Drug, Food, Chemical or Biomedical Material
)
"""The first branch that a concept lies in decides. Codes: NCIt."""

_CLASS_WORDS = (
    r"Inhibitor|Agent|Antagonist|Agonist|Antibody|Antibodies|Analog|Analogue|Compound|Modulator|Blocker|Derivative|"
    r"Suppressant|Antibiotic|Corticosteroid|Steroid|Opioid|Hormone|Alkaloid|Alkylator|"
    r"Antiemetic|Antimetabolite|Androgen|Antiandrogen|Estrogen|Antiestrogen|Progestin|Bisphosphonate|Taxane|Anthracycline|"
    r"Fluoropyrimidine|Interferon|Interleukin|Retinoid|Activator|Engager|Degrader|Factor|Downregulator"
)
_STEMS = (
    r"mab|nib|limus|platin|taxel|rubicin|bicin|tinib|ciclib|parib|lisib|degib|fusp|kin|leucel|grastim|poetin|"
    r"cept|stat|lutamide|relix|relin|dronate|dronic|setron|pitant|trexed|trexate|tabine|arabine|citabine|bine|"
    r"mustine|fosfamide|tecan|poside|domide|zomib|clax|sertib|rafenib|metinib|exor|vec|tide|tinoin|rotene|ase|"
    r"steride|zole|oxifene|mifene|estrant|asone|olone|isone|floxacin|cillin|mycin|vir|gene|plestim|plostim|bopag"
)
_SALTS = (
    r"(?:Mono|Di|Tri)?(?:[Aa]cetate|[Hh]ydrochloride|[Ss]ulfate|[Cc]itrate|[Mm]aleate|[Mm]esylate|[Tt]osylate|[Pp]hosphate|"
    r"[Ff]umarate|[Bb]romide|[Ss]odium|[Pp]otassium|[Ss]uccinate|[Tt]artrate|[Hh]ydrobromide|[Pp]amoate)"
)
NAMED = {
    Kind.REGIMEN: re.compile(r" Regimen(?: \w+)?$|^[A-Z][a-z-]{3,}(?:/[A-Z][A-Za-z -]{3,})+$"),
    Kind.GENE: re.compile(r"^(?:[A-Z0-9/-]{2,}|[A-Z][\w ]+ Family) Gene$| Fusion Gene$"),
    Kind.MARKER: re.compile(
        r"(?<!Rare )(?:Mutation|Amplification|Rearrangement|Fusion Protein Expression|Overexpression|Deletion|Positive|"
        r"Negative|Gene Fusion|Wild Type|wt Allele|Instability|Mismatch Repair \w+|Recombination Deficiency|"
        r"Expression|Mutational Burden|Chromosome|Antigen Present|Status|Low|Deficient|Proficient)(?: \w+)?$"
    ),
    Kind.PROTEIN: re.compile(r"(?:Receptor(?: Type \d)?|Antigen CD\w+|Protein|Ligand \d|Alpha Chain)$"),
    Kind.PROCEDURE: re.compile(
        r"(?:Transplantation|Transplant|Surgery|Surgical Procedure|ectomy|Radiotherapy|Radiation Therapy|"
        r"Radiation|Therapy|Chemotherapy|Immunotherapy|Treatment|Transfusion|Exchange|Ablation|Embolization)$"
    ),
    Kind.CONDITION: re.compile(
        r"(?:oma|omas|emia|itis|osis|penia|pathy|algia|rrhea|cytosis|Syndrome|Disease|Disorder|Cancer|Neoplasm|"
        r"Tumor|Infection|Metastasis|Failure|Toxicity|Deficiency|Wart|Anemia|Leukemia|Effusion|Nevus|uria)s?$"
    ),
    Kind.CLASS: re.compile(rf"(?:^|[ -])(?:{_CLASS_WORDS})$"),
    Kind.DRUG: re.compile(
        rf"^\S+(?: [a-z]\S+| [A-Z][a-z]+(?:ate|ide|ium|ine|ol|in))?(?<!\d)-[a-z]{{4}}$|"
        rf"^[A-Z][a-z-]*(?:{_STEMS})(?:-[a-z]{{4}})?(?: [A-Z][a-z]+)*$|"
        rf"^[A-Z][a-z-]{{4,}}(?: [A-Z][a-z]+)? (?:{_SALTS})$"
    ),
}
"""How NCIt names things of a kind; tried in the order of `_TRIED`."""

_TRIED = (Kind.REGIMEN, Kind.GENE, Kind.MARKER, Kind.CONDITION, Kind.CLASS, Kind.PROCEDURE, Kind.DRUG, Kind.PROTEIN)

_DROPPED = re.compile(
    r"CTCAE|Adverse Event|MedDRA|Terminology|Questionnaire|^(?:CDISC|GDC|ECOG|PDQ|ICD|NCI)\b|Test (?:Name|Code)|"
    r"Domain|Code ?list|Clinical Trial|by (?:FACT|EORTC)| Measurement$|Ethnic|Cell Line| Cells?$|"
    r"\bAJCC\b|\bTNM\b|\bFIGO\b|Finding v\d|^(?:p|c|yp)?[TNM]\d|^Stage \d?[0I]|Ann Arbor|"
    r"^(?:Other|Prior|Unknown|No) |Mouse|Murine|\bRat\b|Canine|Trout|Zebrafish|Hamster|Feline|"
    r"wt Allele|^(?:MIR|LINC|LOC|OR|ZNF|SLC|TMEM|RPL|RPS)\d+\w* Gene$|^[A-Z][A-Z0-9]+ Antibody$|"
    r"^(?:Recurrent|Refractory|Unresectable|Resectable|Localized|(?:Locally )?Advanced|Locally Recurrent) .*"
    r"(?:Cancer|Carcinoma|oma|Leukemia|Neoplasm|Tumor)s?\b"
)
"""Of no use to drug pages: grades of adverse events, stages, forms, animals, alleles, and states of a cancer
that the graph states apart from it."""
_TYPES = {
    "Gene or Genome": Kind.GENE,
    "Receptor": Kind.PROTEIN,
    "Enzyme": Kind.PROTEIN,
    "Cell or Molecular Dysfunction": Kind.MARKER,
    "Laboratory or Test Result": Kind.MARKER,
    "Neoplastic Process": Kind.CONDITION,
    "Disease or Syndrome": Kind.CONDITION,
    "Finding": Kind.FINDING,
    "Pharmacologic Substance": Kind.DRUG,
    "Antibiotic": Kind.DRUG,
    "Vitamin": Kind.DRUG,
    "Hormone": Kind.DRUG,
    "Immunologic Factor": Kind.PROTEIN,
    "Amino Acid, Peptide, or Protein": Kind.PROTEIN,
    "Organic Chemical": Kind.DRUG,
    "Inorganic Chemical": Kind.DRUG,
    "Chemical Viewed Functionally": Kind.CLASS,
    "Chemical Viewed Structurally": Kind.CLASS,
}
_MADE = re.compile(r"^(?:Pegylated |Human )*Recombinant |^Pegylated |Vaccine")
"""How the name of a protein begins or ends that is given as a drug."""
_FAMILY_TYPES = {"Chemical Viewed Functionally", "Chemical Viewed Structurally", "Classification"}
_JUNK = re.compile(
    r"^\d[\d. -]*$|^\d{2,7}-\d\d-\d|^[A-Z]{1,6}[- ]?\d{3,}[A-Z]?$|\d,\d|\[.*\d|\(\d|\d\w?-\(|\{|\d'|-yl\b|ylidene|"
    r"^(?:ZYC|NSC|UNII)\b|CTCAE|AJCC|, NOS$|-$|- |\bNEC$|\[M\]|yl\)|Bis\(|\d+[HRS]\b-|^\S*\d+-\S*-\d+\S*-\S{8,}$"
)
_INVERTED = re.compile(r"^[^,]+, (?:[A-Z]|\w+$)")
_CODE_NAME = re.compile(r"^[A-Z]+[ -]?\d{2,}|\d{4,}")
_CLASS_NAME = re.compile(rf"\b(?:{_CLASS_WORDS})s?$", re.IGNORECASE)
_LONGEST = 70
_LONGEST_SYMBOL = 10


def is_dropped(label: str) -> bool:
    """Whether a concept is of a sort that no drug page names: adverse-event grades, TNM, terminology's own affairs.

    >>> is_dropped("Grade 2 Anemia, CTCAE"), is_dropped("Anemia")
    (True, False)
    """
    return bool(_DROPPED.search(label))


def is_class(label: str, types: tuple[str, ...], *, is_family: bool, is_sold: bool) -> bool:
    """Whether a concept among the drugs is a class of them: by the form of its name, its type, or its descendants.

    Args:
        label: NCIt's name.
        types: semantic types.
        is_family: whether concepts stand below it.
        is_sold: whether it has brand names or an entry of NCI's drug dictionary; then it is one drug, with its forms.

    >>> is_class("Proteasome Inhibitor", (), is_family=True, is_sold=False)
    True
    >>> is_class("Pegcetacoplan", ("Pharmacologic Substance",), is_family=True, is_sold=True)
    False
    """
    return bool(NAMED[Kind.CLASS].search(label)) or (is_family and (bool(_FAMILY_TYPES & {*types}) or not is_sold))


def is_code_named(label: str) -> bool:
    """Whether a drug has no name yet but its maker's code; what is approved has one.

    >>> is_code_named("HDAC6 Inhibitor KA2507"), is_code_named("Iobenguane I-131")
    (True, False)
    """
    return bool(re.search(r"\b(?=\w*[A-Z]{2})[A-Z]\w*[ -]?\d{3,}\w*$", label))


@dataclass(frozen=True, slots=True)
class Traits:
    """What is known of a concept when it is placed."""

    label: str
    """NCIt's name."""
    types: tuple[str, ...]
    """Semantic types."""
    branches: Collection[str]
    """The codes above it, and its own."""
    is_family: bool = False
    """Whether several concepts stand below it."""
    is_listed: bool = False
    """Whether a table names it as a drug, by a brand or a class."""
    is_sold: bool = False
    """Whether it has brand names or an entry of NCI's drug dictionary."""
    is_registered: bool = False
    """Whether it has an id of NCI's Clinical Data Repository."""
    xrefs: Collection[str] = ()
    """Prefixes of its cross-references, such as ``HGNC``."""


def kind_by_rules(traits: Traits) -> Kind | None:
    """A concept's kind by branch, then by type and tables, then by the form of its name.

    >>> kind_by_rules(Traits("Wobble Inhibitor", (), {"C1908"}, is_family=True)).value
    'class'
    """
    branch = next((kind for code, kind in KIND_BY_ANCESTOR if code in traits.branches), None)
    if branch is Kind.DRUG or (branch is None and traits.is_listed):
        is_sold = traits.is_sold or "Pharmacologic Substance" in traits.types
        is_one = not is_class(traits.label, traits.types, is_family=traits.is_family, is_sold=is_sold)
        branch = Kind.DRUG if is_one else Kind.CLASS
    if branch is Kind.MARKER and NAMED[Kind.CONDITION].search(traits.label):
        branch = Kind.FINDING
    if branch is None and "HGNC" in traits.xrefs:
        branch = Kind.GENE
    if branch is None and "DOID" in traits.xrefs and traits.label[:1].isupper():
        branch = Kind.CONDITION
    return branch or kind_by_name(traits.label, traits.types, registered=traits.is_registered, xrefs={*traits.xrefs})


def kind_by_name(label: str, types: tuple[str, ...], *, registered: bool, xrefs: set[str]) -> Kind | None:
    """Kind of a concept that has neither branch nor table: by the form of its name, then its semantic type.

    >>> kind_by_name("FOLFIRI Regimen", (), registered=True, xrefs=set()).value
    'regimen'
    >>> kind_by_name("Filgrastim-sndz", (), registered=False, xrefs=set()).value
    'drug'
    >>> kind_by_name("Challenge Agent Code", (), registered=False, xrefs=set()) is None
    True
    """
    is_given = "Pharmacologic Substance" in types
    by_type = Kind.DRUG if is_given else next((_TYPES[name] for name in types if name in _TYPES), None)
    if _MADE.search(label) and {"Amino Acid, Peptide, or Protein", "Enzyme"} & {*types}:
        return Kind.DRUG
    by_name = next((kind for kind in _TRIED if NAMED[kind].search(label)), None)
    if by_type is Kind.DRUG and by_name is not Kind.CLASS:
        return Kind.DRUG
    if by_name and (by_name is not Kind.REGIMEN or registered or label.endswith("Regimen")):
        return by_name
    if "Therapeutic or Preventive Procedure" in types:
        return Kind.PROCEDURE
    return by_type or (Kind.DRUG if "CHEBI" in xrefs and registered else None)


def usable_names(names: Iterable[str], kind: Kind) -> Iterator[str]:
    r"""The names that a page could print: no registry numbers, formulas, inversions, code names, lost letters.

    >>> list(usable_names(["Gleevec", "220127-57-1", "1,7-Dihydro-6H-purine-6-thione", "Gu\x1arin Vaccine"], Kind.DRUG))
    ['Gleevec']
    """
    for name in names:
        longest = _LONGEST_SYMBOL if kind is Kind.GENE else _LONGEST
        is_other = kind is Kind.DRUG and (_CODE_NAME.search(name) or _CLASS_NAME.search(name))
        is_junk = len(name) > longest or not name.isprintable() or _JUNK.search(name) or _INVERTED.search(name)
        if not (is_junk or is_other):
            yield name
