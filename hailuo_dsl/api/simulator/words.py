"""The words of a scenario: where a fault strikes, what it does, and what is so unless a row says.

How services misbehave: https://github.com/QuantumNous/new-api (its relay, its issues), the vendor's
pages of errors and rate limits, and what clients of such gateways report of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


class Place(StrEnum):
    """What a fault strikes."""

    SUBMIT = "submit"
    QUERY = "query"
    DOWNLOAD = "download"


class Does(StrEnum):
    """What a fault does."""

    LOST = "lost"
    RESET = "reset"
    TORN = "torn"
    LATE = "late"
    DRIP = "drip"
    TRUNCATED = "truncated"
    WRONG_JSON = "wrong-json"
    HTML = "html"
    ERROR_IN_200 = "error-in-200"
    VENDOR_200 = "vendor-200"
    VENDOR_400 = "vendor-400"
    BUSY = "429"
    BUSY_SECONDS = "429-seconds"
    BUSY_DATE = "429-date"
    TIMED_OUT = "408"
    BROKEN = "500"
    NO_ANSWER = "502"
    UNAVAILABLE = "503"
    UNAVAILABLE_TOLD = "503-envelope"
    NO_ANSWER_IN_TIME = "504"
    OVERLOADED = "529"
    REDIRECT = "redirect"
    MODERATED = "moderated"
    FAILS = "fails"
    CANCELLED = "cancelled"
    EXPIRES = "expires"
    STAYS_UNKNOWN = "stays-unknown"
    TASK_NOT_EXIST = "task-not-exist"
    NO_RANGE = "no-range"
    EXPIRED_LINK = "expired-link"


@dataclass(frozen=True, slots=True)
class Terms:
    """What is so of a word; a None is a key that a row may not have beside it.

    Attributes:
        at: where it may strike.
        accepted: whether the job of a submit that it strikes is accepted, and paid.
        either: whether a row may say the opposite with `accepted`.
        line: whether it takes a TCP line, which there is none of inside one process.
        code: the service's code, unless a row says another.
        seconds: how long, unless a row says so.
        says: the service's words, unless a row says others.
    """

    at: frozenset[Place] = frozenset(Place)
    accepted: bool = False
    either: bool = False
    line: bool = False
    code: str | None = None
    seconds: float | None = None
    says: str | None = None


_JSON = frozenset({Place.SUBMIT, Place.QUERY})
_SUBMIT = frozenset({Place.SUBMIT})
_DOWNLOAD = frozenset({Place.DOWNLOAD})

WORDS: Mapping[Does, Terms] = {
    Does.LOST: Terms(accepted=True, either=True, line=True),
    Does.RESET: Terms(accepted=True, either=True, line=True),
    Does.TORN: Terms(accepted=True, line=True),
    Does.LATE: Terms(accepted=True, seconds=5.0),
    Does.DRIP: Terms(accepted=True, seconds=5.0),
    Does.TRUNCATED: Terms(accepted=True),
    Does.WRONG_JSON: Terms(accepted=True, either=True),
    Does.HTML: Terms(either=True),
    Does.ERROR_IN_200: Terms(code="1024", says="internal error"),
    Does.VENDOR_200: Terms(at=_JSON, code="1024", says="internal error"),
    Does.VENDOR_400: Terms(at=_JSON, code="1002", says="rate limit"),
    Does.BUSY: Terms(says="too many requests"),
    Does.BUSY_SECONDS: Terms(seconds=1.0, says="too many requests"),
    Does.BUSY_DATE: Terms(seconds=1.0, says="too many requests"),
    Does.TIMED_OUT: Terms(either=True),
    Does.BROKEN: Terms(either=True),
    Does.NO_ANSWER: Terms(accepted=True, either=True),
    Does.UNAVAILABLE: Terms(either=True),
    Does.UNAVAILABLE_TOLD: Terms(says="service unavailable"),
    Does.NO_ANSWER_IN_TIME: Terms(accepted=True, either=True),
    Does.OVERLOADED: Terms(says="the server is overloaded"),
    Does.REDIRECT: Terms(),
    Does.MODERATED: Terms(at=_SUBMIT, code="1026", says="input new_sensitive"),
    Does.FAILS: Terms(at=_SUBMIT, accepted=True, code="1027", says="output new_sensitive"),
    Does.CANCELLED: Terms(at=_SUBMIT, accepted=True, code="1000", says="the task was cancelled"),
    Does.EXPIRES: Terms(at=_SUBMIT, accepted=True, code="1000", says="the task has expired"),
    Does.STAYS_UNKNOWN: Terms(at=_SUBMIT, accepted=True),
    Does.TASK_NOT_EXIST: Terms(at=frozenset({Place.QUERY})),
    Does.NO_RANGE: Terms(at=_DOWNLOAD),
    Does.EXPIRED_LINK: Terms(at=_DOWNLOAD),
}

FATES = frozenset({Does.FAILS, Does.CANCELLED, Does.EXPIRES, Does.STAYS_UNKNOWN})
"""What strikes the job and not the answer, which goes out whole."""

SPOILT = frozenset({Does.TORN, Does.LATE, Does.DRIP, Does.TRUNCATED, Does.NO_RANGE})
"""What leaves something of the honest answer."""

LIMITS = frozenset({Does.BUSY, Does.BUSY_SECONDS, Does.BUSY_DATE, Does.VENDOR_400})
"""The ways to say that the rate limit is reached."""

NUMBERED = frozenset({Does.VENDOR_200, Does.FAILS, Does.CANCELLED, Does.EXPIRES})
"""Words whose code is a number on the wire."""
