"""A page's uses: each indication whole, with its options, biomarkers and groups."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache

from pyoxigraph import NamedNode

from kgbuild.concept import Mention, Role
from kgbuild.indication import Basis, Biomarker, CriterionGroup, Indication, Intent, TherapyOption
from kgbuild.triple_lines import Statement, english, literal
from kgbuild.triples.drugs import brand_wordings, described_brand
from kgbuild.triples.scope import Scope, typed
from kgbuild.vocabulary import clean_text, slug_of
from kgbuild.vocabulary.written import KG, SCHEMA, SKOS, XSD, individual

Claim = tuple[str, str]
"""What an indication or option says of itself: predicate and object, as lines write them."""


@dataclass(frozen=True, slots=True)
class Use:
    """A use of the page's subject, named by everything that it claims."""

    node: NamedNode
    stated: Indication
    claims: tuple[Claim, ...]
    options: Mapping[str, tuple[Claim, ...]] = field(hash=False)
    """What each option claims, by its key; options that claim the same are one."""


@lru_cache(maxsize=1)
def uses(scope: Scope) -> tuple[Use, ...]:
    """Every use that the page states for its subject; kept, since both the graph and the report tell of them."""
    subject = scope.subject
    if subject is None:
        return ()
    return tuple(_use(scope, subject, fact) for fact in scope.facts if isinstance(fact, Indication))


def _use(scope: Scope, subject: NamedNode, stated: Indication) -> Use:
    claims = _claims(scope, stated)
    options = {_option_key(said): said for said in (tuple(_option_claims(scope, each)) for each in stated.options)}
    content = (*map(" ".join, claims), *(f"option {key}" for key in options))
    return Use(scope.ids.indication(subject, content), stated, claims, options)


def indication_triples(scope: Scope, subject: NamedNode) -> Iterator[Statement]:
    """Every use of the subject, with all nodes that are its own or that it names."""
    drug = str(subject)
    for use in uses(scope):
        node = str(use.node)
        yield node, KG.INDICATION_OF, drug
        yield drug, KG.HAS_INDICATION, node
        yield from typed(node, _classes(use.stated))
        for predicate, value in use.claims:
            yield node, predicate, value
        for key, option in use.options.items():
            yield from _option_triples(node, str(scope.ids.option(use.node, key)), option)
        yield from scope.quoted(node, use.stated.quote)
        yield from _named_by(scope, use.stated)


def _classes(use: Indication) -> Iterator[str]:
    yield KG.INDICATION
    yield SCHEMA.MEDICAL_INDICATION
    if use.basis is Basis.APPROVED:
        yield SCHEMA.APPROVED_INDICATION
    if use.intent is Intent.PREVENT:
        yield SCHEMA.PREVENTION_INDICATION
    elif use.intent in (Intent.TREAT, Intent.MANAGE):
        yield SCHEMA.TREATMENT_INDICATION


def _claims(scope: Scope, use: Indication) -> tuple[Claim, ...]:
    """What the use says of itself, but for its options and quotes."""
    return (
        (KG.HAS_CONDITION, str(scope.node(Role.CONDITION, use.condition))),
        (KG.BASIS, individual(use.basis)),
        (KG.INTENT, individual(use.intent)),
        (KG.STATEMENT, literal(clean_text(use.statement))),
        *[(predicate, str(scope.node(role, each))) for predicate, role, each in _mentions(use)],
        *_numbers(use),
        *_values(scope, use),
        *[(KG.BRAND_SCOPE, str(scope.ids.named("brand", brand.text))) for brand in use.brands],
        *[(KG.BIOMARKER, _criterion(scope, biomarker)) for biomarker in _biomarkers(use)],
        *[(KG.HAS_CRITERION_GROUP, _group(scope, group)) for group in _groups(scope, use)],
    )


def _mentions(use: Indication) -> list[tuple[str, Role, Mention]]:
    """What the properties that point to concepts name, but for the condition."""
    prior = use.prior
    said: tuple[tuple[str, Role, Iterable[Mention]], ...] = (
        (KG.CAUSED_BY, Role.CAUSE, (use.cause,) if use.cause else ()),
        (KG.PRIOR_THERAPY, Role.AGENT, prior.agents),
        (KG.NO_PRIOR_THERAPY, Role.AGENT, prior.never),
        (KG.RESPONDED, Role.AGENT, prior.responded),
        (KG.INELIGIBLE_FOR, Role.AGENT, prior.ineligible),
        (KG.DISEASE_QUALIFIER, Role.QUALIFIER, use.disease.qualifiers),
    )
    return [(predicate, role, mention) for predicate, role, mentions in said for mention in mentions]


def _numbers(use: Indication) -> Iterator[Claim]:
    for predicate, count in (
        (KG.MIN_PRIOR_THERAPIES, use.prior.min_count),
        (KG.MAX_PRIOR_THERAPIES, use.prior.max_count),
    ):
        if count is not None:
            yield predicate, literal(str(count), XSD.INTEGER)
    for predicate, years in ((KG.MIN_AGE, use.patients.min_age), (KG.MAX_AGE, use.patients.max_age)):
        if years is not None:
            yield predicate, literal(canonical_decimal(years), XSD.DECIMAL)


def canonical_decimal(number: Decimal) -> str:
    """The one way of writing a number of years.

    >>> canonical_decimal(Decimal("12.00")), canonical_decimal(Decimal("0.50")), canonical_decimal(Decimal("1E+1"))
    ('12', '0.5', '10')
    """
    return f"{number.normalize():f}"


def _values(scope: Scope, use: Indication) -> Iterator[Claim]:
    """The properties that have individuals or texts of few forms."""
    for predicate, names in (
        (KG.POPULATION, use.patients.groups),
        (KG.DISEASE_STATUS, use.disease.statuses),
        (KG.NOT_DISEASE_STATUS, use.disease.not_statuses),
        (KG.SETTING, use.settings),
    ):
        for name in names:
            yield predicate, individual(name)
    for stage in use.disease.stages:
        yield KG.STAGE, literal(stage)
    for words in scope.grounded.undecided(use):
        yield KG.UNDECIDED_PARTNER, literal(clean_text(words))
    if use.accelerated:
        yield KG.APPROVAL_PATHWAY, KG.ACCELERATED_APPROVAL


def _option_claims(scope: Scope, option: TherapyOption) -> Iterator[Claim]:
    for partner in option.partners:
        yield KG.PARTNER, str(scope.node(Role.AGENT, partner))
    for name in option.settings:
        yield KG.SETTING, individual(name)
    if option.then_alone:
        yield KG.THEN_ALONE, literal("true", XSD.BOOLEAN)


def _option_key(claims: Iterable[Claim]) -> str:
    return "\n".join(sorted(map(" ".join, claims))) or "alone"


def _option_triples(use: str, node: str, claims: Iterable[Claim]) -> Iterator[Statement]:
    yield use, KG.HAS_THERAPY_OPTION, node
    yield from typed(node, (KG.THERAPY_OPTION,))
    for predicate, value in claims:
        yield node, predicate, value


def _biomarkers(use: Indication) -> Iterator[Biomarker]:
    """Those of the use, and the alternatives of its groups: the flat property names everything."""
    yield from use.biomarkers
    for group in use.groups:
        yield from (each for each in group.any_of if isinstance(each, Biomarker))


def _criterion(scope: Scope, biomarker: Biomarker) -> str:
    marker = scope.node(Role.MARKER, biomarker.marker)
    return str(scope.ids.biomarker(marker, biomarker.polarity, biomarker.level, biomarker.alteration))


def _groups(scope: Scope, use: Indication) -> Iterator[CriterionGroup]:
    """The groups that offer something: two names for one concept are no alternatives."""
    for group in use.groups:
        if group.only_if or len({value for _, value in _group_claims(scope, group)}) > 1:
            yield group


def _group(scope: Scope, group: CriterionGroup) -> str:
    return str(scope.ids.group(map(" ".join, _group_claims(scope, group))))


def _group_claims(scope: Scope, group: CriterionGroup) -> Iterator[Claim]:
    for each in group.any_of:
        match each:
            case Biomarker():
                yield KG.ANY_OF, _criterion(scope, each)
            case Mention():
                yield KG.ANY_OF, str(scope.node(Role.AGENT, each))
            case str():
                yield KG.ANY_OF, individual(each)
    if group.only_if:
        yield KG.ONLY_IF, _criterion(scope, group.only_if)


def _named_by(scope: Scope, use: Indication) -> Iterator[Statement]:
    """Types and labels of everything that the use points to."""
    yield from scope.described(Role.CONDITION, use.condition)
    for _, role, mention in _mentions(use):
        yield from scope.described(role, mention)
    for option in use.options:
        for partner in option.partners:
            yield from scope.described(Role.AGENT, partner)
    wordings = brand_wordings(scope) if use.brands else {}
    for brand in use.brands:
        wording = wordings.get(slug_of(brand.text), clean_text(brand.text))
        yield from described_brand(str(scope.ids.named("brand", brand.text)), wording)
    for biomarker in (*use.biomarkers, *(group.only_if for group in use.groups if group.only_if)):
        yield from _criterion_triples(scope, biomarker)
    for group in _groups(scope, use):
        yield from _group_triples(scope, group)


def _criterion_triples(scope: Scope, biomarker: Biomarker) -> Iterator[Statement]:
    node = _criterion(scope, biomarker)
    yield from typed(node, (KG.BIOMARKER_CRITERION,))
    yield node, KG.MARKER, str(scope.node(Role.MARKER, biomarker.marker))
    yield node, KG.POLARITY, individual(biomarker.polarity)
    if biomarker.level:
        yield node, KG.LEVEL, literal(clean_text(biomarker.level))
    if biomarker.alteration:
        yield node, KG.ALTERATION, literal(biomarker.alteration)
    yield from scope.described(Role.MARKER, biomarker.marker)


def _group_triples(scope: Scope, group: CriterionGroup) -> Iterator[Statement]:
    node = _group(scope, group)
    yield from typed(node, (KG.CRITERION_GROUP,))
    for predicate, value in _group_claims(scope, group):
        yield node, predicate, value
    markers = [each for each in group.any_of if isinstance(each, Biomarker)]
    family = _family(marker.marker.text for marker in markers)
    for marker in markers:
        yield from _criterion_triples(scope, marker)
        if family:
            yield str(scope.node(Role.MARKER, marker.marker)), SKOS.HIDDEN_LABEL, english(family)
    for agent in group.any_of:
        if isinstance(agent, Mention):
            yield from scope.described(Role.AGENT, agent)


def _family(symbols: Iterable[str]) -> str | None:
    """The name under which readers look for genes that differ by their number: BRCA for BRCA1 and BRCA2."""
    distinct = set(symbols)
    stems = {symbol.rstrip("0123456789") for symbol in distinct}
    stem = stems.pop() if len(stems) == 1 and len(distinct) > 1 else ""
    return stem if stem.isupper() and stem.isalpha() else None
