"""openapi.yaml: what the server says of itself at /openapi.json.

Its template is made from the kit's application by `make golden`; only what the manifest decides is filled in.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from .project import Project, TemplateFile


def _context(project: Project) -> Mapping[str, object]:
    streaming = project.agent.streaming
    # FastAPI names an operation after its function, path and method.
    part = re.sub(r"\W", "_", streaming.sse_path)
    operations = {f"stream_{method}": f"stream_{method}{part}_{method}" for method in ("get", "post")}
    return {"agent": project.agent, "streaming": streaming, **operations}


FILE = TemplateFile("openapi.yaml", context=_context)
