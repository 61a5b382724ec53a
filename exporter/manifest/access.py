"""How much an agent may touch, and what must stay apart from it."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from exporter.manifest.section import UNIQUE, ClosedSection


class AccessTier(ClosedSection):
    """How much an agent may touch."""

    REQUIRED = ("tier",)

    tier: Literal["tier_1_read", "tier_2_write_limited", "tier_3_write_elevated", "tier_4_policy"] | None = (
        Field(None, description="The tier.")
    )
    permissions: (
        list[
            Literal[
                "read_code",
                "read_configs",
                "read_metrics",
                "read_logs",
                "read_issues",
                "read_mrs",
                "execute_queries",
                "write_docs",
                "write_tests",
                "write_scaffolds",
                "write_configs_draft",
                "create_issues",
                "create_mrs_draft",
                "execute_sandboxed",
                "write_production_code",
                "merge_mrs",
                "delete_branches",
                "modify_infrastructure",
                "modify_secrets",
                "execute_deployments",
                "modify_pipelines",
                "modify_configs",
                "execute_commands",
                "define_policies",
                "publish_policies",
                "audit_compliance",
                "report_violations",
            ]
        ]
        | None
    ) = Field(None, json_schema_extra=UNIQUE, description="What it may do.")
    prohibited: list[str] | None = Field(None, json_schema_extra=UNIQUE, description="What it may not do.")
    audit_level: Literal["standard", "detailed", "comprehensive"] | None = Field(
        None, description="How much is logged."
    )
    requires_approval: bool | None = Field(None, description="Whether somebody must approve.")
    approval_chain: Literal["standard", "elevated", "critical"] | None = Field(
        None, description="Who approves."
    )
    isolation: Literal["none", "standard", "strict"] | None = Field(
        None, description="How far it is kept apart."
    )


class SeparationOfDuties(ClosedSection):
    """What one and the same agent must not do."""

    role: (
        Literal[
            "analyzer",
            "auditor",
            "scanner",
            "reviewer",
            "monitor",
            "generator",
            "scaffolder",
            "documenter",
            "test_writer",
            "deployer",
            "operator",
            "executor",
            "maintainer",
            "governor",
            "policy_definer",
            "compliance_officer",
            "approver",
            "critic",
            "remediator",
            "enforcer",
        ]
        | None
    ) = Field(None, description="Its duty.")
    conflicts_with: list[str] | None = Field(
        None, json_schema_extra=UNIQUE, description="Duties that it must not have as well."
    )
    can_delegate_to: list[str] | None = Field(
        None, json_schema_extra=UNIQUE, description="To whom it may delegate."
    )
    prohibited_actions: (
        list[
            Literal[
                "approve",
                "merge",
                "execute",
                "deploy",
                "delete",
                "modify_production",
                "define_policies",
                "bypass_approvals",
            ]
        ]
        | None
    ) = Field(None, json_schema_extra=UNIQUE, description="What it may not do.")


class Delegation(ClosedSection):
    """What an agent may delegate."""

    enabled: bool | None = Field(None, description="Whether it may.")
    allowed_tiers: list[Literal["tier_1_read", "tier_2_write_limited", "tier_3_write_elevated"]] | None = (
        Field(None, json_schema_extra=UNIQUE, description="To which tiers.")
    )
    allowed_operations: list[str] | None = Field(None, description="Which operations.")
    requires: (
        list[Literal["delegation_token", "audit_trail", "violation_report", "task_specification", "approval"]]
        | None
    ) = Field(None, description="What must come with it.")
