"""In whose name an agent acts, with which credentials, on which systems."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field

from exporter.manifest.section import ClosedSection, Section
from exporter.manifest.text import AdapterType, ReleaseVersion


class PolicyScope(ClosedSection):
    """Where permissions hold."""

    resources: list[str] | None = Field(None, description="For which resources.")
    paths: list[str] | None = Field(None, description="Under which paths.")
    namespaces: list[str] | None = Field(None, description="In which namespaces.")


class PrincipalPolicy(ClosedSection):
    """What a principal may do."""

    REQUIRED = ("permissions",)

    permissions: list[str] | None = Field(None, description="Permissions.")
    scope: PolicyScope | None = Field(None, description="Where they hold.")


class CredentialRotation(Section):
    """When credentials are replaced."""

    type: Literal["managed", "automatic", "manual"] | None = Field(None, description="By whom.")
    intervalDays: int | None = Field(None, description="After how many days.")


class PrincipalControls(Section):
    """What keeps credentials from harm."""

    rotationPolicy: CredentialRotation | None = Field(None, description="When they are replaced.")
    auditLogging: bool | None = Field(None, description="Whether each use is logged.")
    envBindings: list[str] | None = Field(None, description="Environment variables they are bound to.")


class Principal(ClosedSection):
    """In whose name an agent acts."""

    REQUIRED = (
        "category",
        "mode",
        "credentialSource",
        "policy",
    )

    category: Literal["scm", "cloud", "database", "service"] | None = Field(
        None, description="Where it acts."
    )
    mode: Literal["app", "service_account", "user", "workload_identity"] | None = Field(
        None, description="As what."
    )
    credentialSource: CredentialSource | None = Field(None, description="Where its credentials come from.")
    policy: PrincipalPolicy | None = Field(None, description="What it may do.")
    controls: PrincipalControls | None = Field(None, description="What keeps the credentials from harm.")


class CredentialSource(ClosedSection):
    """Where a credential comes from; never the credential itself."""

    REQUIRED = (
        "type",
        "ref",
    )

    type: Literal["secretRef", "workloadIdentity", "external", "env"] | None = Field(
        None, description="Kind of place."
    )
    ref: str | None = Field(None, description="Name within that place.")
    format: Literal["json", "text", "base64"] | None = Field(None, description="How it is written there.")


class Adapter(ClosedSection):
    """A connection to another system."""

    REQUIRED = (
        "type",
        "version",
        "config",
    )

    type: AdapterType | None = Field(None, description='Which kind, as in "storage.s3".')
    version: ReleaseVersion | None = Field(None, description='Its version, as in "1.0.0".')
    config: dict[str, Any] | None = Field(None, description="Its settings.")
    secrets: dict[str, CredentialSource] | None = Field(None, description="Its credentials, by name.")
