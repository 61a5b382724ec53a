"""Tools with typed arguments: `@tool` for async functions, and the base of what they are called with."""

from __future__ import annotations

import inspect
from collections.abc import Awaitable, Callable
from typing import Any

from langchain_core.tools import BaseTool
from pydantic import BaseModel, ConfigDict, GetJsonSchemaHandler, WithJsonSchema
from pydantic_core import CoreSchema

NULL = {"type": "null"}


class ToolArguments(BaseModel):
    """Arguments of a tool, or an object in them. An alias is the name that the model uses."""

    model_config = ConfigDict(populate_by_name=True)

    @classmethod
    def __get_pydantic_json_schema__(
        cls, core_schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        """JSON Schema without the null that Python needs for an argument that was left out."""
        schema = handler(core_schema)
        properties = handler.resolve_ref_schema(schema).get("properties", {})
        for field_name, field in cls.model_fields.items():
            name = field_name if field.alias is None else field.alias
            described = properties.get(name)
            if described is not None and not field.is_required() and field.default is None:
                described.pop("default", None)
                if not any(isinstance(note, WithJsonSchema) for note in field.metadata):
                    properties[name] = _without_null(described)
        return schema

    def given(self) -> dict[str, Any]:
        """What was given or has a default, by the names of the JSON Schema, as JSON."""
        dumped = self.model_dump(mode="json", by_alias=True, exclude_none=True)
        return {name: _plain(value) for name, value in dumped.items()}


def _without_null(described: dict[str, Any]) -> dict[str, Any]:
    branches = [branch for branch in described.pop("anyOf", ()) if branch != NULL]
    if len(branches) == 1:
        return {**branches[0], **described}
    return {"anyOf": branches, **described} if branches else described


def _plain(value: Any) -> Any:
    """Numbers as the model wrote them: 5, not 5.0."""
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, list):
        return [_plain(item) for item in value]
    if isinstance(value, dict):
        return {name: _plain(item) for name, item in value.items()}
    return value


class AgentTool(BaseTool):
    """A tool that is an async function. The model sees the JSON Schema of `args_schema`, aliases and all."""

    args_schema: type[ToolArguments]
    function: Callable[..., Awaitable[str]]
    takes_mapping: bool

    @property
    def tool_call_schema(self) -> type[ToolArguments]:
        return self.args_schema

    def _parse_input(self, tool_input: str | dict[str, Any], tool_call_id: str | None) -> dict[str, Any]:
        arguments = self.args_schema.model_validate({} if isinstance(tool_input, str) else tool_input)
        return {"arguments": arguments}

    async def _arun(self, arguments: ToolArguments) -> str:
        if self.takes_mapping:
            return await self.function(arguments.given())
        return await self.function(
            **{name: getattr(arguments, name) for name in type(arguments).model_fields}
        )

    def _run(self, arguments: ToolArguments) -> str:
        raise NotImplementedError(f'The tool "{self.name}" is async: call it with ainvoke().')


def tool(
    name: str, *, args_schema: type[ToolArguments], description: str
) -> Callable[[Callable[..., Awaitable[str]]], AgentTool]:
    """Make an async function a tool. One with a single parameter `arguments` gets them all as a mapping."""

    def decorate(function: Callable[..., Awaitable[str]]) -> AgentTool:
        return AgentTool(
            name=name,
            description=description,
            args_schema=args_schema,
            function=function,
            takes_mapping=list(inspect.signature(function).parameters) == ["arguments"],
        )

    return decorate
