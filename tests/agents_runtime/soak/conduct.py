"""How the fake provider and the clients behave in a soak: drawn from a seed, run by run."""

from __future__ import annotations

import json
import random
import threading
from dataclasses import dataclass
from itertools import count
from typing import Literal

from tests.fakes import FakeProvider, Reply, ToolCall, Usage
from tests.fakes.script import RecordedRequest

MANIFEST = """\
apiVersion: ossa/v0.4.6
kind: Agent
metadata: {name: soak, version: 1.0.0, description: What the soak talks to}
spec:
  role: You help.
  llm:
    provider: openai
    model: gpt-4o-mini
    maxTokens: 200
    timeout: 3
    retry_config: {max_attempts: 2, backoff_strategy: none, initial_delay_ms: 20}
    cost_tracking: {enabled: true, budget_limit_usd: 1000000}
  tools:
    - {type: function, name: look_up, description: Looks something up}
    - {type: function, name: ask_somebody, description: Asks a person}
"""
MODEL = "gpt-4o-mini"

Way = Literal["GET", "POST", "socket", "JSON"]
Behaviour = Literal["stay", "cancel", "leave", "come back"]
Answer = Literal["text", "mock", "ask", "refused", "dropped", "broken", "stalled", "slow", "unreported"]

WAYS: tuple[Way, ...] = ("GET", "POST", "socket", "JSON")


@dataclass(frozen=True)
class Plan:
    """One run: how it is asked for, what its viewer does after how many events, what the provider does."""

    number: int
    way: Way
    behaviour: Behaviour
    after: int
    answer: Answer
    tokens: int
    on_busy: Literal["interrupt", "enqueue"]

    @property
    def message(self) -> str:
        return f"case {self.number}."


def draw(seed: int, number: int) -> Plan:
    dice = random.Random(f"{seed}:{number}")
    behaviours: tuple[Behaviour, ...] = ("stay", "cancel", "leave", "come back")
    answers: tuple[Answer, ...] = (
        *("text", "mock", "ask", "refused", "dropped", "broken", "stalled", "slow", "unreported"),
    )
    return Plan(
        number=number,
        way=dice.choice(WAYS),
        behaviour=dice.choices(behaviours, (60, 15, 10, 15))[0],
        after=dice.randint(1, 12),
        answer=dice.choices(answers, (24, 8, 6, 8, 8, 6, 3, 32, 5))[0],
        tokens=dice.randint(3, 40),
        on_busy=dice.choice(("interrupt", "enqueue")),
    )


class Provider(FakeProvider):
    """Answers each message as its plan says, and reports another number of prompt tokens each time.

    By that number an entry of the ledger can be told from all others.
    """

    def __init__(self, seed: int) -> None:
        super().__init__()
        self._seed = seed
        self._numbers = count(1_000)
        self._attempts: dict[int, int] = {}
        self._counting = threading.Lock()

    def plan_of(self, request: RecordedRequest) -> Plan:
        return draw(self._seed, int(request.text.removeprefix("case ").split(".")[0]))

    def choose(self, request: RecordedRequest) -> Reply:
        plan = self.plan_of(request)
        after_tool = request.body["messages"][-1]["role"] == "tool"
        with self._counting:
            usage = Usage(input=next(self._numbers), cached=plan.number % 3)
            attempt = self._attempts[plan.number] = self._attempts.get(plan.number, 0) + 1
        tokens = tuple(f"w{one} " for one in range(plan.tokens))
        match plan.answer:
            case "mock" | "ask" if not after_tool:
                tool = "look_up" if plan.answer == "mock" else "ask_somebody"
                return Reply(text="", tool_calls=(ToolCall(tool, {}),), usage=usage)
            case "refused":
                status = (429, 500, 503, 401)[plan.number % 4]
                return Reply(status=status if attempt == 1 or plan.number % 2 else 200, usage=usage)
            case "dropped":
                return Reply(tokens=tokens, drop_after=plan.after % len(tokens), usage=usage)
            case "broken":
                return Reply(tokens=tokens, error_after=plan.after % len(tokens), usage=usage)
            case "stalled":
                return Reply(tokens=tokens, stall_after=plan.after % len(tokens), usage=usage)
            case "slow":
                return Reply(tokens=tokens, tokens_per_second=40, first_token_delay=0.1, usage=usage)
            case "unreported":
                return Reply(tokens=tokens, usage=None)
        return Reply(tokens=tokens, usage=usage)


def reported_prompt(request: RecordedRequest) -> int | None:
    """The number by which this request is known, where the provider came to report it."""
    return request.usage.input if request.usage is not None and request.finished_at is not None else None


def last_words(text: str) -> str:
    return str(json.loads(text)["type"])
