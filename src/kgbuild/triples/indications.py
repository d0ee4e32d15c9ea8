"""A page's uses: each indication whole, with its options, biomarkers and groups."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal

from pyoxigraph import Literal, NamedNode, Triple

from kgbuild.concept import Mention, Role
from kgbuild.indication import Basis, Biomarker, CriterionGroup, Indication, Intent, TherapyOption
from kgbuild.triples.drugs import brand_wordings, described_brand
from kgbuild.triples.scope import Scope, typed
from kgbuild.vocabulary import KG, SCHEMA, SKOS, XSD, clean_text, individual, slug_of

Claim = tuple[NamedNode, NamedNode | Literal]
"""What an indication or option says of itself: predicate and object."""


def indication_triples(scope: Scope, subject: NamedNode) -> Iterator[Triple]:
    """Every use that the page states for its subject."""
    for fact in scope.facts:
        if isinstance(fact, Indication):
            yield from _use_triples(scope, subject, fact)


def use_node(scope: Scope, subject: NamedNode, use: Indication) -> NamedNode:
    """A use of the subject, named by everything that it claims."""
    claims = [f"{predicate} {value}" for predicate, value in _claims(scope, use)]
    return scope.ids.indication(subject, [*claims, *(f"option {key}" for key in _options(scope, use))])


def _options(scope: Scope, use: Indication) -> dict[str, tuple[Claim, ...]]:
    """What each option claims, by its key; options that claim the same are one."""
    return {_option_key(claims): claims for claims in (tuple(_option_claims(scope, o)) for o in use.options)}


def _use_triples(scope: Scope, subject: NamedNode, use: Indication) -> Iterator[Triple]:
    """One use, with all nodes that are its own or that it names."""
    node = use_node(scope, subject, use)
    yield Triple(node, KG.INDICATION_OF, subject)
    yield Triple(subject, KG.HAS_INDICATION, node)
    yield from typed(node, _classes(use))
    for predicate, value in _claims(scope, use):
        yield Triple(node, predicate, value)
    for key, option in _options(scope, use).items():
        yield from _option_triples(node, scope.ids.option(node, key), option)
    yield from scope.quoted(node, use.quote)
    yield from _named_by(scope, use)


def _classes(use: Indication) -> Iterator[NamedNode]:
    yield KG.INDICATION
    yield SCHEMA.MEDICAL_INDICATION
    if use.basis is Basis.APPROVED:
        yield SCHEMA.APPROVED_INDICATION
    if use.intent is Intent.PREVENT:
        yield SCHEMA.PREVENTION_INDICATION
    elif use.intent in (Intent.TREAT, Intent.MANAGE):
        yield SCHEMA.TREATMENT_INDICATION


def _claims(scope: Scope, use: Indication) -> Iterator[Claim]:
    """What the use says of itself, but for its options and quotes."""
    yield KG.HAS_CONDITION, scope.node(Role.CONDITION, use.condition)
    yield KG.BASIS, individual(use.basis)
    yield KG.INTENT, individual(use.intent)
    yield KG.STATEMENT, Literal(clean_text(use.statement))
    for predicate, role, mentions in _mentions(use):
        for mention in mentions:
            yield predicate, scope.node(role, mention)
    yield from _numbers(use)
    yield from _values(scope, use)
    for brand in use.brands:
        yield KG.BRAND_SCOPE, scope.ids.named("brand", brand.text)
    for biomarker in _biomarkers(use):
        yield KG.BIOMARKER, _criterion(scope, biomarker)
    for group in _groups(scope, use):
        yield KG.HAS_CRITERION_GROUP, _group(scope, group)


def _mentions(use: Indication) -> Iterator[tuple[NamedNode, Role, Iterable[Mention]]]:
    """The properties that point to concepts, but for the condition."""
    yield KG.CAUSED_BY, Role.CAUSE, [use.cause] if use.cause else []
    yield KG.PRIOR_THERAPY, Role.AGENT, use.prior.agents
    yield KG.NO_PRIOR_THERAPY, Role.AGENT, use.prior.never
    yield KG.RESPONDED, Role.AGENT, use.prior.responded
    yield KG.INELIGIBLE_FOR, Role.AGENT, use.prior.ineligible
    yield KG.DISEASE_QUALIFIER, Role.QUALIFIER, use.disease.qualifiers


def _numbers(use: Indication) -> Iterator[Claim]:
    for predicate, count in (
        (KG.MIN_PRIOR_THERAPIES, use.prior.min_count),
        (KG.MAX_PRIOR_THERAPIES, use.prior.max_count),
    ):
        if count is not None:
            yield predicate, Literal(str(count), datatype=XSD.INTEGER)
    for predicate, years in ((KG.MIN_AGE, use.patients.min_age), (KG.MAX_AGE, use.patients.max_age)):
        if years is not None:
            yield predicate, Literal(canonical_decimal(years), datatype=XSD.DECIMAL)


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
        yield KG.STAGE, Literal(stage)
    for words in scope.grounded.undecided(use):
        yield KG.UNDECIDED_PARTNER, Literal(clean_text(words))
    if use.accelerated:
        yield KG.APPROVAL_PATHWAY, KG.ACCELERATED_APPROVAL


def _option_claims(scope: Scope, option: TherapyOption) -> Iterator[Claim]:
    for partner in option.partners:
        yield KG.PARTNER, scope.node(Role.AGENT, partner)
    for name in option.settings:
        yield KG.SETTING, individual(name)
    if option.then_alone:
        yield KG.THEN_ALONE, Literal("true", datatype=XSD.BOOLEAN)


def _option_key(claims: Iterable[Claim]) -> str:
    return "\n".join(sorted(f"{predicate} {value}" for predicate, value in claims)) or "alone"


def _option_triples(use: NamedNode, node: NamedNode, claims: Iterable[Claim]) -> Iterator[Triple]:
    yield Triple(use, KG.HAS_THERAPY_OPTION, node)
    yield from typed(node, (KG.THERAPY_OPTION,))
    for predicate, value in claims:
        yield Triple(node, predicate, value)


def _biomarkers(use: Indication) -> Iterator[Biomarker]:
    """Those of the use, and the alternatives of its groups: the flat property names everything."""
    yield from use.biomarkers
    for group in use.groups:
        yield from (each for each in group.any_of if isinstance(each, Biomarker))


def _criterion(scope: Scope, biomarker: Biomarker) -> NamedNode:
    marker = scope.node(Role.MARKER, biomarker.marker)
    return scope.ids.biomarker(marker, biomarker.polarity, biomarker.level, biomarker.alteration)


def _groups(scope: Scope, use: Indication) -> Iterator[CriterionGroup]:
    """The groups that offer something: two names for one concept are no alternatives."""
    for group in use.groups:
        if group.only_if or len({value for _, value in _group_claims(scope, group)}) > 1:
            yield group


def _group(scope: Scope, group: CriterionGroup) -> NamedNode:
    content = [f"{predicate} {value}" for predicate, value in _group_claims(scope, group)]
    return scope.ids.group(content)


def _group_claims(scope: Scope, group: CriterionGroup) -> Iterator[Claim]:
    for each in group.any_of:
        match each:
            case Biomarker():
                yield KG.ANY_OF, _criterion(scope, each)
            case Mention():
                yield KG.ANY_OF, scope.node(Role.AGENT, each)
            case str():
                yield KG.ANY_OF, individual(each)
    if group.only_if:
        yield KG.ONLY_IF, _criterion(scope, group.only_if)


def _named_by(scope: Scope, use: Indication) -> Iterator[Triple]:
    """Types and labels of everything that the use points to."""
    yield from scope.described(Role.CONDITION, use.condition)
    for _, role, mentions in _mentions(use):
        for mention in mentions:
            yield from scope.described(role, mention)
    for option in use.options:
        for partner in option.partners:
            yield from scope.described(Role.AGENT, partner)
    wordings = brand_wordings(scope)
    for brand in use.brands:
        wording = wordings.get(slug_of(brand.text), clean_text(brand.text))
        yield from described_brand(scope.ids.named("brand", brand.text), wording)
    for biomarker in (*use.biomarkers, *(group.only_if for group in use.groups if group.only_if)):
        yield from _criterion_triples(scope, biomarker)
    for group in _groups(scope, use):
        yield from _group_triples(scope, group)


def _criterion_triples(scope: Scope, biomarker: Biomarker) -> Iterator[Triple]:
    node = _criterion(scope, biomarker)
    yield from typed(node, (KG.BIOMARKER_CRITERION,))
    yield Triple(node, KG.MARKER, scope.node(Role.MARKER, biomarker.marker))
    yield Triple(node, KG.POLARITY, individual(biomarker.polarity))
    if biomarker.level:
        yield Triple(node, KG.LEVEL, Literal(clean_text(biomarker.level)))
    if biomarker.alteration:
        yield Triple(node, KG.ALTERATION, Literal(biomarker.alteration))
    yield from scope.described(Role.MARKER, biomarker.marker)


def _group_triples(scope: Scope, group: CriterionGroup) -> Iterator[Triple]:
    node = _group(scope, group)
    yield from typed(node, (KG.CRITERION_GROUP,))
    for predicate, value in _group_claims(scope, group):
        yield Triple(node, predicate, value)
    markers = [each for each in group.any_of if isinstance(each, Biomarker)]
    family = _family(marker.marker.text for marker in markers)
    for marker in markers:
        yield from _criterion_triples(scope, marker)
        if family:
            yield Triple(scope.node(Role.MARKER, marker.marker), SKOS.HIDDEN_LABEL, Literal(family, language="en"))
    for agent in group.any_of:
        if isinstance(agent, Mention):
            yield from scope.described(Role.AGENT, agent)


def _family(symbols: Iterable[str]) -> str | None:
    """The name under which readers look for genes that differ by their number: BRCA for BRCA1 and BRCA2."""
    distinct = set(symbols)
    stems = {symbol.rstrip("0123456789") for symbol in distinct}
    stem = stems.pop() if len(stems) == 1 and len(distinct) > 1 else ""
    return stem if stem.isupper() and stem.isalpha() else None
