"""The client: sends a checked body, asks how a task stands, fetches the clip.

A submit is sent once, over a connection of its own: on a kept one the service may hang up just as
we write, and that could not be told from an answer that was lost. Questions and downloads cost
nothing, so they are tried again a few times.
"""

from __future__ import annotations

import asyncio
import ssl
import traceback
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import quote, urlsplit

import httpx

from hailuo_dsl.api.again import AsyncRetryingCaller
from hailuo_dsl.api.decode import decode_query, decode_submit
from hailuo_dsl.api.download import asking, is_of, led_on, save
from hailuo_dsl.api.errors import (
    Advice,
    ApiError,
    DeadLink,
    Lost,
    NoSuchTask,
    Refused,
    Unreached,
)
from hailuo_dsl.api.part import flush, held
from hailuo_dsl.api.probe import is_link, shown
from hailuo_dsl.api.profile import is_loopback
from hailuo_dsl.api.quiet import Hush
from hailuo_dsl.request.validate import Validator

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator, Mapping
    from pathlib import Path
    from types import TracebackType

    from hailuo_dsl.api.model import Answer
    from hailuo_dsl.api.profile import Profile
    from hailuo_dsl.catalog.model import Catalog

GENERATIONS = "/v1/video/generations"
ANSWER_LIMIT = 4 * 2**20
"""Bytes of an answer that is JSON; gateways put the vendor's whole answer inside theirs."""

REDIRECTS = 5

NEVER_SENT = (
    httpx.ConnectError,  # name lookup and TLS included
    httpx.ConnectTimeout,
    httpx.PoolTimeout,
    httpx.ProxyError,
    httpx.InvalidURL,
    httpx.UnsupportedProtocol,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """How long to wait, in seconds, and how often to ask again.

    A gateway answers a submit only when the vendor has, which has taken a minute and more.
    """

    connect: float = 10.0
    write: float = 60.0
    submit_read: float = 120.0
    submit: float = 300.0
    query_read: float = 30.0
    query: float = 60.0
    download_read: float = 120.0
    download: float = 1800.0
    attempts: int = 4
    between: float = 0.5


class Client:
    """Keeps the promises of `model.Service` over HTTP.

    Args:
        profile: whom to ask, and with whose key.
        catalog: what a body is held against just before it is sent.
        transport: how to reach the service, where that is not the network.
        patience: time-outs and attempts.
        clip_limit: bytes that a clip may have.
    """

    def __init__(
        self,
        profile: Profile,
        catalog: Catalog,
        *,
        transport: httpx.AsyncBaseTransport | None = None,
        patience: Patience | None = None,
        clip_limit: int = 512 * 2**20,
    ) -> None:
        self.profile = profile
        self._hush = Hush(self._without_key)
        self._validator = Validator(catalog, wire=True)
        self._patience = patience or Patience()
        self._clip_limit = clip_limit
        patience = self._patience
        self._again = AsyncRetryingCaller(
            attempts=patience.attempts,
            timeout=None,
            wait_initial=patience.between,
            wait_max=10 * patience.between,
            wait_jitter=patience.between,
        ).on(_may_pass)
        # To this machine never by a proxy: it would carry the key off, in the clear.
        trust = not is_loopback(urlsplit(profile.base_url).hostname or "")
        shared: dict[str, Any] = {
            "transport": transport,
            "trust_env": trust,
            "event_hooks": {"response": [_set_location_aside]},
        }
        if transport is None:
            shared["verify"] = httpx.create_ssl_context(trust_env=trust)
        self._paid = httpx.AsyncClient(
            **shared,
            limits=httpx.Limits(max_keepalive_connections=0),
            timeout=self._timeout(patience.submit_read),
        )
        self._free = httpx.AsyncClient(**shared, timeout=self._timeout(patience.query_read))

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.aclose()

    async def aclose(self) -> None:
        await self._paid.aclose()
        await self._free.aclose()
        self._hush.lift()

    async def submit(self, body: Mapping[str, Any], *, intention: str) -> str:
        """Ask for a clip and return the task id; sent once and never again by itself.

        Args:
            body: the request for the wire, without `file:` or `shot:`.
            intention: names this one act of asking; sent as `Idempotency-Key`.

        Raises:
            InvalidRequestError: the body is not what the service takes; nothing was sent.
            Refused, Unreached, Lost: as `model.Service` says.
        """
        self._validator.validate(body)
        headers = {**self._bearer(), "Idempotency-Key": intention}
        url = self._url(GENERATIONS)
        with self._in_our_words(url):
            async with asyncio.timeout(self._patience.submit):
                request = self._paid.build_request("POST", url, json=dict(body), headers=headers)
                return self._without_key(decode_submit(*await self._exchange(self._paid, request)))

    async def query(self, task_id: str) -> Answer:
        """Ask how a task stands, again if no answer comes.

        Raises:
            NoSuchTask, Refused: the service does not know the task or does not let us ask.
            Unreached, Lost: no answer came, several times over.
        """
        return await self._again(self._query, task_id)

    async def download(self, url: str, to: Path) -> None:
        """Write the clip at *url* to the file *to*, flushed to the disk.

        Goes on from what an earlier call left at *to*, by whatever link, if it is of the same
        version. The key goes along only if *url* is of the service's own scheme, host and port.

        Raises:
            DeadLink: the link leads to no clip; query again for a new one.
            Refused: the clip is too large, or the service asks us to wait.
            Unreached, Lost: the clip did not come whole, several times over; what came is left.
            OSError: it cannot be written; what is there is left.
        """
        if not is_link(url):
            raise DeadLink(
                "the link to the clip is no http or https address",
                advice=Advice.WAIT,
                said=shown(self._without_key(url)),
            )
        await self._again(self._download, url, to)

    async def _query(self, task_id: str) -> Answer:
        url = self._url(f"{GENERATIONS}/{quote(task_id, safe='')}")
        with self._in_our_words(url):
            async with asyncio.timeout(self._patience.query):
                request = self._free.build_request("GET", url, headers=self._bearer())
                answer = decode_query(*await self._exchange(self._free, request))
                failure, link = map(self._without_key, (answer.failure, answer.url))
                return replace(answer, failure=failure, url=link)

    async def _download(self, url: str, to: Path) -> None:
        with self._in_our_words(url):
            async with asyncio.timeout(self._patience.download):
                while not await self._fetch(url, to):
                    pass

    async def _fetch(self, url: str, to: Path) -> bool:
        """Fetch what is missing at *to*, as far as one answer goes; return whether it is all."""
        had = held(to)
        if had and had.is_whole:
            await asyncio.to_thread(flush, to)
            return True
        async with self._clip_at(url, asking(had)) as response:
            return await save(response, to, had, limit=self._clip_limit, hide=self._hidden)

    @asynccontextmanager
    async def _clip_at(self, url: str, headers: dict[str, str]) -> AsyncIterator[httpx.Response]:
        """The answer of whoever has the clip, a few redirects away at most.

        Once the way has left the service's own origin the key stays behind for good: where in the
        service a stranger sends us is not for the stranger to say with our key.
        """
        bearer = self._bearer()
        timeout = self._timeout(self._patience.download_read)
        for _ in range(REDIRECTS + 1):
            if not is_of(url, self.profile.base_url):
                bearer = {}
            request = self._free.build_request(
                "GET", url, headers=headers | bearer, timeout=timeout
            )
            with self._in_our_words(url):
                async with _answer_to(self._free, request) as response:
                    url = led_on(response, response.extensions["location"])
                    if not url:
                        yield response
                        return
        raise DeadLink("the link to the clip leads from one to the next", advice=Advice.WAIT)

    def _url(self, path: str) -> str:
        return self.profile.base_url + path

    def _bearer(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.profile.api_key}"}

    def _timeout(self, read: float) -> httpx.Timeout:
        connect, write = self._patience.connect, self._patience.write
        return httpx.Timeout(connect=connect, read=read, write=write, pool=connect)

    @contextmanager
    def _in_our_words(self, url: str) -> Iterator[None]:
        """Let out only this floor's errors, and none with the key in it, whoever said it."""
        place = self._without_key(urlsplit(url).netloc.rpartition("@")[2])
        try:
            yield
        except NEVER_SENT as error:
            said = self._without_key(str(error))
            raise Unreached(f"{place} cannot be reached", said=said) from self._cause(error)
        except (TimeoutError, httpx.TimeoutException) as error:
            raise Lost(f"no answer came from {place} in time") from error
        except (httpx.HTTPError, ssl.SSLError, ConnectionError) as error:
            said = self._without_key(str(error))
            raise Lost(f"the answer of {place} broke off", said=said) from self._cause(error)
        except ApiError as error:
            # Cut last: the beginning of a key would not be known for one.
            error.said = shown(self._without_key(error.said))
            raise

    def _cause(self, error: Exception) -> Exception | None:
        """*error*, for whoever traces what happened; None where the service put the key in it."""
        told = "".join(traceback.format_exception(error))
        return error if told == self._without_key(told) else None

    async def _exchange(
        self, client: httpx.AsyncClient, request: httpx.Request
    ) -> tuple[int, Mapping[str, str], bytes]:
        """What was answered, without the key wherever the service says it back."""
        status, headers, body = await _exchange(client, request)
        safe = {name.lower(): self._without_key(value) for name, value in headers.items()}
        return status, safe, self._hidden(body)

    def _hidden(self, body: bytes) -> bytes:
        return body.replace(self.profile.api_key.encode(), b"[key]")

    def _without_key(self, text: str) -> str:
        """*text* with no key in it, neither as it is nor as it would stand in a URL."""
        key = self.profile.api_key
        return text.replace(key, "[key]").replace(quote(key, safe=""), "[key]")


def _may_pass(error: Exception) -> bool:
    """Whether asking again at once may help; a wait of a length that is named is the caller's."""
    if isinstance(error, NoSuchTask | DeadLink):
        return False
    if isinstance(error, Refused):
        return error.advice is Advice.WAIT and error.retry_after is None
    return isinstance(error, Unreached | Lost)


@asynccontextmanager
async def _answer_to(
    client: httpx.AsyncClient, request: httpx.Request
) -> AsyncIterator[httpx.Response]:
    response = await client.send(request, stream=True)
    try:
        yield response
    finally:
        await response.aclose()


async def _exchange(
    client: httpx.AsyncClient, request: httpx.Request
) -> tuple[int, Mapping[str, str], bytes]:
    """Status, headers and whole body of the answer.

    Raises:
        Lost: the body is longer than any answer.
    """
    async with _answer_to(client, request) as response:
        body = bytearray()
        async for part in response.aiter_bytes():
            body += part
            if len(body) > ANSWER_LIMIT:
                raise Lost("the service's answer is too long to be one")
        location = {"location": response.extensions["location"]}
        return response.status_code, {**response.headers, **location}, bytes(body)


async def _set_location_aside(response: httpx.Response) -> None:
    """Keep httpx from a redirect's address.

    It works out the way on even where it is not to go there, and trips if that is no address: the
    refusal would be taken for an answer that broke off.
    """
    response.extensions["location"] = response.headers.pop("location", "")
