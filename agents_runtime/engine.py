"""Builds an agent from its plan and lets it answer one message: values in, events out."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from langchain.agents import create_agent
from langchain.agents.middleware import AgentMiddleware, ModelRequest, ModelResponse
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import (
    BaseMessage,
    HumanMessage,
    convert_to_openai_messages,
    messages_from_dict,
)
from langchain_core.utils.function_calling import convert_to_openai_tool

from agents_runtime.chat_models import ChatModels
from agents_runtime.demo_model import demo_model
from agents_runtime.model_choice import Surroundings
from agents_runtime.playground_tools import PlaygroundToolsMiddleware, ToolSetting, create_tools
from agents_runtime.usage import PlaygroundUsage
from exporter.agent_plan import AgentPlan, LimitsPlan
from exporter.kit.engine import Graph, stream_agent
from exporter.kit.events import Event
from exporter.kit.limits import Limits, create_middleware
from exporter.kit.outbound import AllowList
from exporter.kit.pii import create_pii_middleware
from exporter.kit.run_context import Admit, AskSomebody, RunContext
from exporter.kit.stream_handler import StreamingCallbackHandler
from exporter.kit.summaries import create_summary_middleware


@dataclass(frozen=True)
class Work:
    """All that one run needs to know. `context` and messages are LangChain's, as JSON."""

    run_id: str
    session_id: str
    plan: AgentPlan
    context: str
    message: str
    settings: Mapping[str, ToolSetting]
    surroundings: Surroundings
    allow: AllowList
    demo: bool


class AgentRun:
    """One run of an agent in this process."""

    def __init__(
        self,
        work: Work,
        usage: PlaygroundUsage,
        emit: Callable[[Event], None],
        ask: AskSomebody,
        show_request: Callable[[int, str], None],
        admit: Admit | None = None,
    ) -> None:
        self.work = work
        self.usage = usage
        self.handler = StreamingCallbackHandler(emit, usage)
        self.context = RunContext(work.run_id, work.session_id, self.handler, ask, admit=admit)
        self.history: list[BaseMessage] = messages_from_dict(json.loads(work.context))
        self._show_request = show_request

    async def answer(self) -> None:
        """To the end, or to whatever is raised; cancelling the task closes the connection to the provider."""
        models = ChatModels(self.work.surroundings, self.work.allow)
        try:
            graph = await self._build(models)
            messages = [*self.history, HumanMessage(self.work.message)]
            self.context.context = await stream_agent(graph, messages, self.context)
        finally:
            await models.close()

    def stop(self) -> None:
        """From here on no tool starts and no chunk is shown."""
        self.context.stopped = True

    async def _build(self, models: ChatModels) -> Graph:
        work, plan = self.work, self.work.plan
        model: BaseChatModel = demo_model(plan) if work.demo else await models.create(plan.chat_model)
        summary = None
        if plan.memory.strategy == "summary":
            memory = plan.memory
            summary = create_summary_middleware(
                model, messages=memory.window_messages, tokens=memory.max_tokens
            )
        middleware = create_middleware(
            limits_of(plan.limits),
            fallbacks=() if work.demo else await models.create_usable(plan.fallbacks),
            pii=create_pii_middleware({rule.kind: rule.action for rule in plan.pii}),
            summary=summary,
        )
        streaming = middleware.pop()
        graph: Graph = create_agent(
            model,
            tools=await create_tools(plan, work.surroundings.typed, work.allow, demo=work.demo),
            system_prompt=plan.prompt,
            middleware=[
                *middleware,
                ShowRequestMiddleware(self._show_request),
                streaming,
                PlaygroundToolsMiddleware(work.settings, demo=work.demo),
            ],
            context_schema=RunContext,
        )
        return graph


class ShowRequestMiddleware(AgentMiddleware[Any, RunContext, Any]):
    """Keeps what is sent to the model, each attempt of it, for the inspector."""

    def __init__(self, show: Callable[[int, str], None]) -> None:
        super().__init__()
        self._show = show

    async def awrap_model_call(self, request: ModelRequest[RunContext], handler: Any) -> ModelResponse[Any]:
        messages = [*request.messages]
        if request.system_message is not None:
            messages.insert(0, request.system_message)
        sent = {
            "messages": convert_to_openai_messages(messages),
            "tools": [convert_to_openai_tool(tool) for tool in request.tools],
        }
        number = request.runtime.context.handler.usage.numbers + 1
        self._show(number, json.dumps(sent, ensure_ascii=True, default=str))
        answer: ModelResponse[Any] = await handler(request)
        return answer


def limits_of(plan: LimitsPlan) -> Limits:
    """The plan's limits as the kit's middleware takes them; budgets are the playground's own."""
    return Limits(
        max_model_calls=plan.max_model_calls,
        max_tool_calls=plan.max_tool_calls,
        run_timeout=plan.run_timeout,
        tool_timeout=plan.tool_timeout,
        retry_attempts=plan.retry.attempts,
        retry_backoff=plan.retry.backoff,
        retry_initial_delay=plan.retry.initial_delay,
        retry_max_delay=plan.retry.max_delay,
    )
