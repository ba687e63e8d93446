"""Services that behave and services that do not, all on loopback."""

import asyncio
import subprocess
import sys
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

from hailuo_dsl.api.client import Client, Patience
from hailuo_dsl.api.profile import Profile
from hailuo_dsl.catalog.load import catalog

WIRE = Path(__file__).parent / "wire"
CANARY = "sk-canary-0123456789abcdef"

SERVE = """
import sys
from pathlib import Path
from hailuo_dsl.api.simulator.app import Settings
from hailuo_dsl.api.simulator.serve import serve
from hailuo_dsl.catalog.load import catalog
if __name__ == "__main__":
    state, job_seconds, *key = sys.argv[1:]
    settings = Settings(catalog(), Path(state), float(job_seconds), *key)
    serve(0, settings, ready=lambda url: print(url, flush=True))
"""


@contextmanager
def served(state, *, job_seconds=0, api_key=None):
    """A simulator in a process of its own; yields its process and its base URL."""
    words = [str(state), str(job_seconds), *([api_key] if api_key else [])]
    with subprocess.Popen(
        [sys.executable, "-c", SERVE, *words], stdout=subprocess.PIPE, text=True
    ) as process:
        try:
            yield process, process.stdout.readline().strip()
        finally:
            process.terminate()
            process.wait(20)


@asynccontextmanager
async def service(talk):
    """A server that does to each connection what *talk* says; yields its base URL."""

    async def one(reader, writer):
        try:
            await talk(reader, writer)
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()

    server = await asyncio.start_server(one, "127.0.0.1", 0)
    async with server:
        host, port = server.sockets[0].getsockname()
        yield f"http://{host}:{port}"


async def heard(reader):
    """The whole request: its head in one text, lower case, and its body."""
    head = (await reader.readuntil(b"\r\n\r\n")).decode().lower()
    length = head.partition("content-length: ")[2].split("\r\n")[0]
    return head, await reader.readexactly(int(length or 0))


def answer(status, body=b"", *headers):
    lines = [f"HTTP/1.1 {status} So", f"Content-Length: {len(body)}", *headers]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def says(status, body=b"", *headers):
    """A talk: hear the request, then say this."""

    async def talk(reader, writer):
        await heard(reader)
        writer.write(answer(status, body, *headers))
        await writer.drain()

    return talk


def client_of(url, *, clip_limit=2**20, **patience):
    """A client of the service at *url* that waits for little and holds the canary as its key."""
    quick = {"connect": 2.0, "submit_read": 0.3, "query_read": 0.3, "download_read": 0.3}
    quick |= {"between": 0.01, "attempts": 2}
    return Client(
        Profile("gateway", url, CANARY),
        catalog(),
        patience=Patience(**(quick | patience)),
        clip_limit=clip_limit,
    )
