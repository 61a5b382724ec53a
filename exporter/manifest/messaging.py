"""."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field

from exporter.manifest.reliability import ReliabilityConfig
from exporter.manifest.section import ClosedSection, Section
from exporter.manifest.text import ChannelName, SnakeName


class MessagingQueue(Section):
    """MessagingQueue."""

    REQUIRED = ("name",)

    name: str | None = Field(None, description="")
    description: str | None = Field(None, description="")


class MessagingBroker(Section):
    """MessagingBroker."""

    type: Literal["redis", "nats", "memory", "kafka"] | None = Field(None, description="")
    url: str | None = Field(None, description="")


class Messaging(Section):
    """Messaging."""

    transport: Literal["redis", "nats", "memory", "kafka", "amqp"] | None = Field(None, description="")
    queues: list[MessagingQueue] | None = Field(None, description="")
    mesh_endpoint: str | None = Field(None, description="")
    broker: MessagingBroker | None = Field(None, description="")
    publishes: list[PublishedChannel] | None = Field(None, description="")
    subscribes: list[Subscription] | None = Field(None, description="")
    commands: list[Command] | None = Field(None, description="")
    reliability: ReliabilityConfig | None = Field(None, description="")


class PublishedChannel(ClosedSection):
    """PublishedChannel."""

    REQUIRED = ("channel", "schema",)

    channel: ChannelName | None = Field(None, description="")
    description: str | None = Field(None, description="")
    schema_: dict[str, Any] | None = Field(None, alias="schema", description="")
    examples: list[dict[str, Any]] | None = Field(None, description="")
    contentType: str | None = Field(None, description="")
    tags: list[str] | None = Field(None, description="")


class SubscriptionFilter(Section):
    """SubscriptionFilter."""

    expression: str | None = Field(None, description="")
    fields: dict[str, Any] | None = Field(None, description="")


class Subscription(ClosedSection):
    """Subscription."""

    REQUIRED = ("channel",)

    channel: ChannelName | None = Field(None, description="")
    description: str | None = Field(None, description="")
    schema_: dict[str, Any] | None = Field(None, alias="schema", description="")
    handler: str | None = Field(None, description="")
    filter: SubscriptionFilter | None = Field(None, description="")
    priority: Literal["low", "normal", "high", "critical"] | None = Field(None, description="")
    maxConcurrency: int | None = Field(None, ge=1, description="")


class Command(Section):
    """Command."""

    REQUIRED = ("name",)

    name: SnakeName | None = Field(None, description="")
    description: str | None = Field(None, description="")
    inputSchema: dict[str, Any] | None = Field(None, description="")
    input_schema: dict[str, Any] | None = Field(None, description="")
    outputSchema: dict[str, Any] | None = Field(None, description="")
    output_schema: dict[str, Any] | None = Field(None, description="")
    timeoutSeconds: int | None = Field(None, ge=1, le=3600, description="")
    timeout_seconds: int | None = Field(None, ge=1, le=3600, description="")
    idempotent: bool | None = Field(None, description="")
    async_: bool | None = Field(None, alias="async", description="")

