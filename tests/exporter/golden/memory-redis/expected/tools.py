"""What the agent can do: one function per tool. Write the bodies of those that raise NotImplementedError."""

from __future__ import annotations

from tool_arguments import AgentTool

TOOLS: list[AgentTool] = []
