"""."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field

from exporter.manifest.section import UNIQUE, ClosedSection
from exporter.manifest.text import DnsName


class RuntimeBindingBinding(ClosedSection):
    """RuntimeBindingBinding."""

    handler: str | None = Field(None, description="")
    mcp_server: str | None = Field(None, description="")
    tool: str | None = Field(None, description="")
    config: dict[str, Any] | None = Field(None, description="")


class RuntimeBinding(ClosedSection):
    """RuntimeBinding."""

    type: Literal["unified", "google-a2a", "gitlab-duo", "ossa-mesh", "mcp", "local", "drupal", "symfony_messenger", "kagent", "temporal", "node"] | None = Field(None, description="")
    supports: list[Literal["google-a2a", "gitlab-duo", "ossa-mesh", "mcp", "local-execution", "kubernetes", "serverless", "lambda", "cloudflare-workers", "drupal", "symfony"]] | None = Field(None, json_schema_extra=UNIQUE, description="")
    transport: str | None = Field(None, description="")
    scheduling: SchedulingConfig | None = Field(None, description="")
    resource_limits: ResourceLimits | None = Field(None, description="")
    extensions: list[RuntimeExtension] | None = Field(None, description="")
    bindings: dict[str, RuntimeBindingBinding] | None = Field(None, description="")
    kubernetes: KubernetesBinding | None = Field(None, description="")


class RuntimeExtension(ClosedSection):
    """RuntimeExtension."""

    REQUIRED = ("type", "name",)

    type: Literal["http", "grpc", "mcp", "websocket", "kafka", "pubsub"] | None = Field(None, description="")
    name: str | None = Field(None, description="")
    endpoint: str | None = Field(None, description="")
    credentials_ref: str | None = Field(None, description="")


class ResourceLimits(ClosedSection):
    """ResourceLimits."""

    memory_mb: int | None = Field(None, ge=64, description="")
    cpu_millicores: int | None = Field(None, ge=100, description="")
    gpu_required: bool | None = Field(None, description="")
    gpu_type: str | None = Field(None, description="")


class SchedulingConfig(ClosedSection):
    """SchedulingConfig."""

    strategy: Literal["fair", "priority", "deadline", "cost-optimized"] | None = Field(None, description="")
    priority: Literal["critical", "high", "normal", "low", "background"] | None = Field(None, description="")
    max_concurrent: int | None = Field(None, ge=1, description="")
    timeout_seconds: int | None = Field(None, ge=1, description="")


class KubernetesBindingRbac(ClosedSection):
    """KubernetesBindingRbac."""

    role: str | None = Field(None, description="")
    cluster_role: str | None = Field(None, description="")
    role_binding: str | None = Field(None, description="")


class KubernetesBinding(ClosedSection):
    """KubernetesBinding."""

    namespace: DnsName | None = Field(None, description="")
    service_account: DnsName | None = Field(None, description="")
    api_server_url: str | None = Field(None, description="")
    network_family: Literal["tcp", "tcp4", "tcp6"] | None = Field(None, description="")
    health_check_endpoint: str | None = Field(None, description="")
    config_map_ref: str | None = Field(None, description="")
    secret_ref: str | None = Field(None, description="")
    rbac: KubernetesBindingRbac | None = Field(None, description="")

