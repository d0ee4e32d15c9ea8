"""What is read without the Markdown parser is read as the parser reads it: on drawn texts and on whole pages."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_up_pages import write_pages

from conftest import SHARED
from kgbuild.markdown import _parsed_blocks, _parsed_text, blocks
from kgbuild.model import Page, RawBlock
from kgbuild.pages import read_pages
from kgbuild.plain_markdown import plain_blocks, plain_text

FRONT = "---\ntitle: A\n---\n"
# fmt: off
SIGNS = st.sampled_from((
    "- ", "-", "---", "* ", "*", "**", "***", "_", "+ ", "# ", "## ", "#", "[", "]", "](", "(", ")", "](/x)", "!", "]:",
    "\\", "`", "```", "~~", "<", ">", "&", "&amp;", ":", "|", "| --- |", "\n| - | - |\n", "===", "1. ", "2)", "    ",
))
SPANS = st.sampled_from((
    "[a](/x)", "**[a](/y)**", "**bold**", "*so*", "![i](/z)", "[t](/a 'b')", "[q](<a>)", "[p](/a(b))", "[](/x)",
    "[é](//Q/é)", "[j](JavaScript:x)", "[u](HTTP://WWW.X.org)", "[two\nlines](/p)", "[%](/%zz?a=b&c)", "<http://a.b>",
    "[**b**](/x)", "[r]: /u",
))
WORDS = st.sampled_from(("a", "Word", "b c", "1", "¹", "é", "“", "。", "®", ".", ",", ":", ";", '"', "'", "(A)", "="))
BLANKS = st.sampled_from((" ", "\n", "\n\n", "\n- ", "\n\n- ", "\n## ", "\n\n# ", "  ", "\t", "\r\n", "\u00a0"))
UNSEEN = st.sampled_from(("\u200b", "\ufeff", "\u2028", "\u00ad", "\u0301", "\0", "\x0b", "\x1c", "\x85", "\U0001f600"))
# fmt: on
TEXTS = st.lists(WORDS | BLANKS | SIGNS | SPANS | WORDS | BLANKS | UNSEEN, min_size=1, max_size=14).map("".join)
NEARLY_PLAIN = st.lists(
    WORDS | BLANKS | st.sampled_from(["[a](/x)", " **b** ", "**[a](/y)** ", "**", "[", "(", ")", "*"]),
    min_size=1,
    max_size=14,
).map("".join)


def same_blocks(page: Page) -> list[RawBlock] | None:
    """The blocks of a page, if they are plain; the parser gives the same."""
    plain = plain_blocks(page.text, page.body)
    if plain is not None:
        seen, parsed = ([(b.kind, b.level, b.group, words(b)) for b in each] for each in (plain, _parsed_blocks(page)))
        assert seen == parsed
    return plain


def words(block: RawBlock) -> list[tuple[str, list[int]]]:
    return [(content, list(offsets)) for content, offsets in block.pieces]


def same_text(content: str) -> bool:
    """Whether a piece is plain; if so, the parser gives the same."""
    offsets = range(7, 7 + len(content))
    plain = plain_text(content, offsets)
    assert plain is None or plain == _parsed_text(content, tuple(offsets))
    return plain is not None


@given(TEXTS | NEARLY_PLAIN)
@settings(max_examples=1_500)
def test_any_text_is_read_as_the_parser_reads_it(text: str) -> None:
    page = Page("a.md", "a", FRONT + text, "", len(FRONT))
    same_blocks(page)
    for content in {text, text.strip(), *text.split("\n"), *(piece[0] for b in blocks(page) for piece in b.pieces)}:
        same_text(content)


@pytest.mark.parametrize("char", ["\r", *map(chr, range(0x20, 0x7F))])
def test_any_sign_is_read_as_the_parser_reads_it_wherever_it_stands(char: str) -> None:
    for text in (char, f"{char}a", f"{char} a", f"{char}{char}{char}", f"{char}{char} a", f"1{char} a", f"a{char}b"):
        for whole in (
            text,
            f"a\n{text}",
            f"- {text}",
            f"- a\n{text}",
            f"## {text}",
            f"# a {text}",
            f"{text}\n---",
            f"{text}\n\nb",
        ):
            same_blocks(Page("a.md", "a", whole, "", 0))
    for content in (
        f"a{char}b", f"{char}[a](/b)", f"[a](/b){char}", f"[a{char}b](/c)", f"[a](/b{char}c)", f"[a](/b{char})",
        f"**a** {char}**b**", f"{char}**a**", f"**a**{char}", f"**{char}a**", f"**a{char}**", f"**a{char}** b",
        f"a{char}**b**", f"**[a](/b)**{char}", f"**a**{char} b", f"**a {char}**", f"[**a**{char}](/b)",
        f"**a**b{char}**c**", f"**a **{char}",
        f"{char}a{char}", f"{char}{char}a{char}{char}", f"{char}amp;",
    ):  # fmt: skip
        same_text(content)


def plain_share(pages: Iterable[Page]) -> float:
    """The share of the pieces that is plain, of those of pages that are plain."""
    found = [same_blocks(page) for page in pages]
    pieces = [piece[0] for each in found for block in each or () for piece in block.pieces if piece[0]]
    assert sum(each is not None for each in found) > len(found) * 3 / 4
    return sum(map(same_text, pieces)) / len(pieces)


def test_made_up_pages_are_nearly_all_plain(tmp_path: Path) -> None:
    write_pages(tmp_path, 60)
    assert plain_share(page for page in read_pages([str(tmp_path)]) if isinstance(page, Page)) > 0.95


@pytest.mark.shared
def test_real_pages_are_nearly_all_plain() -> None:
    assert plain_share(page for page in read_pages([str(SHARED / "corpus")]) if isinstance(page, Page)) > 0.95
