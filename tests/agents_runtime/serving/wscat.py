"""`wscat` from npm, as somebody at a terminal uses it: lines typed in, events printed."""

from __future__ import annotations

import json
import queue
import subprocess
import threading
from types import TracebackType
from typing import Any

from tests.generated.driving.clients import node
from tests.studio_server import ROOT

WSCAT = ROOT / "node_modules" / "wscat" / "bin" / "wscat"
PATIENCE = 30.0


class Wscat:
    """`with Wscat(url) as wscat:` … it leaves with the block."""

    def __init__(self, url: str) -> None:
        self._command = [node()[0], str(WSCAT), "--no-color", "--connect", url]
        self._heard: queue.Queue[dict[str, Any]] = queue.Queue()

    def __enter__(self) -> Wscat:
        self._process = subprocess.Popen(
            self._command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
        threading.Thread(target=self._listen, daemon=True).start()
        return self

    def _listen(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            self._heard.put(json.loads(line.lstrip("> ")))  # without its prompts

    def say(self, **message: Any) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(message) + "\n")
        self._process.stdin.flush()

    def hear_until(self, kind: str) -> list[dict[str, Any]]:
        heard = [self._heard.get(timeout=PATIENCE)]
        while heard[-1]["type"] != kind:
            heard.append(self._heard.get(timeout=PATIENCE))
        return heard

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.terminate()
        self._process.wait(10)
