"""Manifest and options → the agent plan, every default decided, and the coverage of the manifest."""

from __future__ import annotations

from typing import Any

from exporter.agent_plan import AgentPlan
from exporter.manifest import Manifest
from exporter.options import ExportOptions

from .api import plan_api
from .chat_model import plan_chat_model, plan_fallbacks
from .coverage import Coverage, CoverageEntry, cover
from .extensions import mark_switches, without_switched_off
from .identity import plan_identity
from .limits import plan_limits
from .memory import plan_memory
from .pii import plan_pii
from .place import Place
from .prompt import plan_prompt
from .streaming import plan_streaming
from .tools import plan_tools
from .trace import Trace
from .tracing import plan_tracing


def plan_agent(
    manifest: Manifest | dict[str, Any], options: ExportOptions | None = None
) -> tuple[AgentPlan, Coverage]:
    """The plan of one agent. Plain data is planned as it is written, mistakes included."""
    document = (
        manifest.model_dump(by_alias=True, exclude_unset=True) if isinstance(manifest, Manifest) else manifest
    )
    options = options or ExportOptions()
    trace = Trace()
    root = Place(without_switched_off(document, trace), None, "", trace)
    spec, extensions = root["spec"], root["extensions"]
    identity = plan_identity(root["metadata"])
    chat_model = plan_chat_model(spec)
    tools = plan_tools(spec, extensions["mcp"])
    api = plan_api(spec, extensions, options.port)
    plan = AgentPlan(
        name=identity.name,
        version=identity.version,
        title=identity.title,
        description=identity.description,
        prompt=plan_prompt(spec, identity.description),
        chat_model=chat_model,
        fallbacks=plan_fallbacks(spec, chat_model),
        tools=tools.tools,
        mcp_servers=tools.mcp_servers,
        limits=plan_limits(spec, extensions),
        memory=plan_memory(root, options),
        pii=plan_pii(spec),
        streaming=plan_streaming(spec, api.port),
        api=api,
        tracing=plan_tracing(spec, extensions["langchain"]),
    )
    mark_switches(trace)
    return plan, cover(document, trace)


__all__ = ["Coverage", "CoverageEntry", "plan_agent"]
