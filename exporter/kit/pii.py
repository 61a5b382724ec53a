"""Personal data in what the agent is told: kept from the model's provider, or at least noticed."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Mapping
from typing import Any, Literal

from langchain.agents.middleware import AgentMiddleware, PIIMiddleware
from langchain.agents.middleware.pii import PIIMatch
from langchain_core.messages import HumanMessage
from langgraph.runtime import Runtime

logger = logging.getLogger(__name__)

PiiAction = Literal["block", "redact", "warn"]
Detector = Callable[[str], list[PIIMatch]]

# What LangChain does not detect itself; each pattern is linear in the length of the text.
PATTERNS = {
    "phone": (
        r"(?<![\w+])(?:\+|00)\d{1,3}[ .-]?\(?\d{1,4}\)?(?:[ .-]?\d{2,4}){2,4}(?!\w)"
        r"|(?<!\w)\(\d{2,5}\)[ .-]?\d{3,4}(?:[ .-]?\d{2,4}){1,2}(?!\w)"
        r"|(?<![\w.-])\d{3}[ .-]\d{3}[ .-]\d{4}(?![\w-])"
        r"|(?<![\w.-])0\d{1,4}[ /-]\d{3}(?:[ -]?\d{2,4}){1,3}(?![\w-])"
        r"|(?<![\w.-])0\d(?:[ .]\d{2}){4}(?![\w-])"
    ),
    "ssn": r"(?<![\w-])(?!000|666|9\d\d)\d{3}-(?!00)\d{2}-(?!0000)\d{4}(?![\w-])",
    "api_key": (
        r"\b(?:(?:sk|pk|rk|gsk|xai|lsv2|glpat|xox[abprs])[-_][A-Za-z0-9_-]{16,}|gh[pousr]_[A-Za-z0-9]{20,}"
        r"|github_pat_\w{20,}|AKIA[A-Z0-9]{16}|AIza[A-Za-z0-9_-]{30,})"
    ),
    "private_key": r"-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----[^-]*(?:-----END [A-Z ]{0,40}PRIVATE KEY-----)?",
}


class PiiWarning(PIIMiddleware[Any, Any]):
    """Leaves the message as it is, and logs that there was something and how often: never what."""

    def before_model(self, state: Any, runtime: Runtime[Any]) -> dict[str, Any] | None:
        said = next((one for one in reversed(state["messages"]) if isinstance(one, HumanMessage)), None)
        if said is not None and (found := self.detector(said.text)):
            logger.warning("A message holds personal data: %s (%d times)", self.pii_type, len(found))
        return None


def create_pii_middleware(actions: Mapping[str, PiiAction]) -> list[AgentMiddleware[Any, Any, Any]]:
    """One for each kind of data: LangChain's email, credit_card, ip, mac_address and url, and the above.

    What the user writes is checked, and redacting covers what tools return too. What the agent itself says is
    not: it has been streamed by the time anyone could look at it as a whole.
    """
    return [_middleware(kind, action) for kind, action in actions.items()]


def _middleware(kind: str, action: PiiAction) -> AgentMiddleware[Any, Any, Any]:
    detector = _detector(kind, PATTERNS[kind]) if kind in PATTERNS else None
    if action == "warn":
        return PiiWarning(kind, detector=detector)
    return PIIMiddleware(kind, strategy=action, detector=detector, apply_to_tool_results=action == "redact")


def _detector(kind: str, pattern: str) -> Detector:
    compiled = re.compile(pattern)

    def detect(text: str) -> list[PIIMatch]:
        return [
            PIIMatch(type=kind, value=found.group(), start=found.start(), end=found.end())
            for found in compiled.finditer(text)
        ]

    return detect
