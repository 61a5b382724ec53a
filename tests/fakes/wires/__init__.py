"""How each provider's answers look on the wire; one file per family."""

from .anthropic import AnthropicWire
from .base import Wire
from .google import GoogleWire
from .ollama import OllamaWire
from .openai import OpenAIWire
from .responses import ResponsesWire

WIRES: tuple[type[Wire], ...] = (AnthropicWire, GoogleWire, OllamaWire, OpenAIWire, ResponsesWire)

__all__ = ["WIRES", "Wire"]
