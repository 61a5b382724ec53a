"""An agent's card: how it is called, where it comes from, what was changed."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field

from exporter.manifest.section import ClosedSection, Section, nullable
from exporter.manifest.text import HashText, Nickname, RegistryId, Sha256


class AgentIdCard(ClosedSection):
    """An agent's card."""

    nickname: Nickname | None = Field(
        None, min_length=1, max_length=32, description="Short name for daily use."
    )
    displayName: str | None = Field(None, max_length=128, description="Name to be shown.")
    avatar: str | None = Field(None, description="Address of a picture.")
    registryId: RegistryId | None = Field(
        None, description='Its address in a registry, as in "ossa://team/agent@1.0.0".'
    )
    fingerprint: Sha256 | None = Field(None, description="Hash of what it is now.")
    birthHash: Sha256 | None = Field(None, description="Hash of what it was at first.")
    provenance: AgentProvenance | None = Field(None, description="Where it comes from.")
    auditTrail: AgentAuditTrail | None = Field(None, description="What was changed, by whom, when.")


class LineageEntry(ClosedSection):
    """One ancestor."""

    REQUIRED = (
        "ancestor",
        "relationship",
        "timestamp",
    )

    ancestor: str | None = Field(None, description="Address or name of the ancestor.")
    relationship: (
        Literal["forked-from", "cloned-from", "derived-from", "inspired-by", "upgraded-from"] | None
    ) = Field(None, description="How the agent came of it.")
    timestamp: str | None = Field(None, description="When that was.")
    commitHash: str | None = Field(None, description="Commit in which it happened.")


class AgentProvenance(ClosedSection):
    """Where an agent comes from."""

    createdBy: str | None = Field(None, description="Who made it.")
    createdAt: str | None = Field(None, description="When it was made.")
    createdWith: str | None = Field(None, description="Tool it was made with.")
    lineage: list[LineageEntry] | None = Field(None, description="Its ancestors.")


class AgentAuditTrail(ClosedSection):
    """Changes in a chain of hashes, so that none can be removed unseen."""

    hashAlgorithm: Literal["sha256", "sha384", "sha512"] | None = Field(
        None, description="How entries are hashed."
    )
    chainType: Literal["merkle", "linear", "signed"] | None = Field(
        None, description="How entries are chained."
    )
    genesisHash: HashText | None = Field(None, description="Hash before the first entry.")
    entries: list[AuditTrailEntry] | None = Field(None, description="The changes, oldest first.")


class AuditDetails(Section):
    """What exactly was changed."""

    field: str | None = Field(None, description="The key that was changed.")
    oldValue: Any = Field(None, description="Its value before.")
    newValue: Any = Field(None, description="Its value since.")
    reason: str | None = Field(None, description="Why it was changed.")
    commitHash: str | None = Field(None, description="Commit of the change.")


class AuditTrailEntry(ClosedSection):
    """One change."""

    REQUIRED = (
        "seq",
        "action",
        "timestamp",
        "actor",
        "hash",
    )

    seq: int | None = Field(None, ge=0, description="Number of the entry, from 0.")
    action: (
        Literal[
            "created",
            "capability-added",
            "capability-removed",
            "tool-added",
            "tool-removed",
            "version-bumped",
            "config-changed",
            "ownership-transferred",
            "access-tier-changed",
            "forked",
            "retired",
            "reactivated",
            "nickname-changed",
            "custom",
        ]
        | None
    ) = Field(None, description="What was done.")
    timestamp: str | None = Field(None, description="When it was done.")
    actor: str | None = Field(None, description="Who did it.")
    hash: HashText | None = Field(None, description="Hash of the entry.")
    prevHash: str | None = Field(
        None,
        pattern=r"^sha(256|384|512):[a-f0-9]+$",
        json_schema_extra=nullable,
        description="Hash of the entry before; null for the first.",
    )
    details: AuditDetails | None = Field(None, description="What exactly was changed.")
    signature: str | None = Field(None, description="Signature of whoever did it.")
