"""How a call to the service can fail. Outside this floor nobody has heard of httpx.

    ApiError
    ├── Refused      the service answered no; nothing was accepted
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


class ApiError(Exception):
    """A call that did not do what was asked."""

    def __init__(self, message: str, *, said: str = "") -> None:
        super().__init__(message)
        self.said = said


class Refused(ApiError):  # noqa: N818 - the field's word
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


class Unreached(ApiError):  # noqa: N818
    """The request surely never arrived."""


class Lost(ApiError):  # noqa: N818
    """The answer did not come; the request may have been accepted."""
