"""Bodies of requests and answers, as OpenAPI shows them."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, Field

SESSION_ID = r"^[A-Za-z0-9._:-]{1,128}$"
MAX_MESSAGE = 32_000


class ChatRequest(BaseModel):
    """A message for the agent."""

    message: str = Field(min_length=1, max_length=MAX_MESSAGE)
    session_id: str | None = Field(None, pattern=SESSION_ID, description="Made by the server when absent.")
    client_message_id: str | None = Field(
        None, min_length=1, max_length=128, description="The same id twice is one run."
    )
    on_busy: Literal["reject", "interrupt", "enqueue"] = "reject"


class CostSummaryBody(BaseModel):
    """Tokens and money (USD). `total_cost` is null where no price is known."""

    total_tokens: int
    prompt_tokens: int
    completion_tokens: int
    total_cost: float | None
    model: str
    cached_tokens: int
    reasoning_tokens: int
    estimated: bool
    priced: bool


class ResetBody(CostSummaryBody):
    """The new period, and the totals of the one it closed."""

    closed: CostSummaryBody


class ChatAnswer(BaseModel):
    """The answer of a run that finished."""

    response: str
    session_id: str
    run_id: str
    cost_summary: CostSummaryBody


class RunState(BaseModel):
    """A run and where it stands."""

    run_id: str
    state: str


class ToolAnswer(BaseModel):
    """The answer to a `tool_waiting`: an output, or an error."""

    output: Any = None
    error: str | None = Field(None, max_length=MAX_MESSAGE)


class SessionLine(BaseModel):
    """A session in the list."""

    session_id: str
    title: str
    messages: int
    created_at: str
    updated_at: str


class SessionList(BaseModel):
    """The caller's sessions."""

    sessions: list[SessionLine]


class SessionMessage(BaseModel):
    """One thing that was said."""

    role: Literal["user", "assistant"]
    text: str
    run_id: str
    state: str
    created_at: str


class SessionBody(BaseModel):
    """A session with its messages."""

    session_id: str
    messages: list[SessionMessage]


class Health(BaseModel):
    """Whether the server can work; `checks` holds "ok" or a sentence for each part."""

    status: Literal["ok", "degraded"]
    agent: str
    version: str
    checks: dict[str, str]
    running: int
    warnings: list[str]


class ErrorDetail(BaseModel):
    """What went wrong."""

    code: str
    message: str


class ErrorBody(BaseModel):
    """The shape of every error."""

    error: ErrorDetail
