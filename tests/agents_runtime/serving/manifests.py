"""The agents that these tests talk to."""

from __future__ import annotations

from typing import Any

import yaml

LLM = {
    "provider": "openai",
    "model": "gpt-4o",
    "timeout": 30,
    "retry_config": {"max_attempts": 2, "backoff_strategy": "none", "initial_delay_ms": 50},
}


def manifest(name: str, **spec: Any) -> str:
    """`spec` on top of a role and a chat model of OpenAI's."""
    whole = {
        "apiVersion": "ossa/v0.4.6",
        "kind": "Agent",
        "metadata": {"name": name, "version": "1.0.0", "description": f"The agent {name}"},
        "spec": {"role": "You are a helpful AI assistant", "llm": LLM, **spec},
    }
    return yaml.safe_dump(whole, sort_keys=False)


def http_tool(name: str, url: str) -> dict[str, Any]:
    """A tool that really asks an API."""
    return {
        "type": "api",
        "name": name,
        "description": f"Asks the API about {name}",
        "endpoint": url,
        "method": "GET",
        "parameters": {
            "type": "object",
            "properties": {"city": {"type": "string"}},
            "required": ["city"],
        },
    }


PLAIN = manifest("plain")
