"""Tools are described to the model, and one that fails does not end the run."""

from __future__ import annotations

import pytest
from fastapi.testclient import TestClient
from langchain_core.messages import AIMessage
from langchain_core.utils.function_calling import convert_to_openai_tool

from tests.scripted_model import ScriptedModel
from tool_arguments import AgentTool
from tools import TOOLS


@pytest.mark.parametrize("tool", TOOLS, ids=lambda tool: tool.name)
def test_the_model_is_told_what_a_tool_takes(tool: AgentTool) -> None:
    function = convert_to_openai_tool(tool)["function"]
    assert function["name"] == tool.name
    assert function["parameters"]["type"] == "object"


def test_a_call_without_its_arguments_does_not_end_the_run(client: TestClient, model: ScriptedModel) -> None:
    call = {"name": TOOLS[0].name, "args": {"no such argument": True}, "id": "call-1"}
    model.replies += [AIMessage("", tool_calls=[call]), AIMessage("Sorry")]
    answer = client.post("/chat", json={"message": "Do it", "session_id": "tools-1"})
    assert answer.status_code == 200, answer.text
    assert answer.json()["response"].strip() == "Sorry"
