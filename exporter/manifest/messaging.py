"""Messages to and from other agents."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field

from exporter.manifest.reliability import Reliability
from exporter.manifest.section import ClosedSection, Section
from exporter.manifest.text import ChannelName, SnakeName


class Queue(Section):
    """A queue of messages."""

    REQUIRED = ("name",)

    name: str | None = Field(None, description="Its name.")
    description: str | None = Field(None, description="What it is for.")


class Broker(Section):
    """What passes messages on."""

    type: Literal["redis", "nats", "memory", "kafka"] | None = Field(None, description="What it is.")
    url: str | None = Field(None, description="Its address.")


class Messaging(Section):
    """How an agent sends and gets messages."""

    transport: Literal["redis", "nats", "memory", "kafka", "amqp"] | None = Field(
        None, description="What carries them."
    )
    queues: list[Queue] | None = Field(None, description="Queues that it uses.")
    mesh_endpoint: str | None = Field(None, description="Address of the mesh of agents.")
    broker: Broker | None = Field(None, description="What passes messages on.")
    publishes: list[PublishedChannel] | None = Field(None, description="Channels that it sends to.")
    subscribes: list[Subscription] | None = Field(None, description="Channels that it listens to.")
    commands: list[Command] | None = Field(None, description="What others may tell it to do.")
    reliability: Reliability | None = Field(None, description="What happens when something goes wrong.")


class PublishedChannel(ClosedSection):
    """A channel that an agent sends to."""

    REQUIRED = (
        "channel",
        "schema",
    )

    channel: ChannelName | None = Field(None, description='Its name, as in "orders.created".')
    description: str | None = Field(None, description="What is sent.")
    schema_: dict[str, Any] | None = Field(None, alias="schema", description="JSON Schema of a message.")
    examples: list[dict[str, Any]] | None = Field(None, description="Messages as they may look.")
    contentType: str | None = Field(None, description="Media type of a message.")
    tags: list[str] | None = Field(None, description="Words to find it by.")


class SubscriptionFilter(Section):
    """Which messages are taken."""

    expression: str | None = Field(None, description="An expression that must be true.")
    fields: dict[str, Any] | None = Field(None, description="Values that fields must have.")


class Subscription(ClosedSection):
    """A channel that an agent listens to."""

    REQUIRED = ("channel",)

    channel: ChannelName | None = Field(None, description='Its name, as in "orders.created".')
    description: str | None = Field(None, description="What comes there.")
    schema_: dict[str, Any] | None = Field(None, alias="schema", description="JSON Schema of a message.")
    handler: str | None = Field(None, description="What takes a message.")
    filter: SubscriptionFilter | None = Field(None, description="Which messages are taken.")
    priority: Literal["low", "normal", "high", "critical"] | None = Field(
        None, description="Which come first."
    )
    maxConcurrency: int | None = Field(None, ge=1, description="Messages at the same time.")


class Command(Section):
    """Something others may tell an agent to do."""

    REQUIRED = ("name",)

    name: SnakeName | None = Field(None, description="Its name.")
    description: str | None = Field(None, description="What it does.")
    inputSchema: dict[str, Any] | None = Field(None, description="Its arguments, as JSON Schema.")
    input_schema: dict[str, Any] | None = Field(None, description="Its arguments, as JSON Schema.")
    outputSchema: dict[str, Any] | None = Field(None, description="What it returns, as JSON Schema.")
    output_schema: dict[str, Any] | None = Field(None, description="What it returns, as JSON Schema.")
    timeoutSeconds: int | None = Field(None, ge=1, le=3600, description="Seconds it may take.")
    timeout_seconds: int | None = Field(None, ge=1, le=3600, description="Seconds it may take.")
    idempotent: bool | None = Field(None, description="Whether doing it twice is the same as once.")
    async_: bool | None = Field(None, alias="async", description="Whether the answer comes later.")
