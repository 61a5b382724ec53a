"""The `spec` of an Agent: prompt, chat model, tools, limits and everything around them."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field

from exporter.manifest.access import AccessTier, Delegation, SeparationOfDuties
from exporter.manifest.agent_workflow import AgentWorkflow
from exporter.manifest.api import Api
from exporter.manifest.autonomy import Autonomy
from exporter.manifest.callbacks import Callbacks
from exporter.manifest.capabilities import AgentCapability, Capabilities
from exporter.manifest.code_compliance import CodeCompliance
from exporter.manifest.completion import Checkpointing, Completion
from exporter.manifest.constraints import Constraints
from exporter.manifest.functions import FunctionDefinition
from exporter.manifest.identity import Identity
from exporter.manifest.knowledge import KnowledgeSource, MandatoryKnowledgeSource
from exporter.manifest.llm import LLMConfig
from exporter.manifest.memory import Memory
from exporter.manifest.messaging import Messaging
from exporter.manifest.observability import Observability
from exporter.manifest.principal import Adapter, Principal
from exporter.manifest.safety import Safety
from exporter.manifest.section import OPEN, UNIQUE, ClosedSection, Section
from exporter.manifest.state import State
from exporter.manifest.streaming import Streaming
from exporter.manifest.taxonomy import Taxonomy
from exporter.manifest.team import Subagent, Team
from exporter.manifest.text import Duration
from exporter.manifest.token_efficiency import TokenEfficiency
from exporter.manifest.tools import Tool


class PromptTemplate(Section):
    """A prompt with a version."""

    template: str | None = Field(None, description="The text.")
    version: str | None = Field(None, description="Version of the text.")


class Prompts(Section):
    """What the chat model is told."""

    system: str | PromptTemplate | None = Field(
        None,
        description='The system prompt: who the agent is and how it should act, in place of "role".',
    )


class Handoff(ClosedSection):
    """Another agent that takes over."""

    REQUIRED = ("to",)

    to: str | None = Field(None, description="Name of that agent.")
    condition: str | None = Field(None, description="When it takes over.")


class Compliance(ClosedSection):
    """Rules from outside that apply."""

    frameworks: list[Literal["SOC2", "HIPAA", "GDPR", "FedRAMP", "PCI-DSS", "ISO27001"]] | None = Field(
        None, json_schema_extra=UNIQUE, description="Which ones."
    )
    data_residency: str | None = Field(None, description="Where data may be kept.")
    audit_logging: Literal["required", "optional", "disabled"] | None = Field(
        None, description="Whether everything is logged."
    )
    pii_handling: Literal["encrypt_at_rest", "anonymize", "redact", "none"] | None = Field(
        None, description="What happens to personal data."
    )


class LifecycleDependency(ClosedSection):
    """Something that must be there."""

    REQUIRED = (
        "name",
        "version",
    )

    name: str | None = Field(None, description="Its name.")
    version: str | None = Field(None, description="Its version.")
    type: Literal["runtime", "build", "optional"] | None = Field(None, description="When it is needed.")
    source: str | None = Field(None, description="Where it comes from.")


class Lifecycle(ClosedSection):
    """How long runs may last, and what an agent needs in order to run."""

    max_turns: int | None = Field(None, ge=1, description="How many turns a run may have.")
    turn_timeout: Duration | None = Field(None, description='How long a turn may last, as in "30s".')
    idle_timeout: Duration | None = Field(None, description='How long it may be silent, as in "10m".')
    checkpoint_interval: int | None = Field(None, ge=1, description="Turns between two checkpoints.")
    phases: list[Literal["init", "normalize", "resolve", "infer", "execute", "assemble", "emit"]] | None = (
        Field(None, description="Phases of a run, in order.")
    )
    environments: dict[str, dict[str, Any]] | None = Field(None, description="Settings by environment.")
    dependencies: list[LifecycleDependency] | None = Field(None, description="What must be there.")


class AgentSpec(Section):
    """What an agent is and may do."""

    role: str | None = Field(
        None, min_length=1, description="Who the agent is and how it should act: its system prompt."
    )
    prompts: Prompts | None = Field(
        None, description='What the chat model is told, where "role" is not enough.'
    )
    llm: LLMConfig | None = Field(None, description="The chat model.")
    tools: list[Tool] | None = Field(None, description="What the agent may call.")
    knowledge_sources: list[KnowledgeSource] | None = Field(None, description="Where it looks things up.")
    mandatory_knowledge_sources: list[MandatoryKnowledgeSource] | None = Field(
        None, description="Sources it must look into."
    )
    code_compliance: CodeCompliance | None = Field(None, description="How it keeps to rules for code.")
    autonomy: Autonomy | None = Field(None, description="What it may do without asking.")
    constraints: Constraints | None = Field(None, description="What it may cost and how long it may take.")
    state: State | None = Field(None, description="What it remembers.")
    observability: Observability | None = Field(None, description="Traces, metrics and logs.")
    safety: Safety | None = Field(None, description="Filters, personal data and limits.")
    messaging: Messaging | None = Field(None, description="Messages to and from other agents.")
    functions: list[FunctionDefinition] | None = Field(
        None, description="Functions it may call, described strictly."
    )
    identity: Identity | None = Field(None, description="Accounts under which it acts.")
    principal: Principal | None = Field(None, description="In whose name it acts.")
    adapters: list[Adapter] | None = Field(None, description="Connections to other systems.")
    access: AccessTier | None = Field(None, description="How much it may touch.")
    separation: SeparationOfDuties | None = Field(None, description="What must stay apart from it.")
    delegation: Delegation | None = Field(None, description="What it may delegate.")
    handoffs: list[Handoff] | None = Field(None, description="Agents that may take over.")
    type: (
        Literal[
            "analyzer", "worker", "operator", "supervisor", "orchestrator", "governor", "specialist", "critic"
        ]
        | None
    ) = Field(None, description="What kind of agent it is.")
    taxonomy: Taxonomy | None = Field(None, description="Where it belongs among all agents.")
    compliance: Compliance | None = Field(None, description="Rules from outside that apply.")
    lifecycle: Lifecycle | None = Field(None, description="How long runs may last.")
    token_efficiency: TokenEfficiency | None = Field(None, description="How it spends fewer tokens.")
    completion: Completion | None = Field(None, description="When a run is finished.")
    checkpointing: Checkpointing | None = Field(None, description="When progress is saved.")
    team: Team | None = Field(None, description="The team that it leads.")
    subagents: list[Subagent] | None = Field(None, description="Agents that it may start.")

    memory: Memory | None = Field(
        None, json_schema_extra=OPEN, description="How a conversation is remembered, and where."
    )
    streaming: Streaming | None = Field(
        None, json_schema_extra=OPEN, description="At which paths answers are streamed."
    )
    callbacks: Callbacks | None = Field(
        None, json_schema_extra=OPEN, description="What is told of a run: costs and traces."
    )
    api: Api | None = Field(
        None, json_schema_extra=OPEN, description="The server around the agent: port, CORS, rate limit."
    )
    capabilities: list[str | AgentCapability] | Capabilities | None = Field(
        None, json_schema_extra=OPEN, description="What the agent can do."
    )
    workflow: AgentWorkflow | None = Field(
        None, json_schema_extra=OPEN, description="Steps that the agent goes through."
    )
