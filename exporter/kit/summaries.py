"""Long conversations: the older part becomes a summary, which is kept and not made again each time."""

from __future__ import annotations

from typing import Any

from langchain.agents.middleware import SummarizationMiddleware
from langchain_core.language_models import BaseChatModel


def create_summary_middleware(
    model: BaseChatModel, *, messages: int = 50, tokens: int | None = None
) -> SummarizationMiddleware[Any, Any]:
    """Summarises when the conversation reaches `tokens`, or else `messages`; the newer half stays as it is.

    The summary takes the place of what it sums up in the context that is saved after the run. The request for
    it counts as one of the run's: it costs what it costs, also against the budget.
    """
    limit: tuple[Any, int] = ("messages", max(messages, 2)) if tokens is None else ("tokens", max(tokens, 2))
    return SummarizationMiddleware(
        model,
        trigger=limit,
        keep=(limit[0], limit[1] // 2),
        # LangChain would let only the last 4,000 tokens of the older part into the summary.
        trim_tokens_to_summarize=None,
    )
