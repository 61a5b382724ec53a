"""Accounts under which an agent acts."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from exporter.manifest.identity_assessment import IdentityObservability
from exporter.manifest.identity_session import (
    CompositeIdentity,
    DoraTracking,
    IdentitySecurity,
    IdentitySession,
)
from exporter.manifest.section import Section
from exporter.manifest.text import EnvVariable, Username


class ServiceAccount(Section):
    """An account of the agent's own."""

    REQUIRED = (
        "username",
        "email",
    )

    id: int | str | None = Field(None, description="Its number or identifier.")
    username: Username | None = Field(None, min_length=1, max_length=64, description="Its name.")
    email: str | None = Field(None, description="Its e-mail address.")
    display_name: str | None = Field(None, description="Name to be shown.")
    roles: list[Literal["developer", "maintainer", "owner", "reporter", "guest"]] | None = Field(
        None, description="What it may do."
    )


class TokenRotation(Section):
    """When a token is replaced."""

    enabled: bool | None = Field(None, description="Whether it is.")
    interval_days: int | None = Field(None, ge=7, le=365, description="After how many days.")
    notify_on_rotation: bool | None = Field(None, description="Whether somebody is told.")
    manage_service_accounts: list[str] | None = Field(
        None, description="Accounts whose tokens are replaced too."
    )
    last_rotated_at: str | None = Field(None, description="When it was last done.")
    last_rotated_by: str | None = Field(None, description="Who did it.")


class Authentication(Section):
    """How an agent signs in."""

    method: (
        Literal[
            "personal_access_token",
            "project_access_token",
            "group_access_token",
            "deploy_token",
            "oauth2",
            "ssh_key",
            "mtls",
            "github_app",
            "azure_service_principal",
        ]
        | None
    ) = Field(None, description="In which way.")
    scopes: list[str] | None = Field(None, description="What the token may do.")
    auto_refresh: bool | None = Field(None, description="Whether it is renewed by itself.")
    self_rotate: bool | None = Field(None, description="Whether the agent may replace it.")
    expiry_warning_days: int | None = Field(
        None, ge=1, le=90, description="Days before it ends that somebody is told."
    )
    rotation_policy: TokenRotation | None = Field(None, description="When it is replaced.")


class VaultSecret(Section):
    """A secret in a vault."""

    path: str | None = Field(None, description="Its path.")
    key: str | None = Field(None, description="Its key.")
    role: str | None = Field(None, description="Role to read it with.")


class KubernetesSecret(Section):
    """A secret of Kubernetes."""

    name: str | None = Field(None, description="Its name.")
    namespace: str | None = Field(None, description="Its namespace.")
    key: str | None = Field(None, description="Its key.")


class TokenSource(Section):
    """Where a token comes from."""

    env_var: EnvVariable | None = Field(None, description="Environment variable that holds it.")
    file_path: str | None = Field(None, description="File that holds it.")
    vault: VaultSecret | None = Field(None, description="A secret in a vault.")
    kubernetes_secret: KubernetesSecret | None = Field(None, description="A secret of Kubernetes.")


class FallbackCondition(Section):
    """When another account is used."""

    pattern_match: list[str] | None = Field(None, description="For names like these.")
    platform_unavailable: bool | None = Field(None, description="When the platform does not answer.")


class IdentityFallback(Section):
    """Another account, when the first cannot be used."""

    REQUIRED = (
        "provider",
        "service_account",
    )

    provider: Literal["gitlab", "github", "azure-devops", "bitbucket", "generic"] | None = Field(
        None, description="On which platform."
    )
    service_account: ServiceAccount | None = Field(None, description="The account.")
    token_source: TokenSource | None = Field(None, description="Where its token comes from.")
    condition: FallbackCondition | None = Field(None, description="When it is used.")


class Identity(Section):
    """Accounts under which an agent acts."""

    provider: Literal["gitlab", "github", "azure-devops", "bitbucket", "generic"] | None = Field(
        None, description="On which platform."
    )
    service_account: ServiceAccount | None = Field(None, description="The account.")
    authentication: Authentication | None = Field(None, description="How it signs in.")
    token_source: TokenSource | None = Field(None, description="Where the token comes from.")
    patterns: list[str] | None = Field(None, description="Names of projects in which it acts.")
    fallback: list[IdentityFallback] | None = Field(None, description="Other accounts.")
    dora_tracking: DoraTracking | None = Field(None, description="Figures about its deliveries.")
    session: IdentitySession | None = Field(None, description="What happens while it is signed in.")
    observability: IdentityObservability | None = Field(None, description="How it appears in traces.")
    security: IdentitySecurity | None = Field(None, description="What keeps the account from harm.")
    access_tier: (
        Literal[
            "tier_1_read",
            "tier_2_write_limited",
            "tier_3_write_elevated",
            "tier_4_policy",
            "read",
            "limited",
            "elevated",
            "policy",
        ]
        | None
    ) = Field(None, description="How much it may touch.")
    composite: CompositeIdentity | None = Field(None, description="Several identities in one.")
