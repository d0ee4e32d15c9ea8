"""The section on uses of a made-up page: sentences in the form of NCI's pages, about drugs that do not exist."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from random import Random

from made_up_names import WORDS, DrugName, Term, terms

_HOW_MANY = ((1, 2, 3, 4, 5, 7, 12), (42, 24, 13, 9, 6, 4, 2))
"""Uses of a page, and how often of a hundred."""
_OTHER = {
    "metastatic": "44058",
    "locally advanced": "45955",
    "metastasized": "46283",
    "recurred": "45862",
    "relapsed": "45866",
    "refractory": "45863",
    "systemic therapies": "45922",
    "drugs": "348921",
    "cancer": "45333",
}
"""Entries of the glossary that name no concept."""
_ACCELERATED = (
    "under the [Accelerated Approval Program](https://www.fda.gov/ForPatients/Approvals/Fast/ucm405447.htm) of the FDA."
    " As a condition of approval, further trials must show that patients live longer or feel better with it."
)


@dataclass(slots=True)
class _Sentences:
    """Fills the blanks of sentences; a name is mostly a link where it first stands, as on real pages."""

    chance: Random
    of: str
    """``solid`` or ``blood``: the diseases of the page."""
    linked: set[str] = field(default_factory=set)
    named: set[str] = field(default_factory=set)
    """Drugs of the sentence at hand: one that is given is not one that was given before."""

    def filled(self, pattern: str) -> str:
        """The pattern with every blank filled; what fills one may have blanks itself."""
        self.named.clear()
        while "{" in pattern:
            pattern = re.sub(r"\{([^{}]+)\}", self._blank, pattern)
        return pattern

    def _blank(self, found: re.Match[str]) -> str:
        match found[1]:
            case "disease":
                return self._disease()
            case "with":
                return self._with()
            case "drug":
                return self._linked(self._drug())
            case "class":
                words = self.chance.choice(WORDS[f"{self.of}_classes"])
                return f"{'an' if words[0] in 'aeiou' else 'a'} {self._linked(words)}"
            case words:
                return self.chance.choice(WORDS[words]) if words in WORDS else self._linked(words)

    def _with(self) -> str:
        if self.chance.random() < 0.2:
            return "alone"
        partners = [self._linked(self._drug()) for _ in range(self.chance.choice((1, 1, 1, 1, 1, 2, 2, 3)))]
        joint = self.chance.choice((" and ", " and ", " or "))
        ahead = ", ".join(partners[:-1]) + ("," if len(partners) > 2 else "")
        return f"with {ahead}{joint if ahead else ''}{partners[-1]}"

    def _drug(self) -> str:
        words = self.chance.choice([each for each in WORDS[f"{self.of}_drugs"] if each not in self.named])
        self.named.add(words)
        return words

    def _disease(self) -> str:
        words = self.chance.choice(WORDS[self.of])
        self.linked.add(words)
        return f"**{Term(words[0].upper() + words[1:], terms()[words].glossary).linked}**"

    def _linked(self, words: str) -> str:
        known = terms().get(words) or terms().get(words.lower())
        glossary = known.glossary if known else _OTHER.get(words)
        if glossary is None or words.lower() in self.linked or self.chance.random() < 0.2:
            return words
        self.linked.add(words.lower())
        return Term(words, glossary).linked

    def bullets(self) -> list[str]:
        """One bullet, or one with those that belong under it."""
        kind = self.chance.random()
        if kind < 0.07:
            return [self.filled(self.chance.choice(WORDS["supportive"]))]
        if kind < 0.18:
            below = self.chance.sample(WORDS["nested"], self.chance.choice((2, 2, 3)))
            return [self.filled("{disease}. It is used:"), *map(self.filled, below)]
        return [self.filled(self.chance.choice(WORDS[f"{self.of}_uses"]))]


def use_section(drug: DrugName, chance: Random) -> str:
    """What stands under ``## Use in Cancer``: a sentence, its bullets, and what goes with them."""
    name = drug.name.capitalize()
    sentences = _Sentences(chance, "blood" if chance.random() < 0.45 else "solid")
    uses = chance.choices(*_HOW_MANY)[0]
    bullets: list[str] = []
    while len(bullets) < uses:
        bullets += sentences.bullets()
    if len(drug.brands) > 2:
        bullets[-1] += "" if bullets[-1].endswith(".") else "."
        bullets[-1] += f" This use is approved for the {drug.brands[0]} and {drug.brands[1]} brands."
    lead = sentences.filled(f"{name} {chance.choice(WORDS['leads'])}").replace(" \n", "\n")
    gap = chance.choice(" \n")
    studied = sentences.filled(f"{name}{gap}is also being studied in other types of {{cancer}}.")
    return "\n\n".join([lead, *_behind(drug, bullets, chance), studied])


def _behind(drug: DrugName, bullets: list[str], chance: Random) -> list[str]:
    """The bullets, a footnote or sentence on accelerated approval, and the programme, where there are any."""
    parts = ["\n".join(f"- {bullet}" for bullet in bullets)]
    name = drug.name.capitalize()
    if chance.random() < 0.15:
        if len(bullets) > 1:
            parts[0] += "¹"
        parts.append(f"{'¹This use' if len(bullets) > 1 else name} is approved {_ACCELERATED}")
    if drug.brands and chance.random() < 0.055:
        parts.append(
            f"{name} is only available as part of a special program called {drug.brands[0]} REMS "
            f"([Risk Evaluation and Mitigation Strategies](https://rems.example.org/{drug.slug}))."
        )
    return parts
