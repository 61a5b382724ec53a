"""The budget as one run meets it: the kit asks it for each model request, it asks the agent's budget."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from weakref import WeakValueDictionary

from agents_runtime import budgets
from agents_runtime.budgets import Amount, Grant
from agents_runtime.database import in_database, wait_for_database
from exporter.agent_plan import LimitsPlan
from exporter.kit.budget import HEADROOM
from exporter.kit.errors import BudgetExceededError
from exporter.kit.usage import RequestUsage, Usage

# Tokens of an answer that are reserved where the manifest sets no `maxTokens`; more are asked for on the way.
BLOCK = 500

_turns: WeakValueDictionary[int, asyncio.Lock] = WeakValueDictionary()

TopUp = Callable[[], Awaitable[None]]


@dataclass
class _Open:
    """A request that goes on: its grant, and what is spent of it as far as one can know."""

    grant: Grant
    prompt: Decimal
    used: Amount


class BudgetGate:
    """Takes the place of the kit's Budget. `ask_top_up` has the engine wait for more before it goes on."""

    def __init__(
        self,
        run_id: str,
        agent_id: int,
        limits: LimitsPlan,
        max_tokens: int | None,
        ask_top_up: Callable[[TopUp], None],
    ) -> None:
        self._run_id = run_id
        self._agent_id = agent_id
        self._limits = limits
        # Without one there is only the length of a request to watch, which needs no database.
        self._has_budget = budgets.has_budget(limits)
        self._block = max_tokens or BLOCK
        self._ask_top_up = ask_top_up
        self._open: dict[int, _Open] = {}
        # Requests whose reservation can go, in the transaction that enters what they cost.
        self.ended: list[int] = []

    def reserve(self, request: RequestUsage) -> None:
        """Called when a request begins; `admit` or `admit_now` follows."""
        self._refuse_long_request(request)

    async def admit(self, request: RequestUsage) -> None:
        if self._has_budget:
            self._begin(request, await self._in_turn(self._asking(request)))

    def admit_now(self, request: RequestUsage) -> None:
        """For a request that LangChain makes by itself (a summary), whose callback cannot wait."""
        if self._has_budget:
            self._begin(request, wait_for_database(self._asking(request)))

    def update(self, request: RequestUsage) -> None:
        """Called for each piece: stops the request at the edge of what there is, else asks for more."""
        self._refuse_long_request(request)
        mine = self._open.get(request.number)
        if mine is None:
            return
        mine.used = used = self._used(request, mine.prompt)
        granted = mine.grant.amount
        if used.money <= granted.money and used.tokens <= granted.tokens:
            return
        if mine.grant.refusal is not None:
            raise BudgetExceededError(mine.grant.refusal)
        self._ask_top_up(partial(self._top_up, request))

    def settle(self, request: RequestUsage) -> None:
        self._end(request)

    def release(self, request: RequestUsage) -> None:
        self._end(request)

    def _end(self, request: RequestUsage) -> None:
        if self._open.pop(request.number, None) is not None:
            self.ended.append(request.number)

    async def _top_up(self, request: RequestUsage) -> None:
        mine = self._open.get(request.number)
        if mine is not None:
            mine.grant = await self._in_turn(self._asking(request, mine.used))

    async def _in_turn(self, asking: Callable[[], Grant]) -> Grant:
        """One of an agent at a time: in the database they would wait for each other, and others too."""
        turn = _turns.setdefault(self._agent_id, asyncio.Lock())
        async with turn:
            return await in_database(asking)

    def _begin(self, request: RequestUsage, grant: Grant) -> None:
        prompt = _cost(request, Usage(request.prompt_estimate))
        self._open[request.number] = _Open(grant, prompt, self._used(request, prompt))

    def _asking(self, request: RequestUsage, used: Amount | None = None) -> Callable[[], Grant]:
        need = used or self._used(request, _cost(request, Usage(request.prompt_estimate)))
        want = Amount(need.money + _per_token(request) * self._block, need.tokens + self._block)
        return partial(
            budgets.reserve, self._run_id, request.number, self._agent_id, self._limits, need, want
        )

    def _used(self, request: RequestUsage, prompt: Decimal) -> Amount:
        """With the tokens that may be on their way when the request is stopped."""
        money = prompt + _per_token(request) * (request.completion_estimate + HEADROOM)
        return Amount(money, request.prompt_estimate + request.completion_estimate + 1)

    def _refuse_long_request(self, request: RequestUsage) -> None:
        most = self._limits.max_tokens_per_request
        if most is not None and request.prompt_estimate + request.completion_estimate + 1 > most:
            raise BudgetExceededError(f"This request needs more than {most} tokens.")


def _per_token(request: RequestUsage) -> Decimal:
    return Decimal(0) if request.price is None else request.price.per_output_token


def _cost(request: RequestUsage, usage: Usage) -> Decimal:
    return Decimal(0) if request.price is None else request.price.cost(usage)
