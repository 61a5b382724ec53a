"""What the agent can do: one function per tool. Write the bodies of those that raise NotImplementedError."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import ConfigDict, Field, WithJsonSchema

from tool_arguments import AgentTool, ToolArguments, tool

SearchArgumentsUnit = Literal["metric", "imperial"]


class SearchArgumentsWhere(ToolArguments):
    model_config = ConfigDict(extra="forbid")

    lat: float
    lon: float
    my_arg: str | None = Field(default=None, alias="my-arg", max_length=9)


SearchArgumentsEither = Annotated[Any, WithJsonSchema({"oneOf": [{"type": "string"}, {"type": "integer"}]})]


SearchArgumentsMaybe = Annotated[str | None, WithJsonSchema({"type": ["string", "null"], "maxLength": 3})]


SearchArgumentsSchema = Literal["v1"]


class SearchArgumentsSelf(ToolArguments):
    self_: str | None = Field(default=None, alias="self")


SearchArgumentsConfig = Literal[
    "a very long choice number 0",
    "a very long choice number 1",
    "a very long choice number 2",
    "a very long choice number 3",
    "a very long choice number 4",
    "a very long choice number 5",
    "a very long choice number 6",
    "a very long choice number 7",
    "a very long choice number 8",
]


class SearchArguments(ToolArguments):
    city: str = Field(description='Where? A "city", or\nits postcode', min_length=1)
    unit: SearchArgumentsUnit = "metric"
    my_arg: list[Annotated[int, Field(ge=1)]] = Field(alias="my-arg", max_length=5)
    class_: bool = Field(default=False, alias="class")
    limit: int = Field(default=10, ge=1, le=100)
    price: float | None = Field(default=None, gt=0, multiple_of=0.5)
    code: str | None = Field(default=None, pattern="^[A-Z]{2}[0-9]+$", json_schema_extra={"format": "code"})
    lookahead: str | None = Field(default=None, json_schema_extra={"pattern": "^(?=x).*$"})
    where: SearchArgumentsWhere | None = Field(default=None, description="A place")
    either: SearchArgumentsEither = None
    maybe: SearchArgumentsMaybe = None
    labels: dict[str, str] | None = None
    anything: Any = None
    schema_: SearchArgumentsSchema | None = Field(default=None, alias="schema")
    self_: list[SearchArgumentsSelf] | None = Field(default=None, alias="self")
    config_: SearchArgumentsConfig | None = Field(default=None, alias="config")
    needed: str = Field(json_schema_extra={"default": "but with a default"})


@tool("search", args_schema=SearchArguments, description="Searches")
async def search(
    city: str,
    unit: SearchArgumentsUnit,
    my_arg: list[Annotated[int, Field(ge=1)]],
    class_: bool,
    limit: int,
    price: float | None,
    code: str | None,
    lookahead: str | None,
    where: SearchArgumentsWhere | None,
    either: SearchArgumentsEither,
    maybe: SearchArgumentsMaybe,
    labels: dict[str, str] | None,
    anything: Any,
    schema_: SearchArgumentsSchema | None,
    self_: list[SearchArgumentsSelf] | None,
    config_: SearchArgumentsConfig | None,
    needed: str,
) -> str:
    """Write here what the tool does. The text it returns is what the agent reads."""
    raise NotImplementedError("search is not implemented: write its body in tools.py.")


class NothingArguments(ToolArguments):
    """Nothing: the tool takes no arguments."""


@tool("nothing", args_schema=NothingArguments, description="Searches")
async def nothing() -> str:
    """Write here what the tool does. The text it returns is what the agent reads."""
    raise NotImplementedError("nothing is not implemented: write its body in tools.py.")


TOOLS: list[AgentTool] = [search, nothing]
