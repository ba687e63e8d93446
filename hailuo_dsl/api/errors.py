"""How a call to the service can fail. Outside this floor nobody has heard of httpx.

    ApiError
    ├── Refused      the service answered no; nothing was accepted
    │   ├── NoSuchTask   it does not know the task asked for, or not yet
    │   └── DeadLink     the link to the clip leads to none; a new query gives a new one
    ├── Unreached    the request surely never arrived; it may be sent again
    └── Lost         the answer did not come; the request may have been accepted

Each message is one sentence for the author; `said` keeps the service's own words.
"""

from __future__ import annotations

from enum import StrEnum


class Advice(StrEnum):
    """What is to be done about a refusal."""

    WAIT = "wait"  # the service is busy or limits the rate: try again later
    FIX = "fix"  # the request must change
    ACCOUNT = "account"  # key, balance or plan
    MODERATED = "moderated"  # its moderation stopped the prompt, a picture or the clip


class ApiError(Exception):
    """A call that did not do what was asked."""

    def __init__(self, message: str, *, said: str = "") -> None:
        super().__init__(message)
        self.said = said


class Refused(ApiError):
    """The service answered no.

    Attributes:
        advice: what is to be done.
        retry_after: seconds, where the service names them.
    """

    def __init__(
        self,
        message: str,
        *,
        advice: Advice,
        said: str = "",
        retry_after: float | None = None,
    ) -> None:
        super().__init__(message, said=said)
        self.advice = advice
        self.retry_after = retry_after


class NoSuchTask(Refused):
    """The service does not know the task; soon after a submit that means "not yet"."""


class DeadLink(Refused):
    """The link leads to no clip, say because its hour is over; ask for the task again."""


class Unreached(ApiError):
    """The request surely never arrived."""


class Lost(ApiError):
    """The answer did not come; the request may have been accepted."""
