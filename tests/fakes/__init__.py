"""The only double of the test suite: model providers that answer over real HTTP, as told by the test.

with FakeProvider() as provider:
    provider.answer(Reply(text="Hello there", tokens_per_second=20))
    ...  # point OPENAI_BASE_URL at provider.openai_url
    [request] = provider.requests
"""

from .provider import FakeProvider
from .script import Reply, ToolCall, Usage, words

__all__ = ["FakeProvider", "Reply", "ToolCall", "Usage", "words"]
