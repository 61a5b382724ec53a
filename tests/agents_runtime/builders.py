"""What tests of the runtime begin with: an agent of Alice's workspace, sessions, runs and ledger lines."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import count
from typing import Any

from agents_runtime.ledger import correct_usage, reset_costs
from agents_runtime.ledger_line import Line
from agents_runtime.models import LedgerEntry, Run, Session
from agents_runtime.runs import Ending, claim_run, close_run, start_run
from agents_runtime.sessions import open_session
from exporter.kit.events import CostSummary
from studio.agents import create_agent
from studio.models import Agent, Revision, User
from tests.studio.people import People, make_people

names = count(1)
SUMMARY = json.dumps(CostSummary(15, 10, 5, Decimal("0.0000045"), "gpt-4o-mini").as_dict())


def manifest(llm: str = "", spec: str = "", name: str = "tester", model: str = "gpt-4o-mini") -> str:
    """A small agent; `llm` and `spec` are further lines of these sections, indented from their own start."""
    lines = [
        "apiVersion: ossa/v0.4",
        "kind: Agent",
        f"metadata: {{name: {name}, version: 1.0.0}}",
        "spec:",
        "  role: You help.",
        *indented(spec, 2),
        "  llm:",
        "    provider: openai",
        f"    model: {model}",
        *indented(llm, 4),
    ]
    return "\n".join(lines) + "\n"


def indented(text: str, spaces: int) -> list[str]:
    return [" " * spaces + line for line in text.splitlines()]


@dataclass(frozen=True)
class Scene:
    """Alice's agent in the workspace that Bob shares; Charlie is a stranger."""

    people: People
    agent: Agent
    revision: Revision
    session: Session

    def new_session(self, owner: User | None = None, name: str | None = None) -> Session:
        owner_id = (owner or self.people.alice).pk
        return open_session(self.agent, self.revision, owner_id, name or f"s-{next(names)}")

    def new_run(self, session: Session | None = None, *, person: User | None = None, **more: Any) -> Run:
        """A run that is at work."""
        session = session or self.session
        run, _ = start_run(session, (person or self.people.alice).pk, "Hello", **more)
        claimed = claim_run(run.id, "test-process")
        assert claimed is not None
        return claimed


def make_scene(text: str | None = None) -> Scene:
    people = make_people()
    agent, revision = create_agent(people.workspace, people.alice, text or manifest())
    session = open_session(agent, revision, people.alice.pk, "first")
    return Scene(people, agent, revision, session)


def line(request: int = 1, **more: Any) -> Line:
    """A reported request of ten tokens in and five out, for a known price."""
    values: dict[str, Any] = {
        "request": request,
        "provider": "openai",
        "model": "gpt-4o-mini",
        "prompt_tokens": 10,
        "cached_tokens": 0,
        "cache_write_tokens": 0,
        "completion_tokens": 5,
        "reasoning_tokens": 0,
        "reported": True,
        "demo": False,
        "cost": "0.0000045",
        "unit_prices": "input_mtok=0.15 output_mtok=0.6",
        "price_version": "a list",
        "price_date": "2026-01-01",
    }
    return Line(**{**values, **more})


def ending(*lines: Line, state: Any = "done", seq: int = 1, **more: Any) -> Ending:
    return Ending(
        state=state, seq=seq, last_event=f'{{"type":"{state}"}}', summary=SUMMARY, lines=lines, **more
    )


def end(run: Run, *lines: Line, **more: Any) -> bool:
    return close_run(run.id, ending(*lines, **more))


def long_ago(run: Run, **columns: Any) -> None:
    """Set a run's columns, as if it were long ago."""
    Run.objects.filter(pk=run.pk).update(**columns)


def now() -> datetime:
    return datetime.now(UTC)


def reset(session: Session) -> CostSummary:
    own = Session.objects.filter(pk=session.pk)
    return reset_costs(own, session.owner_id, "a model", priced=True)


def correct(entry: LedgerEntry, cost: str) -> LedgerEntry:
    day = date(2026, 2, 3)
    made = correct_usage(entry, cost=Decimal(cost), version="by hand", unit_prices="", day=day)
    assert made is not None
    return made
