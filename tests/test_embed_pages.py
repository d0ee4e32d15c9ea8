"""``kgbuild embed --into``: a block in a page's file, every other byte as it was."""

from __future__ import annotations

import itertools
import os
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Triple

from kgbuild.cli import main
from kgbuild.embedding import embedded, script_of
from kgbuild.embedding.markup import pieces
from kgbuild.errors import EmbeddingError
from kgbuild.graphs import Graph
from kgbuild.vocabulary import KG, RDF, SCHEMA, SKOS

EXAMPLES = Path(__file__).parent / "example_graph.ttl"
DRUG = NamedNode("http://purl.obolibrary.org/obo/NCIT_C900001")
OTHER = NamedNode("http://purl.obolibrary.org/obo/NCIT_C900002")
ADDRESS = "https://www.cancer.gov/about-cancer/treatment/drugs/examplinib"


def named(name: str) -> Graph:
    page = NamedNode("https://w3id.org/kgbuild/id/page/examplinib")
    return Graph(
        [
            *(Triple(drug, RDF.TYPE, KG.DRUG) for drug in (DRUG, OTHER)),
            Triple(DRUG, SKOS.PREF_LABEL, Literal(name)),
            Triple(OTHER, SKOS.PREF_LABEL, Literal("Otherinib")),
            Triple(page, RDF.TYPE, SCHEMA.MEDICAL_WEB_PAGE),
            Triple(page, SCHEMA.ABOUT, DRUG),
            Triple(page, SCHEMA.URL, NamedNode(ADDRESS)),
        ]
    )


GRAPH = named("Examplinib")
BLOCK = script_of(GRAPH, DRUG)

PLACES = {
    "the end of the head": "<!doctype html><html><head><title>x</title>|</head><body></body></html>",
    "a line of its own": "<html>\n  <head>\n    <title>x</title>\n  |\n  </head>\n</html>\n",
    "line ends of Windows": "<html>\r\n<head>\r\n|\r\n</head>\r\n<body>\r\n</body></html>\r\n",
    "line ends of old Macs": "<html>\r<head>\r|\r</head>\r<body>\r</body></html>\r",
    "capitals": "<HTML><HEAD><META CHARSET=utf-8>|</HEAD ><BODY></BODY></HTML>",
    "no head": "<!doctype html><html lang=en>|<body class=a><p>y",
    "no tags but a title": "<!doctype html><title>x</title>|<p>y",
    "a head that nothing closes": "<head><meta charset=utf-8><link rel=x>|<div>y</div>",
    "text": "|no markup at all",
    "text after blanks": "<title>x</title> \t |text",
    "text behind a void element": "<meta charset=utf-8>|text<p>",
    "nothing": "|",
    "only a doctype": "<!DOCTYPE html>|",
    "frames": "<html><title>x</title>|<frameset></frameset></html>",
    "a head in a comment": "<html><!-- <head></head> --><head>|</head><body></body></html>",
    "a comment that ends at once": "<html><head><!--><title>x</title><!-- -->|</head></html>",
    "a comment with a bang": "<html><head><!-- </head> --!><title>x</title>|</head></html>",
    "a head in a script": "<html><head><script>'</head>'</script>|</head><body></body></html>",
    "a script in a comment of a script": "<head><script><!-- <script> </script> </head> --></script>|</head>",
    "a script whose comment is empty": "<head><script><!--></script><!-- -->|</head>",
    "a head in the title": "<html><head><title></head></title>|</head><body></body></html>",
    "a head in an attribute": '<html><head><meta name=a content="</head>">|</head><body></body></html>',
    "a head in bare attributes": "<html><head><meta name=a content=</head/x >|</head><body></body></html>",
    "a tag in a style": "<head><style>a::before{content:'</head>'}</style>|</head>",
    "a template": "<head><template><p>a</p></template><title>x</title>|</head>",
    "noscript": "<head><noscript><link rel=stylesheet href=a></noscript>|</head>",
    "a conditional comment": "<!doctype html><!--[if IE]><html class=ie><head></head><![endif]--><html><head>|</head>",
    "an instruction": "<?xml version='1.0'?><!doctype html><html><head>|</head>",
    "a block of others": '<head><script type="application/ld+json">{"@type":"Thing"}</script>|</head>',
    "a processing instruction of PHP": "<head><?php echo 1 ?>|</head>",
}


def as_page(text: str, block: str) -> bytes:
    return text.replace("|", block).encode()


@pytest.mark.parametrize("text", PLACES.values(), ids=PLACES)
def test_a_block_goes_where_the_head_ends_and_nothing_else_changes(text: str) -> None:
    head, _, rest = text.partition("|")
    before, line_end = head + rest, ""
    if not rest.startswith(("\r", "\n")):
        before_line = head.rstrip(" \t")
        if not before_line or before_line[-1] in "\r\n":
            line_end = "\n" + head[len(before_line) :]
    else:  # the table shows the line; the page has what stands before it once
        line_end = rest[: len(rest) - len(rest.lstrip())]
        before = head + rest.removeprefix(line_end)
    after = before[: len(head)] + BLOCK + line_end + before[len(head) :]
    assert embedded(GRAPH, before.encode(), "page.html", DRUG).decode() == after


@pytest.mark.parametrize("text", PLACES.values(), ids=PLACES)
def test_a_second_time_gives_the_same_bytes_and_another_graph_changes_the_block_alone(text: str) -> None:
    once = embedded(GRAPH, text.replace("|", "").encode(), "page.html", DRUG)
    assert embedded(GRAPH, once, "page.html") == once
    assert embedded(GRAPH, once, "page.html", DRUG) == once
    other = named("Renamed </script> é")
    assert embedded(other, once, "page.html") == once.replace(BLOCK.encode(), script_of(other, DRUG).encode())


def test_a_block_in_the_body_is_renewed_where_it_stands() -> None:
    page = f"<html><head></head><body><p>a</p>{BLOCK}<p>b</p></body></html>"
    other = named("Renamed")
    assert embedded(other, page.encode(), "page.html").decode() == page.replace(BLOCK, script_of(other, DRUG))


def test_blocks_of_several_drugs_live_beside_each_other() -> None:
    page = embedded(GRAPH, b"<head></head>", "page.html", DRUG)
    both = embedded(GRAPH, page, "page.html", OTHER)
    assert both.decode() == f"<head>{BLOCK}{script_of(GRAPH, OTHER)}</head>"
    other = named("Renamed")
    assert embedded(other, both, "page.html", DRUG) == both.replace(BLOCK.encode(), script_of(other, DRUG).encode())


@pytest.mark.parametrize(
    "hidden",
    [
        f"<!-- {BLOCK} -->",
        f"<title>{BLOCK}</title>",
        f"<textarea>{BLOCK}</textarea>",
        f"<script>/* <!-- <script> {BLOCK} --> */</script>",
        f"<svg><![CDATA[ {BLOCK} ]]></svg>",
        f"<p title='{BLOCK}'>",
    ],
)
def test_what_only_looks_like_a_block_is_left(hidden: str) -> None:
    page = f"<head></head><body>{hidden}</body>"
    assert embedded(GRAPH, page.encode(), "page.html", DRUG).decode() == page.replace("</head>", f"{BLOCK}</head>")


@pytest.mark.parametrize("open_", ["<title/>", "<style/>", "<script href='x'/>", "<desc><b>x</b></desc>"])
def test_what_svg_closes_hides_no_block(open_: str) -> None:
    page = f"<body><svg>{open_}<path/></svg>{BLOCK}".encode()
    assert embedded(GRAPH, page, "page.html", DRUG) == page


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "latin-1", "cp1252", "shift_jis", "gb18030", "big5", "euc_jp"]
)
def test_a_page_in_an_encoding_that_extends_ascii_keeps_its_bytes(encoding: str) -> None:
    word = "é" if encoding in {"latin-1", "cp1252"} else "表日本"
    head, body = f"<html><head>\n<title>{word}</title>\n".encode(encoding), f"</head><body>{word}"
    rest = body.encode(encoding.removesuffix("-sig"))
    assert embedded(GRAPH, head + rest, "page.html", DRUG) == head + BLOCK.encode() + b"\n" + rest


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_a_page_in_utf_16_takes_the_block_in_utf_16(encoding: str) -> None:
    head, rest = "\ufeff<html><head><title>é日</title>", "</head><body>\U0001f48a</body></html>"
    made = embedded(GRAPH, (head + rest).encode(encoding), "page.html", DRUG)
    assert made.decode(encoding) == head + BLOCK + rest
    assert embedded(GRAPH, made, "page.html") == made


def test_bytes_that_are_no_characters_stay() -> None:
    page = b"<head><title>\xff\xfe\x80</title></head><body>\x81\xc3"
    assert embedded(GRAPH, page, "page.html", DRUG) == page.replace(b"</head>", BLOCK.encode() + b"</head>")


XHTML = """<?xml version="1.0"?>
<!DOCTYPE html [ <!ENTITY x "</head>"> ]>
<html xmlns="http://www.w3.org/1999/xhtml"><head><script src="a.js"/><title/>
<style><![CDATA[ </head> ]]></style>|
</head><body/></html>
"""


def test_xhtml_is_read_as_xml() -> None:
    before = XHTML.replace("|", "")
    made = embedded(GRAPH, before.encode(), "page.xhtml", DRUG).decode()
    assert made == before.replace("\n</head><body", f"\n{BLOCK}\n</head><body")
    assert embedded(GRAPH, made.encode(), "page.xhtml").decode() == made


REFUSED = {
    "no address": ("<head></head>", "no canonical link and no og:url that could tell its drug; name the drug"),
    "another address": (f'<link rel=canonical href="{ADDRESS}x">', r"is the address of no drug .*\(the nearest is www"),
    "an unknown drug": ('<script data-kgbuild="urn:x"></script>', "a block of urn:x, which is no drug of the graph"),
    "half a block": (
        "<p>\n<script data-kgbuild='urn:x'>{}",
        r"page\.html:2: a block of kgbuild begins and does not end",
    ),
    "NUL": ("<p>\0", "holds NUL characters"),
    "ISO-2022-JP": ('<meta charset="ISO-2022-JP">', "is in iso-2022-jp, whose letters may look like tags"),
    "ISO-2022-JP, the long way": (
        '<meta http-equiv="Content-Type" content="text/html; charset=iso-2022-jp">',
        "is in iso-2022-jp",
    ),
}


@pytest.mark.parametrize(("page", "words"), REFUSED.values(), ids=REFUSED)
def test_a_page_that_cannot_take_a_block_is_refused(page: str, words: str) -> None:
    with pytest.raises(EmbeddingError, match=words):
        embedded(GRAPH, page.encode(), "page.html")


def test_xhtml_without_a_head_and_half_a_character_are_refused() -> None:
    with pytest.raises(EmbeddingError, match="has no </head>"):
        embedded(GRAPH, b"<html/>", "page.xhtml", DRUG)
    with pytest.raises(EmbeddingError, match="byte 4 is not utf-16-le"):
        embedded(GRAPH, b"\xff\xfea\0b", "page.html", DRUG)


@pytest.mark.parametrize(
    "tag",
    [
        f'<link rel="canonical" href="{ADDRESS}">',
        f"<LINK HREF={ADDRESS} REL='x CANONICAL'>",
        '<meta property="og:url" content="http://WWW.cancer.gov/about-cancer/treatment/drugs/examplinib/?a=1#b">',
        f'<link rel=canonical href="https://elsewhere.example/"><meta property=og:url content="{ADDRESS}">',
    ],
)
def test_a_page_tells_its_drug_by_its_address(tag: str) -> None:
    assert embedded(GRAPH, f"<head>{tag}</head>".encode(), "page.html").decode() == f"<head>{tag}{BLOCK}</head>"


@pytest.mark.parametrize(
    "text", ["<p class='a'>", "<!--", "<script><!--", "<a ", "<<", "</", "<![CDATA[", "<svg>", "<title>", "='"]
)
def test_pieces_cover_a_text_without_gap_or_overlap(text: str) -> None:
    cut = list(pieces(text * 5_000))
    assert (cut[0].start, cut[-1].end) == (0, len(text) * 5_000)
    assert all(one.end == two.start for one, two in itertools.pairwise(cut))


# The command


def run(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str, str]:
    with pytest.raises(SystemExit) as ending:
        main(["embed", *map(str, arguments), "--graph", str(EXAMPLES)])
    said = capsys.readouterr()
    return int(ending.value.code or 0), said.out, said.err


def test_a_block_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = run(capsys, "Exemplar")
    assert (code, err) == (0, "")
    assert out.startswith(
        '<script type="application/ld+json" data-kgbuild="http://purl.obolibrary.org/obo/NCIT_C900001">'
    )
    assert out.endswith("</script>\n")


def test_files_are_written_once_and_then_left(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    one, two = tmp_path / "one.html", tmp_path / "two.html"
    for file in (one, two):
        file.write_text(f'<head><link rel=canonical href="{ADDRESS}"></head>')
    one.chmod(0o640)
    assert run(capsys, "--into", one, two, "--dry-run")[2] == f"{one}: would be written\n{two}: would be written\n"
    assert "data-kgbuild" not in one.read_text()
    assert run(capsys, "--into", one, two)[2] == f"{one}: written\n{two}: written\n"
    assert one.read_text() == two.read_text()
    assert one.read_text().count("data-kgbuild") == 1
    assert one.stat().st_mode & 0o777 == 0o640
    os.utime(one, (1, 1))
    assert run(capsys, "--into", one, "--into", two)[2] == f"{one}: unchanged\n{two}: unchanged\n"
    assert one.stat().st_mtime == 1
    assert run(capsys, "--into", one, "-q") == (0, "", "")


def test_where_one_page_is_refused_none_is_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    good, bad, link, locked = (tmp_path / f"{name}.html" for name in ("good", "bad", "link", "locked"))
    for file in (good, bad, locked):
        file.write_text("<head></head>")
    bad.write_text("<script data-kgbuild='urn:x'>")
    link.symlink_to(good)
    locked.chmod(0o444)
    pages = (good, bad, link, locked, tmp_path, tmp_path / "none.html")
    code, _, err = run(capsys, "--drug", "examplinib", "--into", *pages)
    assert code == 2
    assert err.count("\n") == 1
    for page, words in {
        bad: ":1: a block of kgbuild begins",
        link: ": is no plain file",
        locked: ": is read-only",
        tmp_path: ": is no plain file",
        tmp_path / "none.html": ": cannot be read (No such file or directory)",
    }.items():
        assert f"{page}{words}" in err
    assert good.read_text() == locked.read_text() == "<head></head>"


@pytest.mark.parametrize("arguments", [[], ["a", "b"], ["examplinib", "--drug", "twin"], ["examplinib", "--dry-run"]])
def test_an_unclear_call_is_refused(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys, *arguments)[0] == 2
