"""Counts what a run uses and costs, with own prices; the demo model's usage is kept apart from money."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any, Protocol, cast
from uuid import UUID

from langchain_core.messages import BaseMessage

from agents_runtime.price_list import DEMO, DemoSummary, OwnPrices, price_of
from exporter.kit.budget import Budget
from exporter.kit.callbacks import CostTrackingHandler
from exporter.kit.events import CostSummary
from exporter.kit.pricing import Price
from exporter.kit.usage import RequestUsage


class Gate(Protocol):
    """The agent's budget, which is asked for each model request."""

    def admit_now(self, request: RequestUsage) -> None: ...


class PlaygroundUsage(CostTrackingHandler):
    """The kit's, where providers go by our own names and the budget is the agent's, over all processes."""

    def __init__(
        self,
        provider: str,
        model: str,
        own_prices: OwnPrices,
        gate: Gate | None,
    ) -> None:
        self._own_prices = own_prices
        self._gate = gate
        self.providers: dict[int, str] = {}
        super().__init__(provider, model, cast(Budget | None, gate))

    def price_of(self, provider: str | None, model: str) -> Price | None:
        return price_of(provider or self.provider or "", model, self._own_prices)

    def start_request(
        self, model: str, provider: str | None, messages: Sequence[BaseMessage], tools: object = None
    ) -> RequestUsage:
        request = super().start_request(model, provider, messages, tools)
        self.providers[request.number] = provider or self.provider or ""
        return request

    def on_chat_model_start(
        self, serialized: dict[str, Any], messages: list[list[BaseMessage]], *, run_id: UUID, **kwargs: Any
    ) -> None:
        super().on_chat_model_start(serialized, messages, run_id=run_id, **kwargs)
        if self._gate is None:
            return
        request = self._by_callback[run_id]
        try:
            self._gate.admit_now(request)
        except Exception:
            self.drop_request(self._by_callback.pop(run_id))
            raise

    def summary(self) -> CostSummary:
        summary = super().summary()
        return DemoSummary(**asdict(summary)) if self.provider == DEMO else summary
