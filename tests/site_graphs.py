"""Graphs for the tests of the site: a plain one, and one whose every text is an attack."""

from __future__ import annotations

from collections.abc import Iterator

from pyoxigraph import Literal, NamedNode, Triple

from kgbuild.vocabulary import KG, OA, PROV, RDF, RDFS, SCHEMA, SKOS, individual, ncit

ID = "https://w3id.org/kgbuild/id/"
ATTACKS = (
    '"><img src=x onerror="window.PWN=1">',
    "</script><script>window.PWN=2</script>",
    "' onmouseover='window.PWN=3' x='",
    "<svg onload=window.PWN=4>",
    "{{ 7*7 }}<!--<script>",
    "\u202egnp.exe\u2028\x07",
)
ADDRESSES = (
    "javascript:window.PWN=5",
    "javascript://evil.example/%0Awindow.PWN=6",
    "ftp://evil.example/x",
    "data:text/html,<script>alert(1)</script>".replace("<", "%3C").replace(">", "%3E"),
    "vbscript:msgbox",
    "file:///etc/passwd",
    "https://user:secret@evil.example/",
)


def node(local: str) -> NamedNode:
    """An instance of ours."""
    return NamedNode(ID + local)


def use(local: str, drug: NamedNode, condition: NamedNode, said: str, *, approved: bool = True) -> Iterator[Triple]:
    """A use with its sentence."""
    indication, quote = node(f"indication/{local}"), node(f"quote/{local}")
    yield Triple(drug, KG.HAS_INDICATION, indication)
    yield Triple(indication, RDF.TYPE, KG.INDICATION)
    yield Triple(indication, KG.INDICATION_OF, drug)
    yield Triple(indication, KG.HAS_CONDITION, condition)
    yield Triple(indication, KG.INTENT, KG.TREAT)
    yield Triple(indication, KG.BASIS, KG.APPROVED_USE if approved else KG.COMMON_USE)
    yield Triple(indication, KG.STATEMENT, Literal(said))
    yield Triple(indication, PROV.WAS_DERIVED_FROM, quote)
    yield Triple(quote, OA.HAS_SOURCE, node("page/a"))
    yield Triple(quote, OA.HAS_SELECTOR, node(f"quote/{local}/exact"))
    yield Triple(node(f"quote/{local}/exact"), OA.EXACT, Literal(said))


def option(local: str, number: int, *partners: NamedNode) -> Iterator[Triple]:
    """One way in which the drug of a use is given."""
    indication, chosen = node(f"indication/{local}"), node(f"indication/{local}/option-{number}")
    yield Triple(indication, KG.HAS_THERAPY_OPTION, chosen)
    yield Triple(chosen, RDF.TYPE, KG.THERAPY_OPTION)
    yield from (Triple(chosen, KG.PARTNER, partner) for partner in partners)


def drug(code: str, name: str, kind: NamedNode = KG.DRUG) -> Iterator[Triple]:
    """A drug or combination with a page of NCI's."""
    yield Triple(ncit(code), RDF.TYPE, kind)
    yield Triple(ncit(code), SCHEMA.NON_PROPRIETARY_NAME, Literal(name))
    yield Triple(ncit(code), SKOS.PREF_LABEL, Literal(name.capitalize(), language="en"))
    yield Triple(node(f"page/{code}"), SCHEMA.ABOUT, ncit(code))


def condition(code: str, name: str, *broader: str) -> Iterator[Triple]:
    """A condition, with what is above it."""
    yield Triple(ncit(code), RDF.TYPE, KG.CONDITION)
    yield Triple(ncit(code), SKOS.PREF_LABEL, Literal(name, language="en"))
    yield from (Triple(ncit(code), SKOS.BROADER, ncit(above)) for above in broader)


def plain_graph() -> list[Triple]:
    """Four drugs, a combination and three conditions, one of them a kind of another."""
    a, b, c, regimen = (ncit(f"C90000{n}") for n in (1, 2, 3, 4))
    wide, narrow = ncit("C3208"), ncit("C3209")
    return [
        *drug("C900001", "examplinib"),
        Triple(a, SCHEMA.PROPRIETARY_NAME, Literal("Exemplar")),
        Triple(a, KG.REQUIRES_REMS, node("rems/exemplar-rems")),
        Triple(node("rems/exemplar-rems"), RDF.TYPE, KG.REMS_PROGRAM),
        Triple(node("rems/exemplar-rems"), SCHEMA.NAME, Literal("Exemplar REMS")),
        Triple(node("rems/exemplar-rems"), SCHEMA.URL, NamedNode("https://rems.example.org/")),
        Triple(a, KG.DRUG_CLASS, ncit("C274")),
        Triple(ncit("C274"), SKOS.PREF_LABEL, Literal("Antineoplastic Agent", language="en")),
        *drug("C900002", "sampleblin"),
        Triple(b, KG.DRUG_CLASS, ncit("C274")),
        *drug("C900003", "probatinib"),
        *drug("C900005", "testimab"),
        *drug("C900004", "EX-SA", KG.COMBINATION),
        Triple(regimen, KG.HAS_COMPONENT, a),
        Triple(regimen, KG.HAS_COMPONENT, b),
        *condition("C3208", "Lymphoma"),
        *condition("C3209", "Follicular Lymphoma", "C3208"),
        *condition("C3242", "Multiple Myeloma"),
        *use("wide", a, wide, "Lymphoma in adults."),
        Triple(node("indication/wide"), KG.POPULATION, individual("Adult")),
        *use("both", a, narrow, "Follicular lymphoma. It is used with sampleblin."),
        *option("both", 1, b),
        *use("alone", b, narrow, "Follicular lymphoma, alone or with examplinib."),
        *option("alone", 1),
        *option("alone", 2, a),
        *use("common", regimen, narrow, "EX-SA is used to treat follicular lymphoma.", approved=False),
        *use("more", c, ncit("C3242"), "Multiple myeloma."),
        *use("last", ncit("C900005"), ncit("C3242"), "Multiple myeloma."),
        Triple(node("page/a"), SCHEMA.URL, NamedNode("https://www.cancer.gov/about-cancer/treatment/drugs/examplinib")),
    ]


def hostile_graph() -> list[Triple]:
    """Every text is an attack, and so is every address."""
    found: list[Triple] = []
    for n, attack in enumerate(ATTACKS):
        code, other = f"C91000{n}", f"C92000{n}"
        found += [*drug(code, attack), *condition(other, attack)]
        found += use(f"hostile-{n}", ncit(code), ncit(other), f"**{attack}** treats [{attack}](javascript:alert(1)).")
        found += option(f"hostile-{n}", 1, ncit(f"C91000{(n + 1) % len(ATTACKS)}"))
        found.append(Triple(ncit(code), SCHEMA.PROPRIETARY_NAME, Literal(attack)))
        found.append(Triple(ncit(code), KG.PRONUNCIATION, Literal(attack)))
        found.append(Triple(ncit(code), KG.DRUG_CLASS, ncit("C274")))
        found.append(Triple(ncit(code), KG.REQUIRES_REMS, node(f"rems/{n}")))
        found.append(Triple(node(f"rems/{n}"), RDF.TYPE, KG.REMS_PROGRAM))
        found.append(Triple(node(f"rems/{n}"), SCHEMA.NAME, Literal(attack)))
        for address in ADDRESSES:
            found.append(Triple(node(f"rems/{n}"), SCHEMA.URL, NamedNode(address)))
            found.append(Triple(ncit(code), RDFS.SEE_ALSO, NamedNode(address)))
            found.append(Triple(ncit(code), SCHEMA.PRESCRIBING_INFO, NamedNode(address)))
            found.append(Triple(node(f"page/{code}"), SCHEMA.URL, Literal(address)))
    found.append(Triple(ncit("C274"), SKOS.PREF_LABEL, Literal(ATTACKS[0], language="en")))
    found += [Triple(node("page/a"), SCHEMA.URL, NamedNode(address)) for address in ADDRESSES]
    return found
