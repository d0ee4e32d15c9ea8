"""Prior therapy: what was given before, how many times, and with what result.

Confusing a prior therapy with a partner is the worst error that this program
can make. Whatever a phrase of ``lexicon/priors.toml`` introduces is taken away
before partners are read.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from kgbuild.clauses.agents import is_vague, read_agents
from kgbuild.clauses.chains import chained, follows_another
from kgbuild.clauses.coordination import Coordination, Item, coordination
from kgbuild.clauses.counts import Count, read_count, read_rank
from kgbuild.clauses.passages import Passage
from kgbuild.clauses.phrases import likely, wording
from kgbuild.concept import Mention
from kgbuild.indication import Biomarker, PriorTherapy

_INCLUDED = r"(?:included|include|includes|including|contained|contains|containing|contain|such as)"
_INSIDE = re.compile(
    r"(?:\s+(?:for|of|with)\s+(?:(?:metastatic|advanced)\s+)?(?:cancer|disease|NHL|CLL))?[\s,·]*"
    rf"(?:(?:that|which)\s+)?(?:(?:have|has|had)\s+)?{_INCLUDED}\s+(?:at least one\s+(?=of\b|\w+ inhibitor))?",
    re.IGNORECASE,
)
_AMONG = re.compile(r"\s*,\s+including\s", re.IGNORECASE)
"""Behind a comma what is included comes beside the kind of therapy: "two systemic therapies, including A"."""
_TO = re.compile(r"(?:treatments?|therap(?:y|ies)|radiation)$")
_OBJECT = re.compile(
    r"\s+(?:to\s+remove\s+(?:the|their|one|both|an?)\s+"
    r"(?P<organ>(?!cancers?\b|tumou?rs?\b|melanomas?\b|diseases?\b|primary\b|lymph\b)[a-z]+)"
    r"|to\s+(?:the|their)\s+(?P<place>[a-z]+)(?=\s*(?:[.,;·]|$))"
    r"|for\s+(?:these|this|the|their)\s+(?:[\w-]+\s+)?(?:gene\s+)?(?:mutations?|changes?|alterations?|fusions?)\b)",
    re.IGNORECASE,
)
"""What tells which surgery, or which therapy, an earlier treatment was."""
_NOT_INSIDE = re.compile(r"[\s,]*that\s+(?:did|does|do)\s+not\s+(?:include|contain)\s+", re.IGNORECASE)
_TREATMENT_WITH = re.compile(
    r"\s*(?:(?:prior|previous|earlier|other|initial|their|the|an?)\s+)*"
    r"(?:combination of|(?:treatments?|therap(?:y|ies))\s+(?:that was given\s+)?with|use of|surgery and then)\s+",
    re.IGNORECASE,
)
_IF = re.compile(
    r"[\s,;]*(?:and|or)?[\s,]*if\s+(?:the|their)\s+(?:cancer|tumou?rs?|disease)\s+(?P<criterion>(?:has|have|is|does\s+not\s+have|is\s+not)\s+[^,;.]+),\s*(?:with\s+)?",
    re.IGNORECASE,
)
_WITH_OR_WITHOUT = re.compile(r"[\s,]*(?:given\s+)?with\s+or\s+without\s+", re.IGNORECASE)
_WITH = rf"(?:{wording('alone')},?\s+or\s+)?{wording('together_with')}\s+(?!or\s+without\b)"
_COMPANY = re.compile(
    r"(?P<told>(?:,?\s+(?:that|which)\s+(?:was|were|(?:has|have|had)\s+been))?\s+"
    rf"(?:given|used|taken|combined|administered)\s+{_WITH})|\s+{_WITH}|,?\s+followed\s+by\s+(?:treatment\s+with\s+)?",
    re.IGNORECASE,
)
"""What was given together with an earlier treatment, or after it."""
_USUAL_COMPANY = re.compile(
    rf",?\s+(?:that|which)\s+(?:is|are|(?:may|can)\s+be)\s+(?:{wording('adverb')}\s+)*{wording('give')}\s+{_WITH}",
    re.IGNORECASE,
)
"""What an earlier treatment is given with in general."""
_WHEN = re.compile(
    r"(?:even\s+)?(?:during|after|following|despite|within|in\s+addition|and\s+then|followed)\b", re.IGNORECASE
)
_MAY_FOLLOW = re.compile(r"\b(?:may|can|might)\s+(?:also\s+)?be\s+(?:used|given)\s+$", re.IGNORECASE)
"""What a drug may be used after need not have been given: no fact."""
_CLAUSE = re.compile(r"\b(?:who|whose|whom|that|which|if|when)\b", re.IGNORECASE)
_USE = re.compile(r"\b(?:used|given|taken|approved)\b", re.IGNORECASE)
_NEAR = 200
"""Characters before a phrase in which the clause that it belongs to begins."""
_IF_BEHIND = re.compile(
    r"\s+(?P<criterion>if\s+(?:the|their)\s+(?:cancer|tumou?rs?|disease)\s+(?:has|have|is|does\s+not\s+have|is\s+not)\s+[^,;.]+)",
    re.IGNORECASE,
)


@dataclass(slots=True)
class Priors:
    """The prior therapy of a passage as it gathers."""

    agents: list[Mention] = field(default_factory=list)
    never: list[Mention] = field(default_factory=list)
    responded: list[Mention] = field(default_factory=list)
    ineligible: list[Mention] = field(default_factory=list)
    low: int | None = None
    high: int | None = None
    choices: list[tuple[Mention, ...]] = field(default_factory=list)
    """Prior therapies that are offered as alternatives."""
    conditional: list[tuple[tuple[Mention, ...], tuple[int, int]]] = field(default_factory=list)
    """Prior therapies asked for only if a biomarker is there, and where the passage names it."""
    conditions: tuple[Biomarker | None, ...] = ()
    """These biomarkers, in the same order, once they are read."""

    def therapy(self) -> PriorTherapy:
        """As the model's own type."""
        return PriorTherapy(
            tuple(self.agents), self.low, self.high, tuple(self.never), tuple(self.responded), tuple(self.ineligible)
        )

    def add(self, value: str, mention: Mention) -> None:
        """File an agent under what became of the treatment."""
        target = {"never": self.never, "responded": self.responded, "ineligible": self.ineligible}.get(
            value, self.agents
        )
        if mention.text.casefold() not in {m.text.casefold() for m in target}:
            target.append(mention)

    def count(self, low: int | None, high: int | None) -> None:
        """Keep the greater of two least numbers."""
        self.low = max((n for n in (self.low, low) if n is not None), default=None)
        self.high = high if self.high is None else self.high


def read_priors(passage: Passage, *, opened: bool = False) -> Priors:
    """The prior therapies of a passage; their words are taken.

    Args:
        passage: the words.
        opened: whether the sentence above ends in "who have received:", so that the
            passage begins with the treatment itself.
    """
    found = Priors()
    found.count(read_rank(passage), None)
    if opened and (end := _read_names(passage, 0, "given", found)):
        passage.take(0, _company(passage, end, "given", found, attached=True))
    for phrase in likely("priors", passage.low):
        at = 0
        while match := phrase.pattern.search(passage.words, start=at):
            at = match.end()
            if phrase.value == "ineligible" and follows_another(passage.words, match.start()):
                continue
            if _MAY_FOLLOW.search(passage.words[: match.start()]):
                names = _read_names(passage, at, phrase.value, Priors())
                passage.by("asides: an earlier treatment that may be").take(match.start(), names or at)
                passage.by("priors")
                continue
            if end := _read_names(passage, chained(passage, match.end()), phrase.value, found):
                at = _company(passage, end, phrase.value, found, attached=_is_attached(passage, match))
                passage.take(match.start(), at)
    return found


def _read_names(passage: Passage, start: int, value: str, found: Priors) -> int | None:
    """Read a count and the names behind a phrase; None where nothing of the kind follows."""
    number = read_count(passage, start)
    behind = _behind_treatment(passage, number.end if number else start)
    number = number or read_count(passage, behind)
    names = coordination(passage, number.end if number and number.end > behind else behind)
    names, inner = _uncounted(passage, names)
    names = _with_object(passage, names)
    number = number or inner
    end = max(names.end, behind, number.end if number else 0)
    if value != "never":
        _not_inside(passage, end, found)
    around: list[Mention] = []
    if inside := _inside(passage, end):
        if _AMONG.match(passage.words, end):
            around = list(read_agents(passage, names).values())
        names, end = inside, max(end, inside.end)
    mentions = [*around, *read_agents(passage, names).values()]
    vague = bool(names.items) and all(is_vague(passage.words[i.start : i.end]) for i in names.items)
    if not (mentions or vague or (number and (number.low or number.high))):
        return None
    if number and value not in {"never", "ineligible"}:
        found.count(number.low, number.high)
    if not (number and number.high and not number.low):
        for mention in mentions:
            found.add(value, mention)
    if names.is_choice and len(mentions) == len(names.items) and value == "given":
        found.choices.append(tuple(mentions))
    return _conditional(passage, end, value, mentions, found)


def _behind_treatment(passage: Passage, at: int) -> int:
    """The place behind "treatment with", where that stands at a place."""
    match = _TREATMENT_WITH.match(passage.words, at)
    return match.end() if match else at


def _uncounted(passage: Passage, names: Coordination) -> tuple[Coordination, Count | None]:
    """The names without the numbers before them inside: "hormone therapy and at least two systemic therapies"."""
    moved: dict[Item, Item] = {}
    number = None
    for item in names.items:
        count = read_count(passage, item.start)
        moved[item] = Item(count.end, item.end) if count and count.end < item.end else item
        number = number or (count if moved[item] is not item else None)
    alternatives = tuple(tuple(moved[item] for item in option) for option in names.alternatives)
    return Coordination(tuple(moved.values()), alternatives, names.end), number


def _with_object(passage: Passage, names: Coordination) -> Coordination:
    """The names with what belongs to the last: "surgery to remove the spleen", "therapy for these gene mutations"."""
    if not names.items:
        return names
    last = names.items[-1]
    match = _OBJECT.match(passage.words, last.end)
    name = passage.words[last.start : last.end].casefold()
    if not match or (match["organ"] and not name.endswith("surgery")) or (match["place"] and not _TO.search(name)):
        return names
    longer = Item(last.start, match.end())
    alternatives = tuple(tuple(longer if item is last else item for item in option) for option in names.alternatives)
    return Coordination((*names.items[:-1], longer), alternatives, max(names.end, match.end()))


def _not_inside(passage: Passage, end: int, found: Priors) -> None:
    """What an earlier treatment did not include was never taken."""
    if match := _NOT_INSIDE.match(passage.words, end):
        names = coordination(passage, match.end())
        for mention in read_agents(passage, names).values():
            found.add("never", mention)
        passage.take(match.start(), max(names.end, match.end()))


def _inside(passage: Passage, end: int) -> Coordination | None:
    """What a treatment included is named instead of the treatment, which is only its container."""
    match = _INSIDE.match(passage.words, end)
    if not match:
        return None
    names = coordination(passage, match.end())
    return names if read_agents(passage, names) else None


def _conditional(passage: Passage, end: int, value: str, mentions: list[Mention], found: Priors) -> int:
    """Follow "and, if the cancer has an abnormal BRAF gene, a BRAF inhibitor", and "... if the cancer has ..."."""
    if match := _IF.match(passage.words, end):
        names = coordination(passage, match.end())
        given = tuple(read_agents(passage, names).values())
        for mention in given:
            found.add(value, mention)
        if given:
            found.conditional.append((given, match.span("criterion")))
            return _optional(passage, names.end, value, found)
    elif mentions and (match := _IF_BEHIND.match(passage.words, end)):
        found.conditional.append((tuple(mentions), match.span("criterion")))
        return match.end()
    return _optional(passage, end, value, found)


def _optional(passage: Passage, end: int, value: str, found: Priors) -> int:
    """Follow "with or without a MEK inhibitor" behind an earlier treatment: no partner of this one."""
    if not (match := _WITH_OR_WITHOUT.match(passage.words, end)):
        return end
    names = coordination(passage, match.end())
    for mention in read_agents(passage, names).values():
        found.add(value, mention)
    return max(names.end, match.end())


def _is_attached(passage: Passage, phrase: re.Match[str]) -> bool:
    """Whether a "with" behind an earlier treatment belongs to it and not to the use.

    It does in "cancer that came back after A with B"; "used after A with B" may as well
    say what this drug is given with.
    """
    if not _WHEN.match(phrase[0]):
        return True
    before = passage.text.plain[max(0, phrase.start() - _NEAR) : phrase.start()]
    clause = re.split("[,;:.]", re.sub(r"\([^()]*\)", "", before))[-1]
    begins = [match.end() for match in _CLAUSE.finditer(clause)]
    return bool(begins) and not _USE.search(clause, begins[-1])


def _close(passage: Passage, company: re.Match[str]) -> None:
    """Keep others from reading a "given with" that is not decided; nothing is understood by it."""
    if company["told"]:
        start, end = company.span()
        passage.words = passage.words[:start] + "_" * (end - start) + passage.words[end:]


def _company(passage: Passage, end: int, value: str, found: Priors, *, attached: bool) -> int:
    """Follow "given with prednisone" behind an earlier treatment: given then, and no partner of this drug.

    In "used after docetaxel given with prednisone" that is not decided, and read as neither.
    """
    if match := _USUAL_COMPANY.match(passage.words, end):
        return max(coordination(passage, match.end()).end, match.end())
    while match := _COMPANY.match(passage.words, end):
        names = coordination(passage, match.end())
        mentions = read_agents(passage, names)
        if not mentions or len(mentions) < len(names.items):
            break
        if not attached:
            _close(passage, match)
            break
        for mention in mentions.values():
            found.add(value, mention)
        end = names.end
    return end
