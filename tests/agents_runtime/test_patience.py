"""A reader who takes nothing is left: what was opened for it is closed, and its task ends."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing

import pytest

from agents_runtime.patience import patiently


class Frames:
    """Without end; `closed` once nobody wants more."""

    def __init__(self) -> None:
        self.closed = False

    async def __call__(self) -> AsyncGenerator[bytes]:
        try:
            while True:
                await asyncio.sleep(0.01)
                yield b"token"
        finally:
            self.closed = True


async def read(frames: AsyncGenerator[bytes], count: int) -> None:
    """So many, and then nothing any more: as Django sends them to a reader who stops."""
    async with aclosing(frames):
        async for _ in frames:
            count -= 1
            if not count:
                await asyncio.sleep(60)


async def test_a_reader_who_takes_nothing_is_left() -> None:
    frames = Frames()
    sending = asyncio.create_task(read(patiently(frames(), 0.2), 3))
    with pytest.raises(asyncio.CancelledError):
        await asyncio.wait_for(sending, 10)
    assert frames.closed


async def test_one_who_takes_each_in_time_is_not_left_however_long_it_takes() -> None:
    frames = Frames()
    sending = asyncio.create_task(read(patiently(frames(), 0.1), 10_000))
    await asyncio.sleep(0.3)  # three times what one frame may take
    assert not sending.done()
    sending.cancel()
    with pytest.raises(asyncio.CancelledError):
        await sending
    assert frames.closed
