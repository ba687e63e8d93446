"""What a fault makes of an answer: another one in its place, or half of it, late, or none."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from email.utils import formatdate
from math import ceil
from typing import TYPE_CHECKING, Any

from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, Response

from hailuo_dsl.api.simulator.line import gone, line_of, waited
from hailuo_dsl.api.simulator.words import Does, Place

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    from starlette.types import Message, Receive, Scope, Send

    from hailuo_dsl.api.simulator.scenario import Fault

ELSEWHERE = "https://elsewhere.invalid"
"""Where redirects lead; `.invalid` resolves nowhere, so no key gets there."""

DROPS = 20
"""The pieces that a dripping answer comes in."""


def envelope(status: int, code: str, message: str) -> JSONResponse:
    """An error of New API's task layer."""
    return JSONResponse({"code": code, "message": message, "data": None}, status)


def before_tasks(status: int, message: str, headers: Mapping[str, str] | None = None) -> Response:
    """An error of what stands before New API's task layer: keys, quotas, limits."""
    error = {"message": message, "type": "new_api_error", "code": ""}
    return JSONResponse({"error": error}, status, headers)


def not_exist() -> JSONResponse:
    """What New API says of a task that it does not know."""
    return envelope(400, "task_not_exist", "task_not_exist")


def expired_link() -> Response:
    """What a store of files says of a link whose time is over."""
    text = "<Error><Code>AccessDenied</Code><Message>Request has expired</Message></Error>"
    return Response(text, 403, media_type="application/xml")


@dataclass(frozen=True, slots=True)
class Struck:
    """An ASGI app: the answer to one request that *fault* strikes.

    Attributes:
        fault: what strikes.
        now: the real time, seconds since the epoch.
        answer: the honest answer; None where it would not go out, in whatever state.
        heard: called when the answer went out late but whole.
    """

    fault: Fault
    now: float
    answer: Response | None = None
    heard: Callable[[], Awaitable[None]] | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        does = self.fault.does
        if does in INSTEAD:
            await INSTEAD[does](self, scope)(scope, receive, send)
        elif does in HOW:
            is_heard = await HOW[does](self, scope, receive, send)
            if is_heard and self.heard:
                await self.heard()
        elif self.answer:
            await self.answer(scope, receive, send)

    async def whole(self, scope: Scope) -> tuple[Message, bytes]:
        """The honest answer: the message that begins it, and its body."""
        messages: list[Message] = []

        async def keep(message: Message) -> None:
            messages.append(message)

        async def patient() -> Message:
            # A client that goes away meanwhile must not leave us with half an answer.
            message: Message = await asyncio.get_running_loop().create_future()
            return message

        if self.answer:
            await self.answer(scope, patient, keep)
        head, *parts = messages
        return head, b"".join(part.get("body", b"") for part in parts)


async def _lost(_it: Struck, scope: Scope, receive: Receive, _send: Send) -> bool:
    line_of(scope).close()
    await gone(receive)
    return False


async def _reset(_it: Struck, scope: Scope, receive: Receive, _send: Send) -> bool:
    line_of(scope).reset()
    await gone(receive)
    return False


async def _torn(it: Struck, scope: Scope, receive: Receive, send: Send) -> bool:
    """Announce all of it, say half of it, and close."""
    head, body = await it.whole(scope)
    await send(head)
    await send(_part(body[: len(body) // 2], more=True))
    line_of(scope).close()
    await gone(receive)
    return False


async def _truncated(it: Struck, scope: Scope, _receive: Receive, send: Send) -> bool:
    """Say half of it and announce no more, as a service does that has no more itself."""
    head, body = await it.whole(scope)
    half = body[: len(body) // 2]
    length = (b"content-length", str(len(half)).encode())
    others = [pair for pair in head["headers"] if pair[0] != b"content-length"]
    await send({**head, "headers": [*others, length]})
    await send(_part(half))
    return False


async def _late(it: Struck, scope: Scope, receive: Receive, send: Send) -> bool:
    head, body = await it.whole(scope)
    if not await waited(it.fault.its_seconds, receive):
        return False
    await send(head)
    await send(_part(body))
    return True


async def _drip(it: Struck, scope: Scope, receive: Receive, send: Send) -> bool:
    head, body = await it.whole(scope)
    await send(head)
    size = max(1, ceil(len(body) / DROPS))
    drops = [body[at : at + size] for at in range(0, len(body), size)]
    for drop in drops:
        if not await waited(it.fault.its_seconds / len(drops), receive):
            return False
        await send(_part(drop, more=True))
    await send(_part(b""))
    return True


def _part(body: bytes, *, more: bool = False) -> Message:
    return {"type": "http.response.body", "body": body, "more_body": more}


def _busy(it: Struck, retry_after: str | None) -> Response:
    headers = {"retry-after": retry_after} if retry_after else None
    return before_tasks(429, it.fault.its_words, headers)


def _vendor_200(it: Struck, _scope: Scope) -> Response:
    """The vendor's first version says its errors in HTTP 200."""
    answer = {"status_code": int(it.fault.its_code), "status_msg": it.fault.its_words}
    return JSONResponse({"task_id": "", "base_resp": answer})


def _passed_on(it: Struck, _scope: Scope) -> Response:
    """What New API makes of the vendor's errors."""
    return envelope(400, it.fault.its_code, f"hailuo api error: {it.fault.its_words}")


def _overloaded(it: Struck, _scope: Scope) -> Response:
    error = {"type": "overloaded_error", "message": it.fault.its_words, "http_code": "529"}
    return JSONResponse({"type": "error", "error": error, "request_id": "req-1"}, 529)


def _redirect(it: Struck, scope: Scope) -> Response:
    """A download is sent on to its own link, anything else to an address of nobody's."""
    path = scope["path"]
    if it.fault.at is not Place.DOWNLOAD:
        return Response(status_code=307, headers={"location": f"{ELSEWHERE}{path}"})
    query = scope["query_string"].decode("latin-1")
    return Response(status_code=302, headers={"location": f"{path}?{query}" if query else path})


def _page(status: int, words: str) -> Callable[[Struck, Scope], Response]:
    """The page of a machine in between."""
    text = f"<html><head><title>{words}</title></head><body><h1>{words}</h1></body></html>\n"
    return lambda _it, _scope: HTMLResponse(text, status)


def _text(status: int, words: str) -> Callable[[Struck, Scope], Response]:
    return lambda _it, _scope: PlainTextResponse(words, status)


INSTEAD: Mapping[Does, Callable[[Struck, Scope], Any]] = {
    Does.WRONG_JSON: lambda _it, _scope: JSONResponse({"object": "list", "data": []}),
    Does.HTML: _page(200, "Welcome"),
    Does.ERROR_IN_200: lambda it, _scope: envelope(200, it.fault.its_code, it.fault.its_words),
    Does.VENDOR_200: _vendor_200,
    Does.VENDOR_400: _passed_on,
    Does.BUSY: lambda it, _scope: _busy(it, None),
    Does.BUSY_SECONDS: lambda it, _scope: _busy(it, str(ceil(it.fault.its_seconds))),
    Does.BUSY_DATE: lambda it, _scope: _busy(
        it, formatdate(ceil(it.now + it.fault.its_seconds), usegmt=True)
    ),
    Does.TIMED_OUT: _page(408, "408 Request Time-out"),
    Does.BROKEN: _text(500, "Internal Server Error"),
    Does.NO_ANSWER: _page(502, "502 Bad Gateway"),
    Does.UNAVAILABLE: _text(503, "upstream connect error or disconnect/reset before headers"),
    Does.UNAVAILABLE_TOLD: lambda it, _scope: envelope(
        503, "service_unavailable", it.fault.its_words
    ),
    Does.NO_ANSWER_IN_TIME: _page(504, "504 Gateway Time-out"),
    Does.OVERLOADED: _overloaded,
    Does.REDIRECT: _redirect,
    Does.MODERATED: _passed_on,
    Does.TASK_NOT_EXIST: lambda _it, _scope: not_exist(),
    Does.EXPIRED_LINK: lambda _it, _scope: expired_link(),
}
"""Faults that put another answer in the place of the honest one."""

HOW: Mapping[Does, Callable[[Struck, Scope, Receive, Send], Awaitable[bool]]] = {
    Does.LOST: _lost,
    Does.RESET: _reset,
    Does.TORN: _torn,
    Does.LATE: _late,
    Does.DRIP: _drip,
    Does.TRUNCATED: _truncated,
}
"""Faults of the way: what sends the honest answer, and says whether it went out whole."""
