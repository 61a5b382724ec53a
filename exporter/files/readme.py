"""README.md: how to run the project, what is in it, and what became of each part of the manifest."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ..agent_plan import EnvRef, HttpTool
from ..quoting import PlainSource, number
from .environment import variable_groups
from .project import Project, TemplateFile

STATUSES = {"honoured": "honoured", "metadata": "kept as metadata", "unsupported": "not supported here"}


def _context(project: Project) -> Mapping[str, object]:
    agent, streaming = project.agent, project.agent.streaming
    streams = [name for name, on in (("SSE", streaming.sse), ("WebSocket", streaming.websocket)) if on]
    model = agent.chat_model.model
    return {
        "agent": agent,
        "model": (model.default or f"${model.variable}") if isinstance(model, EnvRef) else model,
        "provider": project.providers[0].title,
        "streams": " and ".join(streams),
        "python": PlainSource("3.11"),
        "port": number(agent.api.port),
        "websocket_port": number(streaming.websocket_port or agent.api.port),
        "client_example": project.options.client_example and project.streams,
        "memory": project.memory_backend.title,
        "tools": list(_tools(project)),
        "unwritten": project.function_tools,
        "files": list(_files(project)),
        "endpoints": list(_endpoints(project)),
        "variables": [variable for group in variable_groups(project) for variable in group.variables],
        "limits": list(_limits(project)),
        "docker": project.options.docker,
        "service": project.memory_backend.compose_service and project.memory_backend.title,
        "tests": project.options.tests,
        "coverage": [
            {"path": entry.path, "status": STATUSES[entry.status], "note": entry.note}
            for entry in project.coverage.condensed()
        ],
    }


def _tools(project: Project) -> Iterator[Mapping[str, str]]:
    for tool in project.agent.tools:
        yield {"kind": "API" if isinstance(tool, HttpTool) else "Function", "name": tool.original_name}
    for server in project.agent.mcp_servers:
        yield {"kind": "MCP", "name": server.name}


def _files(project: Project) -> Iterator[tuple[str, str]]:
    yield "agent.py", "the prompt, the chat model, the limits"
    yield "tools.py", "what the agent can do"
    yield "memory.py", "where conversations are kept"
    yield "server.py", "the application; python server.py listens"
    yield "streaming.py", "StreamingCallbackHandler and the streams, to import in code of your own"
    yield "callbacks.py", "CostTrackingHandler: tokens and costs"
    yield "requirements.txt, requirements.lock", "what the project needs; the same pinned, with hashes"
    if project.options.tests:
        yield "tests/", "tests of all this, to grow with it"
    yield "agent.ossa.yaml", "the manifest it was exported from"


def _endpoints(project: Project) -> Iterator[tuple[str, str, str]]:
    streaming = project.agent.streaming
    yield "POST", "/chat", "answers a message when the run is over"
    if streaming.sse:
        yield "GET, POST", streaming.sse_path, "the run as server-sent events"
        yield "GET", "/chat/runs/{run_id}/stream", "the same from a point on"
    if streaming.websocket:
        port = f" on port {streaming.websocket_port}" if streaming.websocket_port else ""
        yield "WS", streaming.websocket_path, f"messages and commands in, events out{port}"
    yield "POST", "/chat/runs/{run_id}/cancel", "stops a run"
    yield "GET", "/cost-summary", "tokens and costs of the current period"
    yield "POST", "/cost-summary/reset", "begins a new period"
    yield "GET", "/sessions", "conversations; one by its id, and DELETE forgets it"
    yield "POST", "/v1/chat/completions", "for any OpenAI client"
    yield "GET", "/health", "whether all parts work"


def _limits(project: Project) -> Iterator[tuple[str, str]]:
    limits = project.agent.limits
    for value, name, unit in (
        (limits.max_model_calls, "model requests for one message", ""),
        (limits.max_tool_calls, "tool calls for one message", ""),
        (limits.run_timeout, "time for one message", " s"),
        (limits.tool_timeout, "time for one tool call", " s"),
        (limits.budget, "budget of a period", " USD"),
        (limits.budget_per_day, "budget of a day (UTC)", " USD"),
        (limits.max_tokens_per_day, "tokens of a day (UTC)", ""),
        (limits.max_tokens_per_request, "tokens of a model request", ""),
        (limits.max_concurrent_runs, "runs at once", ""),
    ):
        if value is not None:
            yield name, f"{value:g}{unit}" if isinstance(value, float) else f"{value}{unit}"


FILE = TemplateFile("README.md", context=_context)
