"""."""

from __future__ import annotations

from typing import Any

from pydantic import Field

from exporter.manifest.section import UNIQUE, ClosedSection, Section
from exporter.manifest.text import Did


class DecentralizedIdentityCredentialProof(Section):
    """DecentralizedIdentityCredentialProof."""

    type: str | None = Field(None, description="")
    created: str | None = Field(None, description="")
    proofPurpose: str | None = Field(None, description="")
    verificationMethod: str | None = Field(None, description="")
    jws: str | None = Field(None, description="")


class DecentralizedIdentityCredential(Section):
    """DecentralizedIdentityCredential."""

    REQUIRED = ("@context", "type", "credentialSubject", "issuer", "issuanceDate", "proof",)

    context_: list[str] | None = Field(None, alias="@context", description="")
    type: list[str] | None = Field(None, description="")
    credentialSubject: dict[str, Any] | None = Field(None, description="")
    issuer: str | None = Field(None, description="")
    issuanceDate: str | None = Field(None, description="")
    expirationDate: str | None = Field(None, description="")
    proof: DecentralizedIdentityCredentialProof | None = Field(None, description="")


class DecentralizedIdentityReputationEndorsement(Section):
    """DecentralizedIdentityReputationEndorsement."""

    REQUIRED = ("endorser_did", "skill", "timestamp",)

    endorser_did: Did | None = Field(None, description="")
    skill: str | None = Field(None, description="")
    rating: int | None = Field(None, ge=1, le=5, description="")
    timestamp: str | None = Field(None, description="")
    signature: str | None = Field(None, description="")


class DecentralizedIdentityReputation(Section):
    """DecentralizedIdentityReputation."""

    credit_score: int | None = Field(None, ge=0, le=1000, description="")
    trust_network: list[Did] | None = Field(None, json_schema_extra=UNIQUE, description="")
    endorsements: list[DecentralizedIdentityReputationEndorsement] | None = Field(None, description="")


class DecentralizedIdentity(ClosedSection):
    """DecentralizedIdentity."""

    did: Did | None = Field(None, description="")
    public_key: str | None = Field(None, description="")
    credentials: list[DecentralizedIdentityCredential] | None = Field(None, description="")
    reputation: DecentralizedIdentityReputation | None = Field(None, description="")

