"""."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field

from exporter.manifest.section import ClosedSection, Section, nullable
from exporter.manifest.text import HashText, Nickname, RegistryId, Sha256


class AgentIdCard(ClosedSection):
    """AgentIdCard."""

    nickname: Nickname | None = Field(None, min_length=1, max_length=32, description="")
    displayName: str | None = Field(None, max_length=128, description="")
    avatar: str | None = Field(None, description="")
    registryId: RegistryId | None = Field(None, description="")
    fingerprint: Sha256 | None = Field(None, description="")
    birthHash: Sha256 | None = Field(None, description="")
    provenance: AgentProvenance | None = Field(None, description="")
    auditTrail: AgentAuditTrail | None = Field(None, description="")


class AgentProvenanceLineage(ClosedSection):
    """AgentProvenanceLineage."""

    REQUIRED = ("ancestor", "relationship", "timestamp",)

    ancestor: str | None = Field(None, description="")
    relationship: Literal["forked-from", "cloned-from", "derived-from", "inspired-by", "upgraded-from"] | None = Field(None, description="")
    timestamp: str | None = Field(None, description="")
    commitHash: str | None = Field(None, description="")


class AgentProvenance(ClosedSection):
    """AgentProvenance."""

    createdBy: str | None = Field(None, description="")
    createdAt: str | None = Field(None, description="")
    createdWith: str | None = Field(None, description="")
    lineage: list[AgentProvenanceLineage] | None = Field(None, description="")


class AgentAuditTrail(ClosedSection):
    """AgentAuditTrail."""

    hashAlgorithm: Literal["sha256", "sha384", "sha512"] | None = Field(None, description="")
    chainType: Literal["merkle", "linear", "signed"] | None = Field(None, description="")
    genesisHash: HashText | None = Field(None, description="")
    entries: list[AuditTrailEntry] | None = Field(None, description="")


class AuditTrailEntryDetails(Section):
    """AuditTrailEntryDetails."""

    field: str | None = Field(None, description="")
    oldValue: Any = Field(None, description="")
    newValue: Any = Field(None, description="")
    reason: str | None = Field(None, description="")
    commitHash: str | None = Field(None, description="")


class AuditTrailEntry(ClosedSection):
    """AuditTrailEntry."""

    REQUIRED = ("seq", "action", "timestamp", "actor", "hash",)

    seq: int | None = Field(None, ge=0, description="")
    action: Literal["created", "capability-added", "capability-removed", "tool-added", "tool-removed", "version-bumped", "config-changed", "ownership-transferred", "access-tier-changed", "forked", "retired", "reactivated", "nickname-changed", "custom"] | None = Field(None, description="")
    timestamp: str | None = Field(None, description="")
    actor: str | None = Field(None, description="")
    hash: HashText | None = Field(None, description="")
    prevHash: str | None = Field(None, pattern=r"^sha(256|384|512):[a-f0-9]+$", json_schema_extra=nullable, description="")
    details: AuditTrailEntryDetails | None = Field(None, description="")
    signature: str | None = Field(None, description="")

