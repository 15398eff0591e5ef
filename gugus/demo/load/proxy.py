"""One address in front of several web processes, as Caddy stands there in production (deploy/Caddyfile).

It hands each request to the next web process, tells it the visitor's address and a number for the log in
headers that replace the visitor's own, and tries the next one while nobody listens. No TLS, no compression,
one request a connection: enough to find out whether several processes behave as one.

Use: `python -m gugus.demo.load.proxy HOST:PORT BACKEND …`, each an address such as 127.0.0.1:8001.
"""

import asyncio
import sys
from contextlib import suppress
from itertools import cycle
from uuid import uuid4

HEAD_BYTES, BODY_BYTES, PIECE_BYTES = 64 * 2**10, 25 * 2**20, 64 * 2**10
TRY_SECONDS, PAUSE_SECONDS = 30, 0.25
WAITING = 1024
OURS = {
    b"connection", b"forwarded", b"keep-alive", b"x-forwarded-for", b"x-forwarded-host",
    b"x-forwarded-proto", b"x-request-id",
}  # fmt: skip


class Refused(Exception):
    """A request that is not passed on; the text is the line of status the visitor gets."""


class Proxy:
    """Requests in turns to the web processes at `backends`."""

    def __init__(self, backends: list[str]) -> None:
        self.count, self.turn = len(backends), cycle(address.split(":") for address in backends)

    async def serve(self, address: str) -> None:
        """Listen at HOST:PORT until cancelled."""
        host, port = address.split(":")
        server = await asyncio.start_server(self.answer, host, int(port), limit=HEAD_BYTES, backlog=WAITING)
        async with server:
            await server.serve_forever()

    async def answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One request of one visitor; who goes away meanwhile gets nothing."""
        with suppress(OSError, asyncio.IncompleteReadError):
            try:
                await self._pass_on(await asked(reader, writer.get_extra_info("peername")[0]), writer)
            except Refused as error:
                writer.write(f"HTTP/1.1 {error}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n".encode())
                await writer.drain()
        writer.close()

    async def _pass_on(self, request: bytes, visitor: asyncio.StreamWriter) -> None:
        reader, backend = await self._next()
        try:
            backend.write(request)
            await backend.drain()
            while piece := await reader.read(PIECE_BYTES):
                visitor.write(piece)
                await visitor.drain()
        finally:
            backend.close()

    async def _next(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        """The next web process that listens; while one is replaced, requests wait for it."""
        for _time in range(int(TRY_SECONDS / PAUSE_SECONDS)):
            for _backend in range(self.count):
                host, port = next(self.turn)
                with suppress(OSError):
                    return await asyncio.open_connection(host, int(port))
            await asyncio.sleep(PAUSE_SECONDS)
        raise Refused("502 Bad Gateway")


async def asked(reader: asyncio.StreamReader, visitor: str) -> bytes:
    """The request as the web process reads it. Raises Refused for what is too large or has no length."""
    try:
        line, *fields = (await reader.readuntil(b"\r\n\r\n"))[:-4].split(b"\r\n")
    except asyncio.LimitOverrunError:
        raise Refused("431 Request Header Fields Too Large") from None
    named = {field.partition(b":")[0].strip().lower(): field for field in fields}
    if b"transfer-encoding" in named:
        raise Refused("411 Length Required")
    length = named.get(b"content-length", b":0").partition(b":")[2].strip()
    if not length.isdigit():
        raise Refused("400 Bad Request")
    if int(length) > BODY_BYTES:
        raise Refused("413 Content Too Large")
    kept = [field for field in fields if field.partition(b":")[0].strip().lower() not in OURS]
    told = {"Forwarded-For": visitor, "Forwarded-Proto": "http", "Request-ID": uuid4()}
    ours = [f"X-{name}: {value}".encode() for name, value in told.items()]
    head = b"\r\n".join([line, *kept, *ours, b"Connection: close", b"", b""])
    return head + await reader.readexactly(int(length))


if __name__ == "__main__":
    with suppress(KeyboardInterrupt):
        asyncio.run(Proxy(sys.argv[2:]).serve(sys.argv[1]))
