"""The author's word on takes that no run can settle by itself: unknown ones, unwanted ones."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from hailuo_dsl.api.errors import ApiError, NoSuchTask
from hailuo_dsl.ground.trouble import Trouble
from hailuo_dsl.job.attempts import is_lost
from hailuo_dsl.job.book import Book
from hailuo_dsl.job.model import UNDER_WAY, Entry, Event
from hailuo_dsl.studio.production import Known, opened, stands
from hailuo_dsl.studio.shoot import client_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from pathlib import Path

    from hailuo_dsl.job.book import Life
    from hailuo_dsl.job.ledger import Ledger
    from hailuo_dsl.studio.doubt import Doubtful
    from hailuo_dsl.studio.production import Production


def give_up(ledger: Path, take: Doubtful) -> None:
    """Write down that *take* is taken for lost; it is not asked after, nor sent, any more.

    Raises:
        Trouble: the ledger cannot be written, or the take is settled by now.
    """
    with opened(ledger) as file, file.turn():
        _still(take, Book().read(file))
        words = "given up: nobody knows whether it was made"
        file.add(_entry(take, Event.GIVEN_UP, words=words))


async def adopt(production: Production, take: Doubtful, task_id: str) -> str:
    """Take *task_id* for the task of *take*, after the service was asked for it; how it stands.

    Raises:
        Trouble: the take was sent to another service, the service does not know the task, or the
            task is another take's.
    """
    _see_the_place(take, production)
    async with client_of(production) as client:
        try:
            answer = await client.query(task_id)
        except NoSuchTask as error:
            raise Trouble(f"{take.service} knows no task `{task_id}`") from error
        except ApiError as error:
            raise Trouble(f"the task `{task_id}` could not be looked up: {error}") from error
    with opened(production.ledger) as file, file.turn():
        _still(take, Book().read(file))
        _see_that_it_is_free(task_id, take, file)
        file.add(_entry(take, Event.SUBMITTED, task_id=task_id, adopted=True))
    return str(answer.status)


def id_of(take: Doubtful, production: Production, knows: Known) -> str:
    """The id in the script of the request that *take* was sent for.

    Raises:
        Trouble: it was sent to another service, or no request of the script is the same job any
            more.
    """
    _see_the_place(take, production)
    found = (it.id for it in stands(production, knows).takes if it.key == take.key)
    if id := next(found, ""):
        return id
    raise Trouble(
        f"{take.shot} has changed since, or is another script's: give it up, "
        "and `run` sends what the script says now"
    )


def _see_the_place(take: Doubtful, production: Production) -> None:
    """See that *production* is made where *take* was sent.

    Raises:
        Trouble: it is not.
    """
    if not take.is_at(production.terms):
        ours = production.terms
        raise Trouble(
            f"{take.shot} was sent to {take.service} (account {take.account}), and "
            f"{production.film.provider.name} is {ours.service} (account {ours.account}); "
            "choose the one that it was sent to with `--provider`"
        )


def _see_that_it_is_free(task_id: str, take: Doubtful, file: Ledger) -> None:
    """See that *task_id* is no other attempt's.

    Raises:
        Trouble: it is.
    """
    asked: dict[tuple[str, int], Entry] = {}
    for entry in file.since(0)[0]:
        attempt = (entry.key, entry.attempt)
        if entry.event is Event.INTENDED:
            asked[attempt] = entry
        if entry.data.get("task_id") != task_id or attempt not in asked:
            continue
        owner = asked[attempt].data
        same_place = (owner.get("service"), owner.get("account")) == (take.service, take.account)
        if same_place and attempt != (take.key, take.life.state.attempt):
            raise Trouble(
                f"the task `{task_id}` is already that of {owner.get('shot')}, "
                f"attempt {entry.attempt}"
            )


@dataclass(frozen=True, slots=True)
class Cancelled:
    """A take that is waited for no longer; without *task_id* its answer is still on its way."""

    shot: str
    task_id: str


def cancel(production: Production, only: Collection[str] | None) -> tuple[Cancelled, ...]:
    """Stop waiting for what is under way; a run that is at it leaves it too.

    The gateway has no way to cancel a task: the clip is made and paid all the same, and its id is
    kept.

    Args:
        production: the script, as it stands.
        only: ids of the requests; None for all of the script, and what is left over of it.

    Raises:
        Trouble: the ledger cannot be read or written.
    """
    if not production.ledger.is_file():
        return ()
    paid = "" if production.terms.free else " and paid"
    words = f"cancelled by you; the clip is still made{paid}"
    cancelled = []
    with opened(production.ledger) as file, file.turn():
        book = Book().read(file)
        knows = Known(book, file.alive)
        for shot, key, life in _under_way(production, knows):
            if only is None or shot in only:
                attempt = life.state.attempt
                file.add(Entry(key, attempt, Event.CANCELLED, time.time(), {"words": words}))
                cancelled.append(Cancelled(shot, life.state.task_id))
    order = {step.id: number for number, step in enumerate(production.film.compiled.plan.steps)}
    return tuple(sorted(cancelled, key=lambda it: order.get(it.shot, len(order))))


def _under_way(production: Production, knows: Known) -> Iterator[tuple[str, str, Life]]:
    """Yield what the service is at for the script: the shot's id, as it is now, key and take."""
    ids = {take.key: take.id for take in stands(production, knows).takes}
    for key, life in knows.book.at(production.terms).items():
        asked = life.asked.data
        ours = key in ids or asked.get("script", "") in {"", production.film.name}
        waited_for = life.state.stage in UNDER_WAY and not life.state.own_word
        if ours and waited_for and not is_lost(life.state, knows.alive):
            yield ids.get(key, str(asked.get("shot", ""))), key, life


def _still(take: Doubtful, book: Book) -> None:
    """See that nothing has become known of *take* meanwhile.

    Raises:
        Trouble: something has.
    """
    state = book.state(take.key)
    if state != take.life.state:
        raise Trouble(f"{take.shot} is {state.stage} by now; look again")


def _entry(take: Doubtful, event: Event, **data: Any) -> Entry:
    return Entry(take.key, take.life.state.attempt, event, time.time(), data)
