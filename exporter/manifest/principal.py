"""."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field

from exporter.manifest.section import ClosedSection, Section
from exporter.manifest.text import AdapterType, ReleaseVersion


class PrincipalPolicyScope(ClosedSection):
    """PrincipalPolicyScope."""

    resources: list[str] | None = Field(None, description="")
    paths: list[str] | None = Field(None, description="")
    namespaces: list[str] | None = Field(None, description="")


class PrincipalPolicy(ClosedSection):
    """PrincipalPolicy."""

    REQUIRED = ("permissions",)

    permissions: list[str] | None = Field(None, description="")
    scope: PrincipalPolicyScope | None = Field(None, description="")


class PrincipalControlsRotationPolicy(Section):
    """PrincipalControlsRotationPolicy."""

    type: Literal["managed", "automatic", "manual"] | None = Field(None, description="")
    intervalDays: int | None = Field(None, description="")


class PrincipalControls(Section):
    """PrincipalControls."""

    rotationPolicy: PrincipalControlsRotationPolicy | None = Field(None, description="")
    auditLogging: bool | None = Field(None, description="")
    envBindings: list[str] | None = Field(None, description="")


class Principal(ClosedSection):
    """Principal."""

    REQUIRED = ("category", "mode", "credentialSource", "policy",)

    category: Literal["scm", "cloud", "database", "service"] | None = Field(None, description="")
    mode: Literal["app", "service_account", "user", "workload_identity"] | None = Field(None, description="")
    credentialSource: CredentialSource | None = Field(None, description="")
    policy: PrincipalPolicy | None = Field(None, description="")
    controls: PrincipalControls | None = Field(None, description="")


class CredentialSource(ClosedSection):
    """CredentialSource."""

    REQUIRED = ("type", "ref",)

    type: Literal["secretRef", "workloadIdentity", "external", "env"] | None = Field(None, description="")
    ref: str | None = Field(None, description="")
    format: Literal["json", "text", "base64"] | None = Field(None, description="")


class Adapter(ClosedSection):
    """Adapter."""

    REQUIRED = ("type", "version", "config",)

    type: AdapterType | None = Field(None, description="")
    version: ReleaseVersion | None = Field(None, description="")
    config: dict[str, Any] | None = Field(None, description="")
    secrets: dict[str, CredentialSource] | None = Field(None, description="")

