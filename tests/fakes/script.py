"""What a test tells the fake provider to do, and what the provider noted about each request."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class ToolCall:
    """One tool call in a reply. `arguments_text` sends broken JSON as it is."""

    name: str
    arguments: Mapping[str, Any] = field(default_factory=dict)
    id: str | None = None
    arguments_text: str | None = None


@dataclass(frozen=True)
class Usage:
    """Tokens as the provider reports them; `input` includes what was read from a cache.

    `raw` is sent as it is in place of all that, in OpenAI's format only.
    """

    input: int = 12
    output: int | None = None
    cached: int = 0
    cache_written: int = 0
    reasoning: int = 0
    raw: Mapping[str, Any] | None = None


@dataclass(frozen=True)
class Reply:
    """One answer. Without `tokens_per_second` it comes as fast as it can; the `_after` counts are tokens.

    `stamped` makes each paced token the time at which it is sent, as `time.monotonic()` tells it.
    `output` None in `usage` means the number of tokens really sent; `usage=None` means that none is reported.
    """

    text: str = "Hello from the fake provider."
    tokens: Sequence[str] | None = None
    tool_calls: tuple[ToolCall, ...] = ()
    tokens_per_second: float | None = None
    first_token_delay: float = 0.0
    usage: Usage | None = Usage()
    status: int = 200
    error: str = "the fake provider was told to fail"
    error_code: str | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    drop_after: int | None = None
    error_after: int | None = None
    stall_after: int | None = None
    stamped: bool = False

    def pieces(self) -> Sequence[str]:
        """The text as the provider sends it: `tokens`, or words with the space before them."""
        if self.tokens is not None:
            return self.tokens
        return re.findall(r"\s*\S+|\s+$", self.text)


def words(count: int, **more: Any) -> Reply:
    """A reply of `count` tokens that can be told apart: `w0 w1 w2 …`."""
    return Reply(tokens=tuple(f"w{number} " for number in range(count)), **more)


@dataclass
class RecordedRequest:
    """One request as it came. Times are `time.monotonic()`, which all processes of a machine share.

    `disconnected_at` is set when the client closed before the answer was complete.
    """

    wire: str
    path: str
    headers: dict[str, str]
    body: dict[str, Any]
    text: str
    streamed: bool
    received_at: float
    connection: int
    usage: Usage | None = None
    tokens_sent: int = 0
    finished_at: float | None = None
    disconnected_at: float | None = None
    status: int = 200
