"""Which test shows what happens to each of the 57 hostile inputs that the project keeps a list of.

`COVERED` names, by the number of the input, the tests of other files that show it in full; the rest have tests of their
own, ``test_hNN_...``, in ``test_hostile.py``. `DIFFERENT` says where the program does something else than the list asks
for, and why.
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
    29: (
        "test_embed_browser::test_whatever_a_name_holds_is_a_text_to_all",
        "test_site_browser::test_no_attack_runs_on_any_page",
    ),
    30: (
        "test_embed_browser::test_whatever_a_name_holds_is_a_text_to_all",
        "test_site_browser::test_no_attack_runs_on_any_page",
    ),
    31: ("test_embed_browser::test_whatever_a_name_holds_is_a_text_to_all",),
    32: ("test_site_browser::test_no_attack_runs_in_the_search_the_picture_or_an_answer",),
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
    39: (
        "test_rebuilds::test_of_two_builds_into_one_folder_one_is_told_and_touches_nothing",
        "test_rebuilds::test_many_builds_at_once_leave_one_whole_output",
    ),
    40: ("test_load_folder::test_a_load_that_is_killed_leaves_the_old_or_the_new_whole",),
    42: (
        "test_network::test_files_that_lead_out_are_read_or_refused_and_nobody_comes",
        "test_json_ld::test_a_context_that_reaches_out_is_refused",
    ),
    43: ("test_query::test_what_reaches_out_or_changes_anything_is_refused",),
    44: ("test_query::test_a_query_that_never_ends_is_given_up_and_leaves_nothing_behind",),
    45: (
        "test_query::test_an_answer_that_is_none_is_an_error_and_shows_nothing",
        "test_load_failures::test_an_answer_that_drips_is_not_waited_for_for_ever",
    ),
    46: ("test_query::test_a_value_is_bound_and_never_becomes_part_of_the_query",),
    47: ("test_network::test_shapes_that_import_ask_or_run_are_refused",),
    49: (
        "test_terminology::test_a_damaged_table_is_named_with_its_line",
        "test_terminology::test_two_concepts_of_one_name_are_both_shown",
        "test_slice::test_a_broken_table_is_refused_with_its_line",
        "test_releases::test_a_broken_line_is_named_with_what_was_seen",
    ),
    51: ("test_query::test_the_forms_of_an_answer",),
    52: ("test_cli::test_the_terminal_obeys_nothing_that_a_page_says",),
    53: ("test_cli::test_a_wrong_setting_is_named_with_what_is_meant",),
    54: (
        "test_cli::test_a_reader_that_has_enough_gets_no_traceback",
        "test_cli::test_no_locale_and_no_width_breaks_the_output",
        "test_cli_edges::test_a_closed_stream_is_like_one_that_nobody_reads",
    ),
}

DIFFERENT: Final[Mapping[int, str]] = {
    6: "no type is guessed: every value is the text as written; `language: no` is Norwegian",
    26: "`language: no` is the tag of Norwegian, which a page may well have",
    27: "the page is kept: its drugs are worth more than its date, which is reported and not stated",
    34: "in case alone: one of the two is rejected, with the name of the other",
    48: "shapes come with the program and `validate` takes no others, so that no stranger writes an `sh:pattern`",
}
