"""The demo model: answers without a key and without cost, by telling what this agent would do."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import AsyncIterator
from typing import Any

from langchain_core.callbacks import AsyncCallbackManagerForLLMRun, CallbackManagerForLLMRun
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, AIMessageChunk, BaseMessage, HumanMessage, ToolMessage
from langchain_core.messages.ai import UsageMetadata
from langchain_core.outputs import ChatGeneration, ChatGenerationChunk, ChatResult
from langchain_core.tools import BaseTool
from langchain_core.utils.function_calling import convert_to_openai_tool

from agents_runtime.demo_arguments import plausible_arguments
from agents_runtime.price_list import DEMO
from exporter.agent_plan import AgentPlan
from exporter.kit.usage import estimate_prompt, estimate_tokens

# Twenty to forty words a second: what people see of real models.
TOKEN_SECONDS = 0.025
# More would bury the answer under cards.
MOST_TOOLS = 10
EXCERPT = 280


class DemoModel(BaseChatModel):
    """Calls the tools once with plausible arguments, then explains. `about` is the agent's description."""

    about: str
    most_tools: int = MOST_TOOLS
    model_name: str = DEMO

    @property
    def _llm_type(self) -> str:
        return DEMO

    def bind_tools(self, tools: Any, *, tool_choice: Any = None, **kwargs: Any) -> Any:
        return self.bind(tools=[convert_to_openai_tool(tool) for tool in tools])

    def _generate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> ChatResult:
        text = "".join(piece for piece in pieces(explain(self.about, messages)))
        return ChatResult(generations=[ChatGeneration(message=AIMessage(text))])

    async def _astream(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: AsyncCallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> AsyncIterator[ChatGenerationChunk]:
        tools = kwargs.get("tools") or []
        wanted = _calls(tools[: self.most_tools], messages)
        said = 0
        if wanted:
            yield _chunk(AIMessageChunk(content="", tool_call_chunks=wanted))
        else:
            for piece in pieces(explain(self.about, messages)):
                await asyncio.sleep(TOKEN_SECONDS)
                said += estimate_tokens(piece)
                yield _chunk(AIMessageChunk(content=piece))
        prompt = estimate_prompt(messages, tools)
        usage = UsageMetadata(input_tokens=prompt, output_tokens=said, total_tokens=prompt + said)
        yield _chunk(AIMessageChunk(content="", usage_metadata=usage, chunk_position="last"))


def demo_model(plan: AgentPlan) -> DemoModel:
    allowed = plan.limits.max_tool_calls
    most = MOST_TOOLS if allowed is None else min(MOST_TOOLS, allowed)
    return DemoModel(about=_about(plan), most_tools=most, metadata={"price_provider": DEMO})


def _chunk(message: AIMessageChunk) -> ChatGenerationChunk:
    return ChatGenerationChunk(message=message)


def _about(plan: AgentPlan) -> str:
    prompt = " ".join(plan.prompt.split())
    shown = prompt[:EXCERPT] + (" …" if len(prompt) > EXCERPT else "")
    model = plan.chat_model.model if isinstance(plan.chat_model.model, str) else plan.chat_model.provider
    lines = [f"**{plan.title}** would send your message to `{model}` with these instructions:"]
    lines.append(f"> {shown}" if shown else "> (no instructions: its prompt is empty)")
    return "\n\n".join(lines)


def pieces(text: str) -> list[str]:
    """Words with the space before them, as models stream."""
    return re.findall(r"\s*\S+\s*?", text)


def explain(about: str, messages: list[BaseMessage]) -> str:
    """The canned answer, with what the person asked and what the mocked tools said."""
    turn = _this_turn(messages)
    asked = " ".join(turn[0].text.split())[:EXCERPT] if turn else ""
    parts = [
        "This is the **demo model**: it costs nothing and knows nothing, but everything around it is real."
    ]
    parts.append(about)
    parts.append(f"You asked: “{asked}”")
    results = [message for message in turn if isinstance(message, ToolMessage)]
    if results:
        lines = [f"- `{one.name}` said: {_excerpt(one.text)}" for one in results]
        parts.append("Its tools were called with made-up arguments, and none of them did anything:")
        parts.append("\n".join(lines))
    parts.append("With a key of its provider, the real model answers here; nothing else changes.")
    return "\n\n".join(parts)


def _excerpt(text: str) -> str:
    plain = " ".join(text.split())
    return f"{plain[:100]} …" if len(plain) > 100 else plain or "nothing"


def _this_turn(messages: list[BaseMessage]) -> list[BaseMessage]:
    starts = [at for at, message in enumerate(messages) if isinstance(message, HumanMessage)]
    return messages[starts[-1] :] if starts else []


def _calls(tools: list[dict[str, Any]], messages: list[BaseMessage]) -> list[Any]:
    """One call of each tool, once per message of the person."""
    if any(isinstance(message, ToolMessage) for message in _this_turn(messages)):
        return []
    return [
        {
            "name": tool["function"]["name"],
            "args": json.dumps(plausible_arguments(tool["function"].get("parameters") or {})),
            "id": f"demo-{len(messages)}-{number}",
            "index": number,
            "type": "tool_call_chunk",
        }
        for number, tool in enumerate(tools)
    ]


def invented_answer(tool: BaseTool | None, name: str) -> str:
    """What a mocked tool says to the demo model where the person chose no mock."""
    about = " ".join((tool.description if tool else "").split())[:120]
    return f"(demo) {about or name}"
