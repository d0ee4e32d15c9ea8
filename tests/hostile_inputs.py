"""Which test shows what happens to each of the 57 hostile inputs that the project keeps a list of.

`COVERED` names, by the number of the input, the tests of other files that show it in full; the rest have tests of their
own, ``test_hNN_...``, in ``test_hostile.py``. `ELSEWHERE` are those of commands with their own tests. `DIFFERENT` says
where the program does something else than the list asks for, and why.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

COVERED: Final[Mapping[int, tuple[str, ...]]] = {
    1: ("test_pages::test_nothing_of_a_rejected_object_runs", "test_pages::test_rejects"),
    3: ("test_pages::test_rejects",),
    4: ("test_pages::test_rejects",),
    5: ("test_pages::test_rejects",),
    6: ("test_pages::test_values_stay_as_written", "test_pages::test_warns_and_keeps_the_page"),
    7: ("test_pages::test_rejects",),
    8: ("test_pages::test_rejects",),
    11: ("test_pages::test_rejects",),
    13: ("test_pages::test_rejects",),
    16: ("test_grounding::test_look_alike_letters_are_reported_not_grounded_whatever_the_link_says",),
    17: ("test_pages::test_rejects", "test_pages::test_a_file_without_front_matter_is_no_page_and_no_error"),
    19: ("test_pages::test_only_the_first_block_between_fences_is_front_matter",),
    20: (
        "test_reporting::test_html_shows_the_inputs_words_and_obeys_none",
        "test_understanding::test_html_marks_the_words_and_lets_nothing_of_the_page_through",
    ),
    22: ("test_pages::test_warns_and_keeps_the_page", "test_triples::test_an_address_that_is_not_ncis_is_no_url"),
    25: ("test_exports::test_all_formats_hold_exactly_the_triples", "test_exports::test_any_text_comes_back_as_it_is"),
    26: ("test_pages::test_rejects", "test_triples::test_a_language_is_stated_as_the_shapes_ask"),
    27: ("test_pages::test_warns_and_keeps_the_page", "test_triples::test_a_date_that_is_none_is_not_stated"),
    33: ("test_pages::test_slugs_are_safe_names", "test_pages::test_a_slug_is_never_a_path"),
    34: ("test_page_files::test_two_pages_of_one_slug_are_a_conflict_whatever_the_order",),
    37: (
        "test_exports::test_a_full_disk_leaves_the_old_files_and_no_others",
        "test_releases::test_where_there_is_no_room_the_old_index_stays",
    ),
    38: (
        "test_kills::test_a_build_ended_at_random_leaves_the_old_output_or_the_new_and_the_next_run_is_whole",
        "test_kills::test_wherever_files_are_being_replaced_a_kill_leaves_all_old_or_all_new",
    ),
    42: (
        "test_network::test_files_that_lead_out_are_read_or_refused_and_nobody_comes",
        "test_json_ld::test_a_context_that_reaches_out_is_refused",
    ),
    47: ("test_network::test_shapes_that_import_ask_or_run_are_refused",),
    49: (
        "test_terminology::test_a_damaged_table_is_named_with_its_line",
        "test_terminology::test_two_concepts_of_one_name_are_both_shown",
        "test_slice::test_a_broken_table_is_refused_with_its_line",
        "test_releases::test_a_broken_line_is_named_with_what_was_seen",
    ),
    52: ("test_cli::test_the_terminal_obeys_nothing_that_a_page_says",),
    53: ("test_cli::test_a_wrong_setting_is_named_with_what_is_meant",),
    54: (
        "test_cli::test_a_reader_that_has_enough_gets_no_traceback",
        "test_cli::test_no_locale_and_no_width_breaks_the_output",
        "test_cli_edges::test_a_closed_stream_is_like_one_that_nobody_reads",
    ),
}

ELSEWHERE: Final[Mapping[int, str]] = {
    29: "embed, site",
    30: "embed, site",
    31: "embed, site",
    32: "site",
    39: "the lock around a build",
    40: "load",
    43: "query",
    44: "query",
    45: "query, load",
    46: "query",
    51: "query (the first command that writes CSV)",
}

DIFFERENT: Final[Mapping[int, str]] = {
    6: "no type is guessed: every value is the text as written; `language: no` is Norwegian",
    26: "`language: no` is the tag of Norwegian, which a page may well have",
    27: "the page is kept: its drugs are worth more than its date, which is reported and not stated",
    34: "in case alone: one of the two is rejected, with the name of the other",
    48: "shapes come with the program and `validate` takes no others, so that no stranger writes an `sh:pattern`",
}
