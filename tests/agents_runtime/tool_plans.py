"""Plans of agents with tools."""

from __future__ import annotations

from agents_runtime.plans import plan_text
from exporter.agent_plan import AgentPlan
from tests.agents_runtime.builders import manifest


def plan_with(tools: str) -> AgentPlan:
    """`tools` is the YAML of a list."""
    planned = plan_text(manifest(spec=f"tools:\n{tools}"), 0)
    assert planned.plan is not None, planned.problems
    return planned.plan
