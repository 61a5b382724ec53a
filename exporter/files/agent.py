"""agent.py: the prompt, the chat model, the limits, and how the agent is built from them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import fields

from ..agent_plan import ChatModelPlan, EnvRef, LimitsPlan, RetryPlan
from ..providers import PROVIDERS
from ..quoting import Call, Later, import_block, python_name
from .chat_models import MODULES, chat_model_call, from_environment, functions_called
from .project import Project, TemplateFile


def _context(project: Project) -> Mapping[str, object]:
    agent = project.agent
    main = agent.chat_model
    model = _in_advance(main)
    known = isinstance(main.model, str) or main.model.default is not None
    calls = [chat_model_call(main, python_name("MODEL") if known else _when_needed(main))]
    calls += [_fallback_call(plan, main) for plan in agent.fallbacks]
    fallbacks = Call("usable_models", tuple((None, Later(call)) for call in calls[1:]))
    middleware = _middleware(project)
    written = (*calls, model, middleware, *([fallbacks] if agent.fallbacks else []))
    return {
        "agent": agent,
        "model": model,
        "chat_model": calls[0],
        "fallbacks": fallbacks,
        "limits": _limits(agent.limits),
        "middleware": middleware,
        "mcp": bool(agent.mcp_servers),
        "price_provider": project.providers[0].price_provider,
        "imports": import_block(
            _standard(agent.limits),
            _installed(project),
            _own(project, functions_called(written)),
        ),
    }


def _standard(limits: LimitsPlan) -> Mapping[str, Iterable[str]]:
    modules: dict[str, Iterable[str]] = {"typing": ["Any"]}
    if any(money is not None for money in (limits.budget, limits.budget_per_day, limits.budget_alert)):
        modules["decimal"] = ["Decimal"]
    return modules


def _installed(project: Project) -> Mapping[str, Iterable[str]]:
    modules: dict[str, list[str]] = {
        "langchain.agents": ["create_agent"],
        "langchain_core.language_models": ["BaseChatModel"],
        "langgraph.graph.state": ["CompiledStateGraph"],
    }
    for provider in project.providers:
        modules.setdefault(provider.module, []).append(provider.class_name)
    return modules


def _own(project: Project, called: set[str]) -> Mapping[str, Iterable[str]]:
    modules: dict[str, list[str]] = {
        "agent_definition": ["AgentDefinition"],
        "engine": ["RunContext"],
        "limits": ["Limits"],
        "memory": ["CONVERSATIONS"],
        "tools": ["TOOLS"],
    }
    if project.agent.mcp_servers:
        modules["tools"].append("MCP_SERVERS")
        modules["tools_mcp"] = ["check_mcp_servers", "load_mcp_tools"]
    for function in called & MODULES.keys():
        modules.setdefault(MODULES[function], []).append(function)
    return modules


def _middleware(project: Project) -> Call:
    agent = project.agent
    arguments: list[tuple[str | None, object]] = [(None, python_name("LIMITS"))]
    if agent.fallbacks:
        arguments.append(("fallbacks", Call("create_fallbacks", ())))
    if agent.pii:
        actions = {rule.kind: rule.action for rule in agent.pii}
        arguments.append(("pii", Call("create_pii_middleware", ((None, actions),))))
    if project.summarises:
        summary: list[tuple[str | None, object]] = [(None, Call("create_chat_model", ()))]
        summary.append(("messages", agent.memory.window_messages))
        if agent.memory.max_tokens is not None:
            summary.append(("tokens", agent.memory.max_tokens))
        arguments.append(("summary", Call("create_summary_middleware", tuple(summary))))
    return Call("create_middleware", tuple(arguments))


def _in_advance(plan: ChatModelPlan) -> object:
    """The model's name when the module is imported; empty where only the environment knows it."""
    if isinstance(plan.model, str):
        return plan.model
    return from_environment(plan.model.variable, plan.model.default or "")


def _when_needed(plan: ChatModelPlan) -> object:
    """The model's name at the first run: an environment variable without a default is asked for only then."""
    match plan.model:
        case EnvRef(variable=variable, default=None):
            return Call("required_variable", ((None, variable), (None, "the name of the chat model")))
        case EnvRef(variable=variable, default=default):
            return from_environment(variable, default)
    return plan.model


def _fallback_call(plan: ChatModelPlan, main: ChatModelPlan) -> Call:
    call = chat_model_call(plan, _when_needed(plan))
    price_provider = PROVIDERS[plan.provider].price_provider
    if plan.provider == main.provider or price_provider is None:
        return call
    return Call(call.function, (*call.arguments, ("metadata", {"price_provider": price_provider})))


def _limits(plan: LimitsPlan) -> Call:
    values = {field.name: getattr(plan, field.name) for field in fields(plan) if field.name != "retry"}
    values |= {f"retry_{field.name}": getattr(plan.retry, field.name) for field in fields(RetryPlan)}
    # These have a default in the kit; None has to be said.
    said = {"max_model_calls", "run_timeout"}
    arguments = (pair for pair in values.items() if pair[1] is not None or pair[0] in said)
    return Call("Limits", tuple(arguments))


FILE = TemplateFile("agent.py", context=_context)
