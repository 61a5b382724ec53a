"""Counts what a run costs: estimated while it streams, the provider's figures times the price at the end."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any
from uuid import UUID

from langchain_core.callbacks import BaseCallbackHandler
from langchain_core.messages import AIMessage, BaseMessage
from langchain_core.outputs import ChatGeneration, LLMResult

from .budget import Budget
from .events import CostSummary
from .pricing import Price, find_price
from .usage import RequestUsage, RunUsage, Usage, read_usage, summarise


class CostTrackingHandler(RunUsage, BaseCallbackHandler):
    """The costs of one run.

    The engine calls it directly for the requests it streams. As a LangChain callback it counts the others: a
    summary of the conversation, a chat model used inside a tool, or any chain of your own:

        costs = CostTrackingHandler("openai")
        chat_model.invoke("Hello", config={"callbacks": [costs]})
        costs.summary().total_cost
    """

    run_inline = True  # in the event loop, not in a thread: the figures are read there
    raise_error = True  # a budget that is used up has to stop the request, not to be logged

    def __init__(self, provider: str | None = None, model: str = "", budget: Budget | None = None) -> None:
        super().__init__(model)
        self.provider = provider
        self.budget = budget
        self.shown_cost: Decimal | None = None
        self._finished_cost: Decimal | None = Decimal(0)
        self._open_costs: dict[int, tuple[Decimal, Decimal]] = {}
        self._by_callback: dict[UUID, RequestUsage] = {}

    def start_request(
        self, model: str, provider: str | None, messages: Sequence[BaseMessage], tools: object = None
    ) -> RequestUsage:
        request = super().start_request(model, provider, messages, tools)
        request.price = self.price_of(provider, model)
        if self.budget is not None:
            try:
                self.budget.reserve(request)
            except Exception:
                self.drop_request(request)
                raise
        return request

    def add_delta(self, request: RequestUsage, text: str) -> None:
        super().add_delta(request, text)
        if self.budget is not None:
            self.budget.update(request)

    def end_request(self, request: RequestUsage, reported: Usage | None) -> None:
        super().end_request(request, reported)
        self._open_costs.pop(request.number, None)
        cost = request.cost
        self._finished_cost = (
            None if self._finished_cost is None or cost is None else self._finished_cost + cost
        )
        if self.budget is not None:
            self.budget.settle(request)

    def drop_request(self, request: RequestUsage) -> None:
        super().drop_request(request)
        self._open_costs.pop(request.number, None)
        if self.budget is not None:
            self.budget.release(request)

    def running_cost(self) -> Decimal | None:
        """What the run has cost so far, as far as one can know; never less than what was said before."""
        total = self._finished_cost
        for request in self.requests:
            if not request.open or total is None:
                continue
            if request.price is None:
                return None
            prompt, per_token = self._open_cost(request)
            total += prompt + per_token * request.completion_estimate
        if total is not None and (self.shown_cost is None or total > self.shown_cost):
            self.shown_cost = total
        return None if total is None else self.shown_cost

    def _open_cost(self, request: RequestUsage) -> tuple[Decimal, Decimal]:
        """Of an open request: its prompt, and each further token. Pricing costs 60 µs, so it is done once."""
        found = self._open_costs.get(request.number)
        if found is None:
            assert request.price is not None
            prompt = request.price.cost(Usage(request.prompt_estimate))
            found = self._open_costs[request.number] = (prompt, request.price.per_output_token)
        return found

    def summary(self) -> CostSummary:
        return summarise(self.requests, self.model, priced=self.price_of(None, self.model) is not None)

    def price_of(self, provider: str | None, model: str) -> Price | None:
        """Today's price of a model; without a provider, of the agent's own."""
        return find_price(provider or self.provider, model)

    def on_chat_model_start(
        self, serialized: dict[str, Any], messages: list[list[BaseMessage]], *, run_id: UUID, **kwargs: Any
    ) -> None:
        parameters = kwargs.get("invocation_params") or {}
        metadata = kwargs.get("metadata") or {}
        model = (
            parameters.get("model")
            or parameters.get("model_name")
            or metadata.get("ls_model_name")
            or self.model
        )
        self._by_callback[run_id] = self.start_request(model, metadata.get("price_provider"), messages[0])

    def on_llm_end(self, response: LLMResult, *, run_id: UUID, **kwargs: Any) -> None:
        request = self._by_callback.pop(run_id, None)
        if request is None:
            return
        generation = response.generations[0][0]
        message = generation.message if isinstance(generation, ChatGeneration) else None
        reported = read_usage(message.usage_metadata) if isinstance(message, AIMessage) else None
        if reported is None:
            self.add_delta(request, generation.text)
        self.end_request(request, reported)

    def on_llm_error(self, error: BaseException, *, run_id: UUID, **kwargs: Any) -> None:
        request = self._by_callback.pop(run_id, None)
        if request is not None:
            self.drop_request(request)
