"""Files drawn from bytes: NCI's form with damage, so that what a fuzzer changes stays near to a page.

The first byte says how the rest is meant (`WAYS`): the bytes of the file, its front matter, its Markdown, a sentence,
pieces of phrases, or damage to a whole page. The same bytes give the same file, with or without a fuzzer.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from example_pages import EXAMPLINIB

FRONT: Final = """\
---
title: Examplinib - NCI
url: https://www.cancer.gov/about-cancer/treatment/drugs/examplinib
license: public_domain
citation: NCI, 2025
---
"""
DRUG: Final = "# Examplinib - NCI\n\n# Examplinib\n\nUS Brand Name(s)\n\nExemplar\n\nFDA Approved\n\nYes\n\n"
_POPUP = "(/Common/PopUps/popDefinition.aspx?id={}&version=Patient&language=English)"
_TRIALS = "https://www.cancer.gov/research/participate/clinical-trials/intervention/"
MOST_PIECES: Final = 40
"""More would only take longer."""

BEGINNINGS: Final = (
    DRUG,
    DRUG + "## Use in Cancer\n\nExamplinib is approved to treat:\n\n- ",
    DRUG + "## Use in Cancer\n\nExamplinib is approved ",
    "# Drugs Approved for Myeloma - NCI\n\n# Drugs Approved for Multiple Myeloma\n\n## Drugs Approved for ",
    "# A to Z List of Cancer Drugs\n\n## A\n\n",
    "# FAUX - NCI\n\n# FAUX\n\n## Drugs in the FAUX combination\n\n| F | = | Fauxline |\n|---|---|---|\n",
    "# FAUX\n\n## Drugs in the FAUX combination\n\n- A = Alphanib\n\n## Use in Cancer\n\nFAUX is used to treat:\n\n- ",
    "",
)

# One byte picks one of these; they are phrases of leads, bullets, tables and lists, markup, and what breaks them.
PIECES: Final = (
    "\n- ", "\n\n", "\n", "  - ", "\n## ", "\n# ", "\n\n- **", "**", "** ", " ", "  ", "\t", ". ", ", ", "; ", ": ",
    "Examplinib ", "is approved to treat", "is approved to prevent", "is approved to be used with ",
    "is also approved ", "is not approved to treat ", "is used to treat ", "may also be used ",
    "is being studied in ", "adults with:", "approved to be used alone or with other drugs to treat:",
    "adults and children aged 12 years and older ", "It is used ", "It is given ", "It is also used ",
    "It may be used ", "alone", "alone or ", "with ", "without ", "with or without ", "and then alone ", "either ",
    "or ", "and ", "and either ", "as ", "before ", "after ", "after surgery ",
    "after two other treatments, including ", "after at least 3 prior therapies ", "in adults ",
    "in children aged 6 months to 17.5 years ", "in men ", "in women after menopause ", "whose disease ",
    "came back ", "got worse ", "has spread", "cannot be removed by surgery",
    "that is locally advanced or metastatic ", "has not spread ", "did not get better with ", "has not been treated ",
    "has been treated with ", "who have had ", "who cannot have ", "are not able to have ",
    "that has a mutation in the ", "does not have a mutation in ", "gene ", "EGFR ", "HER2 negative ",
    "HER2-positive ", "hormone receptor positive ", "PD-L1 ", "not MSI-H or dMMR ", "BCR::ABL1 ", "1% or more ",
    "(HER2) ", "(a type of blood cancer)", "(ALL)", "stage III ", "stage IIIA, ", "¹", "²",
    "\n\n¹ This use is approved under FDA's Accelerated Approval Program.", "* ", "brand", "the Exemplar brand ",
    "This use is approved for the Exemplar and Zibfort brands.",
    "only available as part of a special program called ",
    "Exemplar REMS ([Risk Evaluation](https://rems.example.org/x))", "REMS ", "caused by ", "certain types of ",
    "multiple myeloma", "Mantle cell lymphoma", "non-small cell lung cancer", "breast cancer ", "anemia ", "melanoma",
    "acute lymphoblastic leukemia ", "Philadelphia chromosome positive ", "chronic phase ", "nausea and vomiting ",
    "rituximab", "dexamethasone", "carboplatin ", "paclitaxel ", "platinum-based chemotherapy ", "radiation therapy ",
    "an autologous stem cell transplant ", "bortezomib", "a kinase inhibitor ", "other drugs ", "chemotherapy ",
    "maintenance therapy ", "first-line treatment ", "adjuvant therapy ", "other types of cancer", "Anemia",
    "Placeholder", "[", "]", "](", ")", "(", "[Multiple myeloma]" + _POPUP.format(45793), "[x](javascript:alert(1))",
    "![i](/i.png)", f"[Find Trials]({_TRIALS}C2668)", f"[Trials]({_TRIALS}c2668)", f"[Trials]({_TRIALS}C2668/../x)",
    "[Definition](https://www.cancer.gov/publications/dictionaries/cancer-drug/def/38564)", "<https://x.example/>",
    "[MedlinePlus](https://medlineplus.gov/druginfo/meds/a608001.html)", "[//](//evil.example/)", "[b](\\\\x\\y)",
    "[FDA label](https://dailymed.nlm.nih.gov/dailymed/drugInfo.cfm?setid=5fa97bf5)", "[s](https://x.example/%zz {})",
    "## Use in Cancer\n\n", "US Brand Name(s)\n\n", "FDA Approved\n\n", "Yes\n\n", "No\n\n", "No longer available ",
    "## Drugs Approved for ", "Abraxane (Paclitaxel)", "[Alphanib](/about-cancer/treatment/drugs/alphanib)\n\n",
    "## Drugs in the FAUX combination\n\n", "| A | = | Alphanib |\n", "|---|---|\n", "| a | b |\n", "|", "\\|",
    "---\n", "***", "*", "_", "__", "`", "```\n", "~~~\n", "> ", "> > ", "1. ", "10) ", "+ ", "    ", "<b>", "</b>",
    "<!--", "-->", "<script>", "</script>", "<img src=x onerror=alert(1)>", "&amp;", "&lt;", "&#0;", "&#x1F4A9;",
    "&nbsp;", "&bogus;", "\\", "\\*", "\\\n", '"', "'", '"""', "{", "}", "^", "%zz", "@", "=", "+", "-", "--",
    "=HYPERLINK(1)", "$", "#", "/", "\r\n", "\r", "\u2028", "\u0085", "\u00a0", "\u200b", "\u202e", "\ufeff",
    "\u00ad", "\u0301", "é", "e\u0301", "İ", "ß", "ﬁ", "Ｃ２６６８", "а", "\U0001f4a9", "\U000e0001", "\ufffd", "®",
    "™", "α", "≥ ", "½ ", "²⁰", "٣ ", "Ⅲ", "\x1f", "a" * 40, "word " * 12, "(word )" * 6, "a, " * 10, "C2668", "12",
    "0",    "-1", "99999999999999999999", "1e400",
    "18.5 ",
)  # fmt: skip


def drawn(data: bytes) -> bytes:
    r"""The file that the bytes stand for.

    >>> drawn(b"\x00any bytes")
    b'any bytes'
    """
    return WAYS[data[0] % len(WAYS)](data[1:]) if data else b""


def _front_matter(rest: bytes) -> bytes:
    return b"---\n" + rest + b"\n---\n" + f"{DRUG}## Use in Cancer\n\nIt is approved to treat anemia.\n".encode()


def _entry(rest: bytes) -> bytes:
    """One value of the front matter of a good page replaced."""
    lines = EXAMPLINIB.split("\n")
    at = 1 + (rest[0] if rest else 0) % 7
    key = lines[at].partition(":")[0]
    return (
        "\n".join(lines[:at]).encode() + f"\n{key}: ".encode() + rest[1:] + "\n".join(["", *lines[at + 1 :]]).encode()
    )


def _markdown(rest: bytes) -> bytes:
    return FRONT.encode() + rest


def _sentence(rest: bytes) -> bytes:
    return f"{FRONT}{DRUG}## Use in Cancer\n\nExamplinib ".encode() + rest + b"\n\n- **Multiple myeloma** in adults.\n"


def _bullet(rest: bytes) -> bytes:
    return f"{FRONT}{BEGINNINGS[1]}**Multiple myeloma** ".encode() + rest


def _pieces(rest: bytes) -> bytes:
    """A beginning, and a phrase for every further byte."""
    beginning = BEGINNINGS[rest[0] % len(BEGINNINGS)] if rest else ""
    return (FRONT + beginning + "".join(PIECES[byte % len(PIECES)] for byte in rest[1 : MOST_PIECES + 1])).encode()


def _damaged(rest: bytes) -> bytes:
    """A whole page with pieces put in, cut out, doubled or moved; three bytes for each damage."""
    text = EXAMPLINIB
    for i in range(0, min(len(rest), 36) - 2, 3):
        kind, place, size = rest[i : i + 3]
        at = (place * 8 + kind) % (len(text) + 1)
        cut = text[at : at + 1 + size // 4]
        match kind % 4:
            case 0:
                text = text[:at] + PIECES[size % len(PIECES)] + text[at:]
            case 1:
                text = text[:at] + text[at + len(cut) :]
            case 2:
                text = text[:at] + cut * 2 + text[at + len(cut) :]
            case _:
                text = text[:at] + text[at + len(cut) :] + cut
    return text.encode()


WAYS: Final[tuple[Callable[[bytes], bytes], ...]] = (
    bytes, _front_matter, _entry, _markdown, _sentence, _bullet, _pieces, _pieces, _pieces, _damaged,
)  # fmt: skip

SEEDS: Final = (
    b"\x00" + EXAMPLINIB.encode(),
    b"\x01title: Examplinib - NCI\nurl: https://www.cancer.gov/drugs/x\nlicense: x\ncitation: y\ntags: [a, b]",
    b'\x02\x04"Examplinib \\u2028\\t"',
    b"\x03# Examplinib\n\n## Use in Cancer\n\nExamplinib is approved to treat:\n\n- **Anemia** by `x`, [y](/z 'w').\n",
    b"\x04is approved to be used alone or with dexamethasone to treat adults with:",
    b"\x05in adults whose disease came back after two treatments, including bortezomib. It is used with rituximab.",
    bytes([6, 1, 104, 9, 43, 50, 105, 12, 29, 36, 106, 12, 33]),
    bytes([7, 3, 99, 5, 141, 5, 142, 143]),
    bytes([8, 6, 104, 0, 105, 35, 108, 40, 109]),
    bytes([9, 0, 100, 7]),
)
"""What a fuzzer may begin with: one for each way."""
