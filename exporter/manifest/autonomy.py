"""."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from exporter.manifest.section import Section


class AutonomyEscalationPolicy(Section):
    """AutonomyEscalationPolicy."""

    triggers: list[str] | None = Field(None, description="")
    notify: list[str] | None = Field(None, description="")


class Autonomy(Section):
    """Autonomy."""

    level: Literal["supervised", "assisted", "semi_autonomous", "autonomous", "fully_autonomous"] | None = Field(None, description="")
    approval_required: bool | list[str] | None = Field(None, description="")
    allowed_actions: list[str] | None = Field(None, description="")
    blocked_actions: list[str] | None = Field(None, description="")
    escalation_policy: AutonomyEscalationPolicy | None = Field(None, description="")

