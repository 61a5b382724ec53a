"""Where and how a task or workflow runs."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field

from exporter.manifest.section import UNIQUE, ClosedSection
from exporter.manifest.text import DnsName


class CapabilityBinding(ClosedSection):
    """What does a capability."""

    handler: str | None = Field(None, description="Function that does it.")
    mcp_server: str | None = Field(None, description="MCP server that does it.")
    tool: str | None = Field(None, description="Tool that does it.")
    config: dict[str, Any] | None = Field(None, description="Its settings.")


class RuntimeBinding(ClosedSection):
    """Where and how something runs."""

    type: (
        Literal[
            "unified",
            "google-a2a",
            "gitlab-duo",
            "ossa-mesh",
            "mcp",
            "local",
            "drupal",
            "symfony_messenger",
            "kagent",
            "temporal",
            "node",
        ]
        | None
    ) = Field(None, description="On what.")
    supports: (
        list[
            Literal[
                "google-a2a",
                "gitlab-duo",
                "ossa-mesh",
                "mcp",
                "local-execution",
                "kubernetes",
                "serverless",
                "lambda",
                "cloudflare-workers",
                "drupal",
                "symfony",
            ]
        ]
        | None
    ) = Field(None, json_schema_extra=UNIQUE, description="On what else it could run.")
    transport: str | None = Field(None, description="What carries its messages.")
    scheduling: Scheduling | None = Field(None, description="What goes first.")
    resource_limits: ResourceLimits | None = Field(None, description="What it may use.")
    extensions: list[RuntimeExtension] | None = Field(None, description="Connections that it needs.")
    bindings: dict[str, CapabilityBinding] | None = Field(None, description="What does which capability.")
    kubernetes: KubernetesBinding | None = Field(None, description="Where in Kubernetes.")


class RuntimeExtension(ClosedSection):
    """A connection."""

    REQUIRED = (
        "type",
        "name",
    )

    type: Literal["http", "grpc", "mcp", "websocket", "kafka", "pubsub"] | None = Field(
        None, description="Kind of connection."
    )
    name: str | None = Field(None, description="Its name.")
    endpoint: str | None = Field(None, description="Its address.")
    credentials_ref: str | None = Field(None, description="Where its credentials are.")


class ResourceLimits(ClosedSection):
    """What may be used."""

    memory_mb: int | None = Field(None, ge=64, description="Memory, in MiB.")
    cpu_millicores: int | None = Field(None, ge=100, description="Processor, in thousandths.")
    gpu_required: bool | None = Field(None, description="Whether a graphics processor is needed.")
    gpu_type: str | None = Field(None, description="Which one.")


class Scheduling(ClosedSection):
    """What goes first."""

    strategy: Literal["fair", "priority", "deadline", "cost-optimized"] | None = Field(
        None, description="In which way."
    )
    priority: Literal["critical", "high", "normal", "low", "background"] | None = Field(
        None, description="How urgent it is."
    )
    max_concurrent: int | None = Field(None, ge=1, description="How many at the same time.")
    timeout_seconds: int | None = Field(None, ge=1, description="Seconds until it is stopped.")


class KubernetesRbac(ClosedSection):
    """Permissions in Kubernetes."""

    role: str | None = Field(None, description="Role in the namespace.")
    cluster_role: str | None = Field(None, description="Role in the cluster.")
    role_binding: str | None = Field(None, description="What binds the role.")


class KubernetesBinding(ClosedSection):
    """Where in Kubernetes."""

    namespace: DnsName | None = Field(None, description="Namespace.")
    service_account: DnsName | None = Field(None, description="Service account.")
    api_server_url: str | None = Field(None, description="Address of the API server.")
    network_family: Literal["tcp", "tcp4", "tcp6"] | None = Field(None, description="How it is reached.")
    health_check_endpoint: str | None = Field(None, description="Address that tells whether it is well.")
    config_map_ref: str | None = Field(None, description="Its config map.")
    secret_ref: str | None = Field(None, description="Its secret.")
    rbac: KubernetesRbac | None = Field(None, description="Its permissions.")
