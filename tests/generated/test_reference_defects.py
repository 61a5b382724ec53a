"""What the reference exporter does wrong, and the test that says we do not: every defect names one."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

import pytest

TESTS = Path(__file__).parents[1]

# Traps of the code that users' documents promised.
# ruff: noqa: E501 - one line a defect
TRAPS = {
    "T1 imports what LangChain 1.x removed": "generated/test_corpus.py::test_every_server_imports_without_key_or_network",
    "T2 imports a class that starlette never had": "exporter/test_files.py::test_requirements_name_the_streaming_packages_that_are_used",
    "T3 imports packages that are not required": "generated/test_variants.py::test_a_variant_installs_passes_its_own_tests_and_serves",
    "T4 no token reaches anybody": "end_to_end/test_sse.py::test_a_run_is_told_in_order_and_numbered_without_gaps",
    "T5 cancel is never read": "end_to_end/test_websocket.py::test_a_cancel_closes_the_provider_at_once_and_no_tool_starts",
    "T6 every cost is 0": "end_to_end/test_sse.py::test_running_totals_do_not_go_down_and_end_at_what_the_provider_says",
    "T7 prices a class name": "end_to_end/test_sse.py::test_running_totals_do_not_go_down_and_end_at_what_the_provider_says",
    "T8 prices by substring": "exporter/kit/test_costs.py::test_each_model_has_its_own_price_and_not_that_of_a_longer_or_shorter_name",
    "T9 the summary reads a ledger nobody writes": "end_to_end/test_costs.py::test_costs_of_a_session_add_up_and_do_not_mix_with_others",
    "T10 users share one conversation": "end_to_end/test_sessions.py::test_two_sessions_at_once_never_see_each_other",
    "T11 a second tab steals the stream": "end_to_end/test_sse.py::test_two_viewers_of_one_run_see_the_same",
    "T12 nobody watches and it is paid for": "end_to_end/test_websocket.py::test_leaving_does_not_stop_the_run_and_resuming_misses_nothing",
    "T13 any page commands": "end_to_end/test_sessions.py::test_a_foreign_page_commands_nothing",
    "T14 a manifest's text runs": "generated/test_hostile_manifests.py::test_no_text_of_a_manifest_ever_runs",
    "T15 a prompt is a template": "end_to_end/test_sse.py::test_prompts_are_shown_without_the_system_prompt",
    "T16 GET is not there": "end_to_end/test_clients.py::test_the_python_client_prints_tokens_and_costs",
}

# The reference's table of features and defects, by its section.
DEFECTS = {
    "1 memory of the manifest selects nothing": "generated/test_variants.py::test_a_variant_installs_passes_its_own_tests_and_serves",
    "1 switching a stream off breaks the server": "generated/test_variants.py::test_a_variant_installs_passes_its_own_tests_and_serves",
    "1 output differs from day to day": "exporter/test_pipeline.py::test_the_same_text_and_options_give_the_same_bytes",
    "2 requirements without pins": "exporter/test_files.py::test_the_lock_pins_every_requirement_with_hashes",
    "2 files that do not parse": "generated/test_corpus.py::test_every_file_of_every_real_agent_parses",
    "2 default password and published database": "exporter/test_files.py::test_compose_brings_the_store_closed_and_with_a_password_to_choose",
    "2 backslashes and braces in a prompt": "end_to_end/test_sse.py::test_prompts_are_shown_without_the_system_prompt",
    "3 a failed run is a success": "end_to_end/test_provider_errors.py::test_a_failed_run_is_never_a_success",
    "3 one run blocks the others": "end_to_end/test_sessions.py::test_twenty_sessions_at_once_are_all_answered",
    "3 forgetting a session fails": "end_to_end/test_sessions.py::test_a_session_is_listed_shown_and_forgotten",
    "3 reset resets nothing": "end_to_end/test_costs.py::test_a_reset_begins_again_at_zero_and_tells_what_it_closed",
    "4 the system prompt is shown": "end_to_end/test_sse.py::test_prompts_are_shown_without_the_system_prompt",
    "4 upstream's words are passed on": "end_to_end/test_provider_errors.py::test_a_refusal_is_an_error_status_in_clear_words_without_secrets",
    "5 cancel stops the wrong task": "end_to_end/test_websocket.py::test_a_cancel_closes_the_provider_at_once_and_no_tool_starts",
    "5 a slow reader piles up": "end_to_end/test_websocket.py::test_a_reader_that_never_reads_is_let_go_and_the_run_goes_on",
    "6 LangSmith's import is gone": "exporter/kit/test_observability.py::test_langsmith_gets_the_run_in_its_project",
    "6 Langfuse's import is gone": "exporter/kit/test_observability.py::test_langfuse_gets_the_run_with_its_keys",
    "6 spans never end": "exporter/kit/test_observability.py::test_opentelemetry_spans_of_a_run_that_fails_or_is_cancelled_end",
    "6 an unknown price is 0": "end_to_end/test_costs.py::test_an_unknown_price_is_null_and_never_zero",
    "7 retries show text twice": "end_to_end/test_provider_errors.py::test_after_the_first_token_nothing_is_tried_again_and_no_text_is_shown_twice",
    "8 a stub reports success": "end_to_end/test_sse.py::test_a_tool_without_a_body_says_so_to_the_model_and_the_user",
    "8 an enum is a comment": "exporter/test_hostile.py::test_enumerations_are_types_and_not_comments",
    "8 MCP that is not MCP": "generated/test_variants.py::test_a_variant_installs_passes_its_own_tests_and_serves",
    "9 memory's requirements are missing": "exporter/locks/test_locks.py::test_every_memory_backend_has_a_lock_set_that_holds_its_requirements",
    "12 a name leads out of the folder": "generated/test_hostile_manifests.py::test_a_name_never_leads_out_of_the_folder",
}


@cache
def names_in(file: str) -> frozenset[str]:
    tree = ast.parse((TESTS / file).read_text(encoding="utf-8"))
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef)
    return frozenset(node.name for node in ast.walk(tree) if isinstance(node, kinds))


@pytest.mark.parametrize("defect", [*TRAPS, *DEFECTS])
def test_every_reference_defect_has_a_test(defect):
    file, _, name = (TRAPS | DEFECTS)[defect].partition("::")
    assert name in names_in(file), f'the test that says "{defect}" is not ours is gone'
