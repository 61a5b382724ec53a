"""The long list: what can go wrong between a provider, a server and its viewers, much of it at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

from . import clients, failing, restarting, watching
from .drive import Drive

Scenario = Callable[[Drive], None]
# The largest manifest takes five runs at once, and one scenario has two.
AT_ONCE = 4


def drive_long_list(drive: Drive) -> None:
    """Each scenario has sessions and messages of its own; most of their time they wait."""
    with ThreadPoolExecutor(AT_ONCE) as pool:
        for done in [pool.submit(scenario, drive) for scenario in at_once(drive)]:
            done.result()
    restarting.keeps_costs_over_a_restart(drive)
    restarting.does_not_know_a_price(drive)


def at_once(drive: Drive) -> Iterator[Scenario]:
    yield watching.lets_go_of_a_reader_that_never_reads  # first, since it waits longest
    yield failing.gives_up_on_a_stall
    yield failing.tells_of_refusals
    yield failing.tries_again_before_the_first_token
    yield failing.shows_what_came_before_a_drop_once
    if drive.variant.sse_path is not None:
        yield watching.comes_back_by_event_source
    if drive.variant.websocket_path is not None:
        yield watching.resumes_over_websocket
    yield watching.keeps_two_sessions_apart
    yield clients.serves_the_clients
