"""A whole manifest, one class for each kind of document that OSSA 0.4 knows."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field

from exporter.manifest.a2a import A2AExtension
from exporter.manifest.agent import AgentSpec
from exporter.manifest.flow import FlowSpec
from exporter.manifest.langchain import LangChainExtension
from exporter.manifest.langgraph import LangGraphExtension
from exporter.manifest.mcp import MCPExtension
from exporter.manifest.metadata import Metadata
from exporter.manifest.runtime import RuntimeBinding
from exporter.manifest.section import Section
from exporter.manifest.task import TaskSpec
from exporter.manifest.text import ApiVersion
from exporter.manifest.token_efficiency import TokenEfficiency
from exporter.manifest.workflow import WorkflowComposition, WorkflowSpec


class Extensions(Section):
    """What only one framework reads. The four we know are checked; any other passes through untouched."""

    langchain: LangChainExtension | None = Field(None, description="Settings for LangChain.")
    langgraph: LangGraphExtension | None = Field(None, description="Settings for LangGraph.")
    mcp: MCPExtension | None = Field(None, description="MCP servers, tools, resources and prompts.")
    a2a: A2AExtension | None = Field(None, description="How other agents reach this one.")


class Manifest(Section):
    """An OSSA document."""

    REQUIRED = ("apiVersion", "kind", "metadata")

    apiVersion: ApiVersion | None = Field(
        None, description='OSSA version of this document, for example "ossa/v0.4".'
    )
    kind: Literal["Agent", "Task", "Workflow", "Flow"] | None = Field(
        None, description="What the document is."
    )
    metadata: Metadata | None = Field(
        None, description="Name, version and everything else that describes it."
    )
    spec: Any = Field(None, description="What it does; the fields depend on the kind.")
    extensions: Extensions | None = Field(None, description="Settings that only one framework reads.")
    token_efficiency: TokenEfficiency | None = Field(None, description="How to spend fewer tokens.")
    composition: WorkflowComposition | None = Field(None, description="Agents in sequence or in parallel.")
    runtime: RuntimeBinding | None = Field(None, description="Where and how a task or workflow runs.")


class AgentManifest(Manifest):
    """An agent: a chat model with a prompt, tools and limits."""

    spec: AgentSpec | None = Field(None, description="What the agent is and may do.")


class TaskManifest(Manifest):
    """A task: deterministic steps without a chat model."""

    spec: TaskSpec | None = Field(None, description="What the task executes.")


class WorkflowManifest(Manifest):
    """A workflow: agents and tasks put together."""

    spec: WorkflowSpec | None = Field(None, description="The steps of the workflow.")


class FlowManifest(Manifest):
    """A flow: states, transitions and the events that cause them."""

    spec: FlowSpec | None = Field(None, description="The states of the flow.")
