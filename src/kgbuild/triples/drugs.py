"""What a page says of its drug or combination, apart from its uses."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from urllib.parse import parse_qs, urlsplit

from pyoxigraph import NamedNode

from kgbuild.addresses import host, web_address
from kgbuild.concept import Role
from kgbuild.facts import (
    Approval,
    BrandNames,
    Code,
    Components,
    DrugClass,
    Fact,
    GenericName,
    Pronunciation,
    Reference,
    ReferenceKind,
    Rems,
)
from kgbuild.triple_lines import Statement, english, literal
from kgbuild.triples.scope import Scope, typed
from kgbuild.vocabulary import Identifiers, clean_text, code_of, slug_of
from kgbuild.vocabulary.written import KG, RDFS, SCHEMA, SKOS, individual

_DAILYMED = "dailymed.nlm.nih.gov"
_LABEL = f"https://{_DAILYMED}/dailymed/drugInfo.cfm?setid="
_SET_ID = re.compile(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_CAPITALISED = re.compile(r"\b[A-Z](?=[a-z]{2})")
_NAMELESS_REMS = "REMS"


def drug_triples(scope: Scope, subject: NamedNode) -> Iterator[Statement]:
    """Names, brands, status, code, references, class, components and REMS."""
    drug = str(subject)
    yield from scope.subject_triples(drug)
    if not scope.is_combination:
        name = generic_name(scope.name)
        yield drug, SCHEMA.NON_PROPRIETARY_NAME, literal(name)
        yield drug, SKOS.ALT_LABEL, english(name)
    for fact in scope.facts:
        yield from _fact_triples(scope, subject, fact)
    yield from brand_triples(scope, drug)
    yield from _reference_triples(drug, scope.facts)


def generic_name(heading: str) -> str:
    """A name as it stands inside a sentence; abbreviations and mass numbers keep their capitals.

    >>> generic_name("Ado-Trastuzumab Emtansine"), generic_name("Iobenguane I 131"), generic_name("BCG Live")
    ('ado-trastuzumab emtansine', 'iobenguane I 131', 'BCG live')
    """
    return _CAPITALISED.sub(lambda found: found[0].lower(), heading)


def brand_wordings(scope: Scope) -> dict[str, str]:
    """One wording for each brand of the page: the brand list's where it has the brand."""
    names = [name.text for fact in scope.facts if isinstance(fact, BrandNames) for name in fact.names]
    return {slug_of(name): clean_text(name) for name in reversed(names)}


def brand_triples(scope: Scope, drug: str) -> Iterator[Statement]:
    """The brands of the page's brand list."""
    for wording in brand_wordings(scope).values():
        brand = str(scope.ids.named("brand", wording))
        yield drug, SCHEMA.PROPRIETARY_NAME, literal(wording)
        yield drug, KG.HAS_BRAND, brand
        yield from described_brand(brand, wording)


def described_brand(brand: str, wording: str) -> Iterator[Statement]:
    """Type and name of a brand."""
    yield brand, SCHEMA.NAME, literal(wording)
    yield from typed(brand, (KG.BRAND,))


def _fact_triples(scope: Scope, subject: NamedNode, fact: Fact) -> Iterator[Statement]:
    """What one fact says; names, brands and references are joined by `drug_triples`."""
    drug = str(subject)
    match fact:
        case GenericName(name) if clean_text(name.text) != scope.name:
            yield drug, SKOS.ALT_LABEL, english(clean_text(name.text))
        case Pronunciation(text):
            yield drug, KG.PRONUNCIATION, literal(text)
        case BrandNames(_, quote):
            yield from scope.quoted(drug, quote)
        case Approval(status, quote):
            yield drug, KG.APPROVAL_STATUS, individual(status)
            yield from scope.quoted(drug, quote)
        case Code(code) if code_of(subject) == code:
            yield from _code_triples(drug, code, scope.ids)
        case DrugClass(name, quote):
            yield from scope.linked(drug, KG.DRUG_CLASS, Role.DRUG_CLASS, [name])
            yield from scope.quoted(drug, quote)
        case Components(drugs, quote):
            yield from scope.linked(drug, KG.HAS_COMPONENT, Role.DRUG, drugs)
            yield from scope.quoted(drug, quote)
        case Rems():
            yield from _rems_triples(scope, subject, fact)
        case _:
            return


def _code_triples(drug: str, code: str, ids: Identifiers) -> Iterator[Statement]:
    node = str(ids.code(code))
    yield drug, SCHEMA.CODE, node
    yield from typed(node, (SCHEMA.MEDICAL_CODE,))
    yield node, SCHEMA.CODE_VALUE, literal(code)
    yield node, SCHEMA.CODING_SYSTEM, literal("NCI Thesaurus")


def _rems_triples(scope: Scope, subject: NamedNode, rems: Rems) -> Iterator[Statement]:
    """The programme; one that the page gives no name is this drug's own."""
    name = clean_text(rems.name)
    node = str(scope.ids.named("rems", name or f"{scope.ids.key(subject)} REMS"))
    yield str(subject), KG.REQUIRES_REMS, node
    yield from typed(node, (KG.REMS_PROGRAM,))
    yield node, SCHEMA.NAME, literal(name or _NAMELESS_REMS)
    address = web_address(rems.url or "")
    if address:
        yield node, SCHEMA.URL, str(NamedNode(address))
    yield from scope.quoted(node, rems.quote)


def _reference_triples(drug: str, facts: Iterable[Fact]) -> Iterator[Statement]:
    """`schema:prescribingInfo` where the page links one single label; `rdfs:seeAlso` for all others."""
    references = [fact for fact in facts if isinstance(fact, Reference)]
    labels = {each.url: label_address(each.url) for each in references if each.kind is ReferenceKind.LABEL}
    only = next(iter(labels.values())) if len(set(labels.values())) == 1 else None
    for each in references:
        address = web_address(labels[each.url] if each.kind is ReferenceKind.LABEL else each.url)
        if address:
            info = address == only and host(address) == _DAILYMED
            yield drug, SCHEMA.PRESCRIBING_INFO if info else RDFS.SEE_ALSO, str(NamedNode(address))


def label_address(url: str) -> str:
    """A DailyMed label by its set id alone; any other address as it is.

    >>> label_address("https://dailymed.nlm.nih.gov/x?setid=5fa97bf5-28a2-48f1-8955-f56012d296be&audience=consumer")
    'https://dailymed.nlm.nih.gov/dailymed/drugInfo.cfm?setid=5fa97bf5-28a2-48f1-8955-f56012d296be'
    """
    parts = urlsplit(url)
    (set_id,) = parse_qs(parts.query).get("setid", [""])[:1]
    if parts.netloc.lower() != _DAILYMED or not _SET_ID.fullmatch(set_id):
        return url
    return _LABEL + set_id.lower()
