"""What a server needs to know of an agent: its name, its price, how it is built, where it remembers."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from langgraph.graph.state import CompiledStateGraph

from .conversations import ConversationStore
from .limits import Limits
from .pricing import find_price

Check = Callable[[], Awaitable[None]]


@dataclass(frozen=True)
class AgentDefinition:
    """An agent, not yet built: `build` is called at the first run, so that the server starts without keys.

    `provider` is the name under which genai-prices knows the provider, None where there are no prices.
    `checks` are further things that /health asks; each raises AgentError with a clear sentence.
    """

    name: str
    version: str
    title: str
    description: str
    provider: str | None
    model: str
    build: Callable[[], Awaitable[CompiledStateGraph[Any, Any, Any, Any]]]
    limits: Limits
    conversations: ConversationStore
    checks: Mapping[str, Check] = field(default_factory=dict)


def unpriced_budget(agent: AgentDefinition) -> str | None:
    """What to tell the owner of a budget of money that nobody can keep, because the model has no price."""
    limits = agent.limits
    if limits.budget is None and limits.budget_per_day is None and limits.budget_alert is None:
        return None
    if find_price(agent.provider, agent.model) is not None:
        return None
    return f'No price is known for the model "{agent.model}": its costs count towards no budget.'
