"""Tokens of model requests: estimated while they stream, the provider's own figures at the end."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from .events import CostSummary

if TYPE_CHECKING:
    from langchain_core.messages import BaseMessage
    from langchain_core.messages.ai import UsageMetadata

    from .pricing import Price

BYTES_PER_TOKEN = 4
TOKENS_PER_MESSAGE = 4
# No request has so many; a database keeps no more in a column of numbers.
MOST_TOKENS = 2**31 - 1


@dataclass(frozen=True, slots=True)
class Usage:
    """Tokens of one model request. Cached are part of the prompt, reasoning is part of the completion."""

    prompt_tokens: int = 0
    completion_tokens: int = 0
    cached_tokens: int = 0
    cache_write_tokens: int = 0
    reasoning_tokens: int = 0


@dataclass(slots=True)
class RequestUsage:
    """One model request of a run; `reported` stays None where the provider did not say."""

    number: int
    model: str
    prompt_estimate: int
    price: Price | None = None
    completion_estimate: int = 0
    reported: Usage | None = None
    open: bool = True

    @property
    def usage(self) -> Usage:
        return self.reported or Usage(self.prompt_estimate, self.completion_estimate)

    @property
    def cost(self) -> Decimal | None:
        return None if self.price is None else self.price.cost(self.usage)


class RunUsage:
    """All model requests of a run. Counts tokens only; CostTrackingHandler adds the money."""

    def __init__(self, model: str = "") -> None:
        self.model = model
        self.requests: list[RequestUsage] = []
        self.shown_tokens = 0
        self.numbers = 0

    def start_request(
        self, model: str, provider: str | None, messages: Sequence[BaseMessage], tools: object = None
    ) -> RequestUsage:
        self.numbers += 1
        request = RequestUsage(self.numbers, model, estimate_prompt(messages, tools))
        self.requests.append(request)
        return request

    def add_delta(self, request: RequestUsage, text: str) -> None:
        """Count a streamed piece, of text or of a tool call's arguments."""
        tokens = estimate_tokens(text)
        request.completion_estimate += tokens
        self.shown_tokens += tokens

    def end_request(self, request: RequestUsage, reported: Usage | None) -> None:
        request.reported = reported
        request.open = False
        completed = sum(each.usage.completion_tokens for each in self.requests)
        self.shown_tokens = max(self.shown_tokens, completed)

    def drop_request(self, request: RequestUsage) -> None:
        """The provider refused before any token: there was nothing to pay for."""
        self.requests.remove(request)

    def running_cost(self) -> Decimal | None:
        return None

    def summary(self) -> CostSummary:
        return summarise(self.requests, self.model)


def summarise(requests: Iterable[RequestUsage], model: str, *, priced: bool = False) -> CostSummary:
    """The sum; `priced` says whether a run without any model request has a price."""
    requests = list(requests)
    usages = [request.usage for request in requests]
    costs = [request.cost for request in requests]
    known = [cost for cost in costs if cost is not None]
    priced = len(known) == len(costs) if costs else priced
    prompt = sum(usage.prompt_tokens for usage in usages)
    completion = sum(usage.completion_tokens for usage in usages)
    return CostSummary(
        total_tokens=prompt + completion,
        prompt_tokens=prompt,
        completion_tokens=completion,
        total_cost=sum(known, Decimal(0)) if priced else None,
        model=requests[-1].model if requests else model,
        cached_tokens=sum(usage.cached_tokens for usage in usages),
        reasoning_tokens=sum(usage.reasoning_tokens for usage in usages),
        estimated=any(request.reported is None for request in requests),
        priced=priced,
    )


def estimate_tokens(text: str) -> int:
    """One token for a short piece, as most providers stream them; longer pieces by their size."""
    return 1 if len(text) <= 2 * BYTES_PER_TOKEN else len(text.encode(errors="replace")) // BYTES_PER_TOKEN


def estimate_prompt(messages: Sequence[BaseMessage], tools: object = None) -> int:
    """From the size of what is sent; descriptions of tools count too."""
    size = sum(len(message.text.encode(errors="replace")) for message in messages)
    size += len(str(tools)) if tools else 0
    return size // BYTES_PER_TOKEN + TOKENS_PER_MESSAGE * len(messages)


def read_usage(metadata: UsageMetadata | None) -> Usage | None:
    """LangChain's figures, whose details differ a little from provider to provider.

    None where the provider reports nothing, or what cannot be a number of tokens. What does not fit together
    is cut: no more can have come from a cache and gone into one than the prompt has, nor more be reasoning
    than was answered. Prices and ledgers rely on that.
    """
    if metadata is None:
        return None
    prompt, completion = (_count(metadata.get(name)) for name in ("input_tokens", "output_tokens"))
    if prompt is None or completion is None:
        return None
    given: dict[str, Any] = {**(metadata.get("input_token_details") or {})}
    written = sum(
        _count(given.get(name)) or 0
        for name in ("cache_creation", "ephemeral_5m_input_tokens", "ephemeral_1h_input_tokens")
    )
    cached = min(_count(given.get("cache_read")) or 0, prompt)
    reasoning = _count((metadata.get("output_token_details") or {}).get("reasoning")) or 0
    return Usage(
        prompt_tokens=prompt,
        completion_tokens=completion,
        cached_tokens=cached,
        cache_write_tokens=min(written, prompt - cached),
        reasoning_tokens=min(reasoning, completion),
    )


def _count(given: object) -> int | None:
    """At most MOST_TOKENS; None for what is no number of tokens."""
    if isinstance(given, bool) or not isinstance(given, int | float) or not 0 <= given < float("inf"):
        return None
    return min(int(given), MOST_TOKENS) if given == int(given) else None
