"""`spec.workflow` of an Agent: steps that it goes through. OSSA leaves it open; only a Workflow has steps."""

from __future__ import annotations

from pydantic import Field

from exporter.manifest.section import Section


class AgentWorkflowStep(Section):
    """One step."""

    id: str | None = Field(None, description="Its identifier.")
    name: str | None = Field(None, description="Its name.")
    kind: str | None = Field(None, description="What kind of step.")
    description: str | None = Field(None, description="What is to be done.")
    depends_on: list[str] | None = Field(None, description="Steps that come before it.")
    condition: str | None = Field(None, description="When it is done.")
    steps: list[AgentWorkflowStep] | None = Field(None, description="Further steps.")


class AgentWorkflow(Section):
    """Steps that an agent goes through."""

    steps: list[AgentWorkflowStep] | None = Field(None, description="The steps, in order.")
