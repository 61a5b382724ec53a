"""What is kept of a message that no model saw: nobody has looked through it for personal data."""

from __future__ import annotations

from exporter.agent_plan import AgentPlan

NOT_KEPT = "(not kept: it may hold personal data)"


def unseen(plan: AgentPlan | None, message: str) -> str:
    """The message itself, unless the manifest holds personal data back from the model, or cannot be planned.

    To look for such data takes LangChain, which not every process that closes runs has loaded.
    """
    holds_back = plan is None or any(rule.action != "warn" for rule in plan.pii)
    return NOT_KEPT if holds_back else message
