"""What can be said about the parts of a manifest that planning has no use for."""

from __future__ import annotations

from .trace import Status

KEPT = "kept in agent.ossa.yaml"
SEVERAL_AGENTS = "several agents are not exported yet"
HUMANS = "nobody is asked before a tool runs: put the question into the tool"

# By the start of the path; the longest that fits counts.
REGIONS: dict[str, tuple[Status, str]] = {
    "": ("metadata", KEPT),
    "/spec": ("unsupported", "nothing in an exported project reads this"),
    "/spec/type": ("metadata", KEPT),
    "/spec/taxonomy": ("metadata", KEPT),
    "/spec/capabilities": ("metadata", "describes the agent; what it can call is under spec.tools"),
    "/spec/identity": ("metadata", KEPT),
    "/spec/principal": ("metadata", KEPT),
    "/spec/access": ("metadata", KEPT),
    "/spec/separation": ("metadata", KEPT),
    "/spec/compliance": ("metadata", "a statement about the agent; nothing in the project enforces it"),
    "/spec/code_compliance": ("metadata", "a statement about the agent; nothing in the project enforces it"),
    "/spec/constraints/resources": ("metadata", "for whoever deploys it: no file of the project sets this"),
    "/spec/constraints/performance": ("unsupported", "a target; nothing in the project measures it"),
    "/spec/workflow": ("unsupported", SEVERAL_AGENTS),
    "/spec/dependencies": ("unsupported", SEVERAL_AGENTS),
    "/spec/team": ("unsupported", SEVERAL_AGENTS),
    "/spec/subagents": ("unsupported", SEVERAL_AGENTS),
    "/spec/handoffs": ("unsupported", SEVERAL_AGENTS),
    "/spec/delegation": ("unsupported", SEVERAL_AGENTS),
    "/spec/messaging": ("unsupported", "the agent answers over HTTP and WebSocket only"),
    "/spec/autonomy": ("unsupported", HUMANS),
    "/spec/safety/human_in_loop": ("unsupported", HUMANS),
    "/spec/knowledge_sources": ("unsupported", "no retrieval is built in: write it as a tool"),
    "/spec/mandatory_knowledge_sources": ("unsupported", "no retrieval is built in: write it as a tool"),
    "/spec/observability": (
        "unsupported",
        "tracing is switched on by environment variables, see .env.example",
    ),
    "/spec/callbacks": ("unsupported", "tracing is switched on by environment variables, see .env.example"),
    "/spec/streaming/callbacks": ("metadata", "every event is always sent"),
    "/spec/streaming/a2a": ("unsupported", "the agent answers over HTTP and WebSocket only"),
    "/spec/prompts": ("unsupported", "only the system prompt is used"),
    "/extensions": ("metadata", "passes through untouched, in agent.ossa.yaml"),
    "/extensions/langchain": ("unsupported", "create_agent of LangChain 1 has no such setting"),
    "/extensions/langgraph": ("unsupported", "the graph is the one of create_agent"),
    "/extensions/mcp": ("unsupported", "describes the agent as an MCP server; the project is none"),
    "/extensions/a2a": ("unsupported", "the agent answers over HTTP and WebSocket only"),
    "/token_efficiency": ("unsupported", "nothing in an exported project reads this"),
    "/composition": ("unsupported", SEVERAL_AGENTS),
}
