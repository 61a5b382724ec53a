"""."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from exporter.manifest.section import UNIQUE, ClosedSection, Section
from exporter.manifest.text import EnvVariable, ServiceVersion, Username


class ServiceAccount(Section):
    """ServiceAccount."""

    REQUIRED = ("username", "email",)

    id: int | str | None = Field(None, description="")
    username: Username | None = Field(None, min_length=1, max_length=64, description="")
    email: str | None = Field(None, description="")
    display_name: str | None = Field(None, description="")
    roles: list[Literal["developer", "maintainer", "owner", "reporter", "guest"]] | None = Field(None, description="")


class IdentityAuthenticationRotationPolicy(Section):
    """IdentityAuthenticationRotationPolicy."""

    enabled: bool | None = Field(None, description="")
    interval_days: int | None = Field(None, ge=7, le=365, description="")
    notify_on_rotation: bool | None = Field(None, description="")
    manage_service_accounts: list[str] | None = Field(None, description="")
    last_rotated_at: str | None = Field(None, description="")
    last_rotated_by: str | None = Field(None, description="")


class IdentityAuthentication(Section):
    """IdentityAuthentication."""

    method: Literal["personal_access_token", "project_access_token", "group_access_token", "deploy_token", "oauth2", "ssh_key", "mtls", "github_app", "azure_service_principal"] | None = Field(None, description="")
    scopes: list[str] | None = Field(None, description="")
    auto_refresh: bool | None = Field(None, description="")
    self_rotate: bool | None = Field(None, description="")
    expiry_warning_days: int | None = Field(None, ge=1, le=90, description="")
    rotation_policy: IdentityAuthenticationRotationPolicy | None = Field(None, description="")


class TokenSourceVault(Section):
    """TokenSourceVault."""

    path: str | None = Field(None, description="")
    key: str | None = Field(None, description="")
    role: str | None = Field(None, description="")


class TokenSourceKubernetesSecret(Section):
    """TokenSourceKubernetesSecret."""

    name: str | None = Field(None, description="")
    namespace: str | None = Field(None, description="")
    key: str | None = Field(None, description="")


class TokenSource(Section):
    """TokenSource."""

    env_var: EnvVariable | None = Field(None, description="")
    file_path: str | None = Field(None, description="")
    vault: TokenSourceVault | None = Field(None, description="")
    kubernetes_secret: TokenSourceKubernetesSecret | None = Field(None, description="")


class IdentityFallbackCondition(Section):
    """IdentityFallbackCondition."""

    pattern_match: list[str] | None = Field(None, description="")
    platform_unavailable: bool | None = Field(None, description="")


class IdentityFallback(Section):
    """IdentityFallback."""

    REQUIRED = ("provider", "service_account",)

    provider: Literal["gitlab", "github", "azure-devops", "bitbucket", "generic"] | None = Field(None, description="")
    service_account: ServiceAccount | None = Field(None, description="")
    token_source: TokenSource | None = Field(None, description="")
    condition: IdentityFallbackCondition | None = Field(None, description="")


class IdentityDoraTrackingPrometheus(Section):
    """IdentityDoraTrackingPrometheus."""

    push_gateway: str | None = Field(None, description="")
    job_name: str | None = Field(None, description="")


class IdentityDoraTracking(Section):
    """IdentityDoraTracking."""

    enabled: bool | None = Field(None, description="")
    metrics: list[Literal["deployment_frequency", "lead_time", "change_failure_rate", "mttr"]] | None = Field(None, json_schema_extra=UNIQUE, description="")
    labels: dict[str, str] | None = Field(None, description="")
    prometheus: IdentityDoraTrackingPrometheus | None = Field(None, description="")


class IdentitySessionHooks(Section):
    """IdentitySessionHooks."""

    pre_prompt_submit: bool | None = Field(None, description="")
    post_session: bool | None = Field(None, description="")


class IdentitySession(Section):
    """IdentitySession."""

    init_on_start: bool | None = Field(None, description="")
    propagate_to_subprocesses: bool | None = Field(None, description="")
    git_attribution: bool | None = Field(None, description="")
    heartbeat_interval: int | None = Field(None, ge=30, le=3600, description="")
    timeout: int | None = Field(None, ge=60, le=86400, description="")
    hooks: IdentitySessionHooks | None = Field(None, description="")


class IdentityObservabilitySelfAssessmentScores(Section):
    """IdentityObservabilitySelfAssessmentScores."""

    code_quality: float | None = Field(None, ge=0, le=100, description="")
    instruction_adherence: float | None = Field(None, ge=0, le=100, description="")
    context_completeness: float | None = Field(None, ge=0, le=100, description="")


class IdentityObservabilitySelfAssessmentRiskAssessmentCategories(Section):
    """IdentityObservabilitySelfAssessmentRiskAssessmentCategories."""

    security: float | None = Field(None, ge=0, le=10, description="")
    data_integrity: float | None = Field(None, ge=0, le=10, description="")
    availability: float | None = Field(None, ge=0, le=10, description="")
    compliance: float | None = Field(None, ge=0, le=10, description="")
    financial: float | None = Field(None, ge=0, le=10, description="")
    operational: float | None = Field(None, ge=0, le=10, description="")


class IdentityObservabilitySelfAssessmentRiskAssessment(Section):
    """IdentityObservabilitySelfAssessmentRiskAssessment."""

    overall_score: float | None = Field(None, ge=0, le=10, description="")
    impact: float | None = Field(None, ge=0, le=10, description="")
    likelihood: float | None = Field(None, ge=0, le=10, description="")
    level: Literal["low", "medium", "high", "critical"] | None = Field(None, description="")
    categories: IdentityObservabilitySelfAssessmentRiskAssessmentCategories | None = Field(None, description="")
    mitigation_required: bool | None = Field(None, description="")


class IdentityObservabilitySelfAssessment(Section):
    """IdentityObservabilitySelfAssessment."""

    confidence: float | None = Field(None, ge=0, le=1, description="")
    scores: IdentityObservabilitySelfAssessmentScores | None = Field(None, description="")
    risk_assessment: IdentityObservabilitySelfAssessmentRiskAssessment | None = Field(None, description="")
    uncertainty_areas: list[str] | None = Field(None, description="")
    requires_human_review: bool | None = Field(None, description="")
    review_reason: str | None = Field(None, description="")


class IdentityObservability(Section):
    """IdentityObservability."""

    service_name: str | None = Field(None, description="")
    service_namespace: str | None = Field(None, description="")
    service_version: ServiceVersion | None = Field(None, description="")
    service_instance_id: str | None = Field(None, description="")
    resource_attributes: dict[str, str] | None = Field(None, description="")
    self_assessment: IdentityObservabilitySelfAssessment | None = Field(None, description="")


class IdentitySecurityRequiredApprovals(Section):
    """IdentitySecurityRequiredApprovals."""

    force_push: bool | None = Field(None, description="")
    delete_protected_branch: bool | None = Field(None, description="")
    modify_ci_config: bool | None = Field(None, description="")


class IdentitySecurityRateLimits(Section):
    """IdentitySecurityRateLimits."""

    requests_per_minute: int | None = Field(None, description="")
    requests_per_hour: int | None = Field(None, description="")
    git_operations_per_hour: int | None = Field(None, description="")


class IdentitySecurity(Section):
    """IdentitySecurity."""

    token_encryption: Literal["none", "at_rest", "in_transit", "both"] | None = Field(None, description="")
    minimum_token_length: int | None = Field(None, description="")
    prohibited_actions: list[str] | None = Field(None, description="")
    required_approvals: IdentitySecurityRequiredApprovals | None = Field(None, description="")
    rate_limits: IdentitySecurityRateLimits | None = Field(None, description="")


class IdentityCompositePrimaryIdentity(Section):
    """IdentityCompositePrimaryIdentity."""

    username: str | None = Field(None, description="")
    email: str | None = Field(None, description="")
    roles: list[str] | None = Field(None, description="")


class IdentityCompositeSecondaryIdentity(Section):
    """IdentityCompositeSecondaryIdentity."""

    user_id: str | None = Field(None, description="")
    username: str | None = Field(None, description="")
    email: str | None = Field(None, description="")


class IdentityCompositePermissions(Section):
    """IdentityCompositePermissions."""

    read: list[str] | None = Field(None, description="")
    write: list[str] | None = Field(None, description="")
    execute: list[str] | None = Field(None, description="")


class IdentityComposite(ClosedSection):
    """IdentityComposite."""

    enabled: bool | None = Field(None, description="")
    primary_identity: IdentityCompositePrimaryIdentity | None = Field(None, description="")
    secondary_identity: IdentityCompositeSecondaryIdentity | None = Field(None, description="")
    merge_strategy: Literal["restrictive", "permissive", "custom"] | None = Field(None, description="")
    permissions: IdentityCompositePermissions | None = Field(None, description="")


class Identity(Section):
    """Identity."""

    provider: Literal["gitlab", "github", "azure-devops", "bitbucket", "generic"] | None = Field(None, description="")
    service_account: ServiceAccount | None = Field(None, description="")
    authentication: IdentityAuthentication | None = Field(None, description="")
    token_source: TokenSource | None = Field(None, description="")
    patterns: list[str] | None = Field(None, description="")
    fallback: list[IdentityFallback] | None = Field(None, description="")
    dora_tracking: IdentityDoraTracking | None = Field(None, description="")
    session: IdentitySession | None = Field(None, description="")
    observability: IdentityObservability | None = Field(None, description="")
    security: IdentitySecurity | None = Field(None, description="")
    access_tier: Literal["tier_1_read", "tier_2_write_limited", "tier_3_write_elevated", "tier_4_policy", "read", "limited", "elevated", "policy"] | None = Field(None, description="")
    composite: IdentityComposite | None = Field(None, description="")

