"""."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field

from exporter.manifest.access import AccessTier, Delegation, SeparationOfDuties
from exporter.manifest.autonomy import Autonomy
from exporter.manifest.code_compliance import CodeCompliance
from exporter.manifest.completion import Checkpointing, Completion
from exporter.manifest.constraints import Constraints
from exporter.manifest.functions import FunctionDefinition
from exporter.manifest.identity import Identity
from exporter.manifest.knowledge import KnowledgeSource, MandatoryKnowledgeSource
from exporter.manifest.llm import LLMConfig
from exporter.manifest.messaging import Messaging
from exporter.manifest.observability import Observability
from exporter.manifest.principal import Adapter, Principal
from exporter.manifest.safety import Safety
from exporter.manifest.section import UNIQUE, ClosedSection, Section
from exporter.manifest.state import State
from exporter.manifest.taxonomy import Taxonomy
from exporter.manifest.team import Subagent, Team
from exporter.manifest.text import Duration
from exporter.manifest.token_efficiency import TokenEfficiency
from exporter.manifest.tools import Tool


class PromptTemplate(Section):
    """PromptTemplate."""

    template: str | None = Field(None, description="")
    version: str | None = Field(None, description="")


class Prompts(Section):
    """Prompts."""

    system: str | PromptTemplate | None = Field(None, description="")


class Handoff(ClosedSection):
    """Handoff."""

    REQUIRED = ("to",)

    to: str | None = Field(None, description="")
    condition: str | None = Field(None, description="")


class Compliance(ClosedSection):
    """Compliance."""

    frameworks: list[Literal["SOC2", "HIPAA", "GDPR", "FedRAMP", "PCI-DSS", "ISO27001"]] | None = Field(None, json_schema_extra=UNIQUE, description="")
    data_residency: str | None = Field(None, description="")
    audit_logging: Literal["required", "optional", "disabled"] | None = Field(None, description="")
    pii_handling: Literal["encrypt_at_rest", "anonymize", "redact", "none"] | None = Field(None, description="")


class LifecycleDependency(ClosedSection):
    """LifecycleDependency."""

    REQUIRED = ("name", "version",)

    name: str | None = Field(None, description="")
    version: str | None = Field(None, description="")
    type: Literal["runtime", "build", "optional"] | None = Field(None, description="")
    source: str | None = Field(None, description="")


class Lifecycle(ClosedSection):
    """Lifecycle."""

    max_turns: int | None = Field(None, ge=1, description="")
    turn_timeout: Duration | None = Field(None, description="")
    idle_timeout: Duration | None = Field(None, description="")
    checkpoint_interval: int | None = Field(None, ge=1, description="")
    phases: list[Literal["init", "normalize", "resolve", "infer", "execute", "assemble", "emit"]] | None = Field(None, description="")
    environments: dict[str, dict[str, Any]] | None = Field(None, description="")
    dependencies: list[LifecycleDependency] | None = Field(None, description="")


class AgentSpec(Section):
    """AgentSpec."""

    role: str | None = Field(None, min_length=1, description="")
    prompts: Prompts | None = Field(None, description="")
    llm: LLMConfig | None = Field(None, description="")
    tools: list[Tool] | None = Field(None, description="")
    knowledge_sources: list[KnowledgeSource] | None = Field(None, description="")
    mandatory_knowledge_sources: list[MandatoryKnowledgeSource] | None = Field(None, description="")
    code_compliance: CodeCompliance | None = Field(None, description="")
    autonomy: Autonomy | None = Field(None, description="")
    constraints: Constraints | None = Field(None, description="")
    state: State | None = Field(None, description="")
    observability: Observability | None = Field(None, description="")
    safety: Safety | None = Field(None, description="")
    messaging: Messaging | None = Field(None, description="")
    functions: list[FunctionDefinition] | None = Field(None, description="")
    identity: Identity | None = Field(None, description="")
    principal: Principal | None = Field(None, description="")
    adapters: list[Adapter] | None = Field(None, description="")
    access: AccessTier | None = Field(None, description="")
    separation: SeparationOfDuties | None = Field(None, description="")
    delegation: Delegation | None = Field(None, description="")
    handoffs: list[Handoff] | None = Field(None, description="")
    type: Literal["analyzer", "worker", "operator", "supervisor", "orchestrator", "governor", "specialist", "critic"] | None = Field(None, description="")
    taxonomy: Taxonomy | None = Field(None, description="")
    compliance: Compliance | None = Field(None, description="")
    lifecycle: Lifecycle | None = Field(None, description="")
    token_efficiency: TokenEfficiency | None = Field(None, description="")
    completion: Completion | None = Field(None, description="")
    checkpointing: Checkpointing | None = Field(None, description="")
    team: Team | None = Field(None, description="")
    subagents: list[Subagent] | None = Field(None, description="")

