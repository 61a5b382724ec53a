"""What an agent may do without asking."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from exporter.manifest.section import Section


class EscalationPolicy(Section):
    """When a person is asked."""

    triggers: list[str] | None = Field(None, description="On which occasions.")
    notify: list[str] | None = Field(None, description="Whom to tell.")


class Autonomy(Section):
    """What an agent may do without asking."""

    level: Literal["supervised", "assisted", "semi_autonomous", "autonomous", "fully_autonomous"] | None = (
        Field(None, description="How much is left to it.")
    )
    approval_required: bool | list[str] | None = Field(
        None, description="Whether, or for which tools, a person must approve."
    )
    allowed_actions: list[str] | None = Field(None, description="What it may do.")
    blocked_actions: list[str] | None = Field(None, description="What it may not do.")
    escalation_policy: EscalationPolicy | None = Field(None, description="When a person is asked.")
