"""Limits of money and tokens, of all sessions: reserved before a model request, settled after."""

from __future__ import annotations

import logging
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from .errors import BudgetExceededError
from .usage import RequestUsage, Usage

if TYPE_CHECKING:
    from .limits import Limits

logger = logging.getLogger(__name__)

# Tokens of each open request that may be on their way when it is stopped.
HEADROOM = 20


@dataclass
class Spent:
    """What the ledger holds: in the current period, and today (UTC)."""

    period: Decimal = Decimal(0)
    today: Decimal = Decimal(0)
    tokens_today: int = 0
    day: date = field(default_factory=lambda: datetime.now(UTC).date())


@dataclass(frozen=True)
class Open:
    """What an open model request will cost at least, as far as one can know now."""

    cost: Decimal
    tokens: int
    headroom: Decimal


class Budget:
    """One for the server. Its figures are the ledger's plus what open requests will at least cost."""

    def __init__(
        self,
        *,
        money: Decimal | None = None,
        money_per_day: Decimal | None = None,
        tokens_per_day: int | None = None,
        tokens_per_request: int | None = None,
        alert: Decimal | None = None,
    ) -> None:
        self.money = money
        self.money_per_day = money_per_day
        self.tokens_per_day = tokens_per_day
        self.tokens_per_request = tokens_per_request
        self.alert = alert
        self.spent = Spent()
        self._open: dict[int, Open] = {}
        self._unpriced: set[str] = set()

    def reserve(self, request: RequestUsage) -> None:
        """Refuse a request for which nothing is left; from here on its prompt counts as spent."""
        self._begin_day()
        price = request.price
        if price is None and not {self.money, self.money_per_day, self.alert} <= {None}:
            self._warn_of_no_price(request.model)
        prompt = Decimal(0) if price is None else price.cost(Usage(request.prompt_estimate))
        headroom = Decimal(0) if price is None else price.per_output_token * HEADROOM
        self._open[id(request)] = Open(prompt, request.prompt_estimate, headroom)
        self._refuse_over_limit(request)

    def _warn_of_no_price(self, model: str) -> None:
        if model not in self._unpriced:
            self._unpriced.add(model)
            logger.warning('No price is known for "%s": what it costs counts towards no budget', model)

    def update(self, request: RequestUsage) -> None:
        """Called for each piece: stops the request whose next token would pass a limit."""
        before = self._open[id(request)]
        tokens = request.prompt_estimate + request.completion_estimate
        per_token = Decimal(0) if request.price is None else request.price.per_output_token
        cost = before.cost + per_token * (tokens - before.tokens)
        self._open[id(request)] = Open(cost, tokens, before.headroom)
        self._refuse_over_limit(request)

    def settle(self, request: RequestUsage) -> None:
        """The request is over: what it really cost takes the place of what was reserved."""
        self._begin_day()
        self._open.pop(id(request), None)
        usage, cost = request.usage, request.cost or Decimal(0)
        before = self.spent.period
        self.spent.period += cost
        self.spent.today += cost
        self.spent.tokens_today += usage.prompt_tokens + usage.completion_tokens
        if self.alert is not None and before < self.alert <= self.spent.period:
            logger.warning("Costs have reached %s USD, where an alert was asked for", self.alert)

    def release(self, request: RequestUsage) -> None:
        """The provider refused the request: nothing was spent."""
        self._open.pop(id(request), None)

    def _refuse_over_limit(self, request: RequestUsage) -> None:
        cost = sum((each.cost + each.headroom for each in self._open.values()), Decimal(0))
        if self.money is not None and self.spent.period + cost > self.money:
            raise BudgetExceededError(f"The budget of {self.money} USD is used up.")
        if self.money_per_day is not None and self.spent.today + cost > self.money_per_day:
            raise BudgetExceededError(f"The budget of {self.money_per_day} USD for today is used up.")
        tokens = sum(each.tokens for each in self._open.values()) + 1
        if self.tokens_per_day is not None and self.spent.tokens_today + tokens > self.tokens_per_day:
            raise BudgetExceededError(f"The {self.tokens_per_day} tokens for today are used up.")
        mine = self._open[id(request)].tokens + 1
        if self.tokens_per_request is not None and mine > self.tokens_per_request:
            raise BudgetExceededError(f"This request needs more than {self.tokens_per_request} tokens.")

    def _begin_day(self) -> None:
        today = datetime.now(UTC).date()
        if today != self.spent.day:
            self.spent.day, self.spent.today, self.spent.tokens_today = today, Decimal(0), 0


def create_budget(limits: Limits) -> Budget | None:
    """The budget that the limits ask for, None where they ask for none."""
    bounds = (limits.budget, limits.budget_per_day, limits.max_tokens_per_day, limits.max_tokens_per_request)
    if all(bound is None for bound in (*bounds, limits.budget_alert)):
        return None
    money, money_per_day, tokens_per_day, tokens_per_request = bounds
    return Budget(
        money=money,
        money_per_day=money_per_day,
        tokens_per_day=tokens_per_day,
        tokens_per_request=tokens_per_request,
        alert=limits.budget_alert,
    )
