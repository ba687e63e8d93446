"""With whom a run deals, for how much money, and how patient it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from decimal import Decimal

    from hailuo_dsl.catalog.model import Price


class Money(NamedTuple):
    """An amount in a currency: `Money(Decimal("0.28"), "USD")`."""

    amount: Decimal
    currency: str

    def __str__(self) -> str:
        return f"{self.amount} {self.currency}"


def money_of(price: Price | None) -> Money | None:
    """What *price* comes to; None where nobody knows it."""
    return Money(price.amount, price.currency) if price else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """With whom a run deals, and how much of that is allowed.

    Attributes:
        service: the base URL that the tasks belong to.
        account: the label of the account that pays; never a key.
        free: a clip costs nothing, so what was lost or has failed may be sent again.
        honours_key: a submit sent again under one intention is the same job, and is paid once.
        refunds: what failed, was moderated or was given up is not charged.
        requests_per_minute: submits; None where nobody limits them.
        jobs_in_flight: tasks under way at once.
        budget: the most that all takes of the ledger at this service may cost; None: no bound.
        allow_unknown_price: under a budget, send takes too whose price nobody knows.
    """

    service: str
    account: str = "default"
    free: bool = False
    honours_key: bool = False
    refunds: bool = False
    requests_per_minute: int | None = None
    jobs_in_flight: int = 4
    budget: Money | None = None
    allow_unknown_price: bool = False

    def __post_init__(self) -> None:
        # It is written in the ledger, and no secret is.
        if "@" in urlsplit(self.service).netloc:
            raise ValueError("a service's base URL carries no user name and no password")


class Polls(NamedTuple):
    """When a task is queried, in seconds.

    The default is what the gateway's makers advise, https://docs.newapi.pro/en/api/query-video.

    Attributes:
        first: from the submit to the first query.
        young: between two queries until the task is 30 seconds old.
        older: between two until it is two minutes old.
        old: between two after that.
    """

    first: float = 3.0
    young: float = 5.0
    older: float = 10.0
    old: float = 30.0

    def pause(self, age: float) -> float:
        """Seconds between two queries of a task that is *age* seconds old."""
        return self.young if age < 30.0 else self.older if age < 120.0 else self.old


POLLS = Polls()


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """How patient a run is. All times are in seconds.

    Attributes:
        polls: when a task is queried.
        patience: how long one run keeps asking after one task before it leaves it for the next.
        not_yet: how long a service may deny that it knows a task before that is believed.
        busy_tries: intentions in one run against a service that asks us to wait.
        unreached_tries: intentions in one run against a service that is never reached.
        lost_tries: intentions in one run where answers get lost and sending again is safe.
        download_tries: times that one run tries to fetch one clip.
        backoff: the first pause after a refusal; each next one is twice as long.
        longest_pause: no pause after a refusal is longer; a service that asks for more is left.
        follow: time between two looks at what another run is doing.
    """

    polls: Polls = POLLS
    patience: float = 3600.0
    not_yet: float = 120.0
    busy_tries: int = 8
    unreached_tries: int = 4
    lost_tries: int = 3
    download_tries: int = 5
    backoff: float = 2.0
    longest_pause: float = 120.0
    follow: float = 0.5
