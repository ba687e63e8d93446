"""What the service's codes and HTTP's mean for what is to be done next."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path


class Kind(StrEnum):
    """What an error means."""

    WAIT = "wait"
    FIX = "fix"
    ACCOUNT = "account"
    MODERATED = "moderated"
    LOST = "lost"
    ABSENT = "absent"


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a code means; `says` is one clause for the author."""

    kind: Kind
    says: str


HTTP = {
    400: Meaning(Kind.FIX, "it does not take this request"),
    401: Meaning(Kind.ACCOUNT, "the key is not accepted"),
    402: Meaning(Kind.ACCOUNT, "the balance is used up"),
    403: Meaning(Kind.ACCOUNT, "the key has no right to this, or the balance is used up"),
    404: Meaning(Kind.FIX, "it has nothing at this address; check the base URL"),
    405: Meaning(Kind.FIX, "it has nothing of the kind at this address; check the base URL"),
    408: Meaning(Kind.LOST, "it ran out of time"),
    409: Meaning(Kind.LOST, "it says that the same request is under way, or has been"),
    413: Meaning(Kind.FIX, "the request is too large; send a smaller picture or its URL"),
    422: Meaning(Kind.FIX, "it does not take these settings"),
    425: Meaning(Kind.WAIT, "it asks to be asked again later"),
    429: Meaning(Kind.WAIT, "too many requests at the moment"),
    499: Meaning(Kind.LOST, "it says that the line was cut"),
    500: Meaning(Kind.LOST, "it had an internal error"),
    502: Meaning(Kind.LOST, "the machine in front of it got no answer from it"),
    503: Meaning(Kind.WAIT, "it is not available now"),
    504: Meaning(Kind.LOST, "the machine in front of it waited in vain for its answer"),
    529: Meaning(Kind.WAIT, "it is overloaded"),
}
"""HTTP's own codes, RFC 9110; 499 is nginx's, 529 the vendor's.

409 as in draft-ietf-httpapi-idempotency-key-header, 2.7: another request of that key is at work.
"""

MODERATED = Meaning(Kind.MODERATED, "its moderation stopped it; change the prompt or the picture")
"""Where only words tell so, and no code tells what it was that was stopped."""


@cache
def codes() -> dict[str, Meaning]:
    """The rows of `codes.toml`, by their code."""
    rows = tomllib.loads(Path(__file__).with_name("codes.toml").read_text(encoding="utf-8"))["code"]
    return {row["code"]: Meaning(Kind(row["kind"]), row["says"]) for row in rows}


def http_meaning(status: int) -> Meaning:
    """What an HTTP status of 400 or more means where the service gives no code that is known."""
    if status in HTTP:
        return HTTP[status]
    if status < 500:
        return Meaning(Kind.FIX, f"it does not take this request (HTTP {status})")
    # Whatever stands between may have failed after the request went through.
    return Meaning(Kind.LOST, f"it had an error (HTTP {status})")
