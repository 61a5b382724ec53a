"""The fake provider as a process of its own, so that a benchmark does not share its interpreter."""

from __future__ import annotations

import sys

from .provider import FakeProvider


async def main() -> None:
    provider = FakeProvider()
    server = await provider.serve()
    sys.stdout.write(f"{provider.port}\n")
    sys.stdout.flush()
    async with server:
        await server.serve_forever()


if __name__ == "__main__":
    import uvloop

    uvloop.run(main())
