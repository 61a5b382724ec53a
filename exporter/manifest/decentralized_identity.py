"""Who an agent is without anybody's register: a DID, credentials, a reputation."""

from __future__ import annotations

from typing import Any

from pydantic import Field

from exporter.manifest.section import UNIQUE, ClosedSection, Section
from exporter.manifest.text import Did


class CredentialProof(Section):
    """What proves a credential."""

    type: str | None = Field(None, description="Kind of proof.")
    created: str | None = Field(None, description="When it was made.")
    proofPurpose: str | None = Field(None, description="What it is meant to prove.")
    verificationMethod: str | None = Field(None, description="Key to verify it with.")
    jws: str | None = Field(None, description="The signature itself.")


class VerifiableCredential(Section):
    """Something that somebody vouches for."""

    REQUIRED = (
        "@context",
        "type",
        "credentialSubject",
        "issuer",
        "issuanceDate",
        "proof",
    )

    context_: list[str] | None = Field(
        None, alias="@context", description="Vocabularies in which it is written."
    )
    type: list[str] | None = Field(None, description="Kinds of credential.")
    credentialSubject: dict[str, Any] | None = Field(None, description="What is claimed.")
    issuer: str | None = Field(None, description="Who vouches for it.")
    issuanceDate: str | None = Field(None, description="Since when.")
    expirationDate: str | None = Field(None, description="Until when.")
    proof: CredentialProof | None = Field(None, description="What proves it.")


class Endorsement(Section):
    """A good word by another agent."""

    REQUIRED = (
        "endorser_did",
        "skill",
        "timestamp",
    )

    endorser_did: Did | None = Field(None, description="Who says it.")
    skill: str | None = Field(None, description="Which skill is praised.")
    rating: int | None = Field(None, ge=1, le=5, description="How much, 1 to 5.")
    timestamp: str | None = Field(None, description="When.")
    signature: str | None = Field(None, description="Signature of whoever says it.")


class Reputation(Section):
    """What others think of an agent."""

    credit_score: int | None = Field(None, ge=0, le=1000, description="A number from 0 to 1000.")
    trust_network: list[Did] | None = Field(
        None, json_schema_extra=UNIQUE, description="Agents that it trusts."
    )
    endorsements: list[Endorsement] | None = Field(None, description="Good words by other agents.")


class DecentralizedIdentity(ClosedSection):
    """Who an agent is, provable by a key."""

    did: Did | None = Field(None, description='Its identifier, as in "did:ossa:…".')
    public_key: str | None = Field(None, description="Its public key.")
    credentials: list[VerifiableCredential] | None = Field(None, description="What others vouch for.")
    reputation: Reputation | None = Field(None, description="What others think of it.")
