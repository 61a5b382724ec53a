"""A relay of TCP connections that cuts the first one in the middle, as a train in a tunnel does."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress


@contextmanager
def cutting_proxy(port: int, cut_at: bytes) -> Iterator[int]:
    """The port that leads to `port`; the first connection to carry `cut_at` back ends right behind it."""
    cut = threading.Event()

    def carry(source: socket.socket, target: socket.socket, back: bool) -> None:
        carried = b""
        with suppress(OSError):  # the other direction has closed both
            while data := source.recv(65536):
                carried += data
                if back and cut_at in carried and not cut.is_set():
                    cut.set()
                    data = data[: data.rfind(b"\n\n") + 2]
                    target.sendall(data)
                    break
                target.sendall(data)
            for end in (source, target):
                end.shutdown(socket.SHUT_RDWR)

    def accept(listener: socket.socket) -> None:
        with suppress(OSError):  # closed below
            while True:
                near, _ = listener.accept()
                far = socket.create_connection(("127.0.0.1", port))
                for direction in ((near, far, False), (far, near, True)):
                    threading.Thread(target=carry, args=direction, daemon=True).start()

    with socket.create_server(("127.0.0.1", 0)) as listener:
        threading.Thread(target=accept, args=(listener,), daemon=True).start()
        yield listener.getsockname()[1]
        listener.shutdown(socket.SHUT_RDWR)
