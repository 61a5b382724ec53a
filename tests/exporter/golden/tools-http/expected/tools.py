"""What the agent can do: one function per tool. Write the bodies of those that raise NotImplementedError."""

from __future__ import annotations

from typing import Any

from pydantic import Field

from credentials import HttpAuth
from tool_arguments import AgentTool, ToolArguments, tool
from tools_http import HttpEndpoint, call_api


class WeatherArguments(ToolArguments):
    city_name: str = Field(alias="city-name")
    days: int = 3


WEATHER_ENDPOINT = HttpEndpoint(
    method="GET",
    url="https://${WEATHER_HOST:-weather.example.com}/v1/{city-name}",
    headers={"X-Client": "${WEATHER_CLIENT:-demo}", "Accept": "application/json"},
    auth=HttpAuth(kind="api_key", variable="WEATHER_KEY", header="X-Key"),
    timeout=30.0,
    max_bytes=1000000,
)


@tool("get-weather", args_schema=WeatherArguments, description="The weather")
async def weather(arguments: dict[str, Any]) -> str:
    return await call_api(WEATHER_ENDPOINT, arguments)


TOOLS: list[AgentTool] = [weather]
