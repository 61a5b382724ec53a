"""What happens while an agent is signed in, and which figures come of it."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from exporter.manifest.section import UNIQUE, ClosedSection, Section


class DoraPrometheus(Section):
    """Where figures are sent."""

    push_gateway: str | None = Field(None, description="Address of the push gateway.")
    job_name: str | None = Field(None, description="Name of the job.")


class DoraTracking(Section):
    """The four DORA figures about deliveries."""

    enabled: bool | None = Field(None, description="Whether they are made.")
    metrics: list[Literal["deployment_frequency", "lead_time", "change_failure_rate", "mttr"]] | None = Field(
        None, json_schema_extra=UNIQUE, description="Which ones."
    )
    labels: dict[str, str] | None = Field(None, description="Labels on them.")
    prometheus: DoraPrometheus | None = Field(None, description="Where they are sent.")


class SessionHooks(Section):
    """What is run."""

    pre_prompt_submit: bool | None = Field(None, description="Before each prompt.")
    post_session: bool | None = Field(None, description="After the session.")


class IdentitySession(Section):
    """What happens while an agent is signed in."""

    init_on_start: bool | None = Field(None, description="Whether it signs in at once.")
    propagate_to_subprocesses: bool | None = Field(
        None, description="Whether its processes share the account."
    )
    git_attribution: bool | None = Field(None, description="Whether commits carry its name.")
    heartbeat_interval: int | None = Field(
        None, ge=30, le=3600, description="Seconds between two signs of life."
    )
    timeout: int | None = Field(None, ge=60, le=86400, description="Seconds until it is signed out.")
    hooks: SessionHooks | None = Field(None, description="What is run.")


class RequiredApprovals(Section):
    """What needs somebody's approval."""

    force_push: bool | None = Field(None, description="Overwriting history.")
    delete_protected_branch: bool | None = Field(None, description="Deleting a protected branch.")
    modify_ci_config: bool | None = Field(None, description="Changing the build.")


class AccountLimits(Section):
    """How much the account may do."""

    requests_per_minute: int | None = Field(None, description="Requests a minute.")
    requests_per_hour: int | None = Field(None, description="Requests an hour.")
    git_operations_per_hour: int | None = Field(None, description="Git operations an hour.")


class IdentitySecurity(Section):
    """What keeps the account from harm."""

    token_encryption: Literal["none", "at_rest", "in_transit", "both"] | None = Field(
        None, description="Where the token is encrypted."
    )
    minimum_token_length: int | None = Field(None, description="Least length of a token.")
    prohibited_actions: list[str] | None = Field(None, description="What is never done.")
    required_approvals: RequiredApprovals | None = Field(None, description="What needs approval.")
    rate_limits: AccountLimits | None = Field(None, description="How much it may do.")


class PrimaryIdentity(Section):
    """The account that acts."""

    username: str | None = Field(None, description="Its name.")
    email: str | None = Field(None, description="Its e-mail address.")
    roles: list[str] | None = Field(None, description="What it may do.")


class SecondaryIdentity(Section):
    """The person on whose behalf it acts."""

    user_id: str | None = Field(None, description="Identifier of the person.")
    username: str | None = Field(None, description="Name of the account.")
    email: str | None = Field(None, description="E-mail address.")


class CompositePermissions(Section):
    """What both together may do."""

    read: list[str] | None = Field(None, description="Read.")
    write: list[str] | None = Field(None, description="Write.")
    execute: list[str] | None = Field(None, description="Execute.")


class CompositeIdentity(ClosedSection):
    """An agent that acts on a person's behalf."""

    enabled: bool | None = Field(None, description="Whether it does.")
    primary_identity: PrimaryIdentity | None = Field(None, description="The account that acts.")
    secondary_identity: SecondaryIdentity | None = Field(None, description="The person.")
    merge_strategy: Literal["restrictive", "permissive", "custom"] | None = Field(
        None, description="Whose permissions count."
    )
    permissions: CompositePermissions | None = Field(None, description="What both together may do.")
