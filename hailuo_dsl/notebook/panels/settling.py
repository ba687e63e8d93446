"""The author's word on single takes, as sentences for the status line."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from hailuo_dsl.ground.trouble import Trouble
from hailuo_dsl.studio.doubt import doubtful
from hailuo_dsl.studio.production import known, stands
from hailuo_dsl.studio.settle import adopt, cancel, give_up

if TYPE_CHECKING:
    from hailuo_dsl.studio.doubt import Doubtful
    from hailuo_dsl.studio.production import Production


def left(production: Production, id: str) -> str:
    """Stop waiting for the take *id*; what to say of it.

    Raises:
        Trouble: the ledger cannot be read or written.
    """
    if not cancel(production, {id}):
        return f"{id} is not under way."
    paid = "" if production.terms.free else " and paid"
    return f"{id} is waited for no longer. Its clip is still made{paid}; Run fetches it."


def given_up(production: Production, id: str) -> str:
    """Take *id*, of unknown outcome, for lost; what to say of it.

    Raises:
        Trouble: its outcome is not unknown, or the ledger cannot be written.
    """
    give_up(production.ledger, _doubtful(production, id))
    return f"{id} is given up; it counts as spent."


async def adopted(production: Production, id: str, task: str) -> str:
    """Take *task* for the task of *id*, of unknown outcome; what to say of it.

    Raises:
        Trouble: its outcome is not unknown, no task was named, the service does not know it, or it
            is another take's.
    """
    if not task:
        raise Trouble(f"which task is {id}? Write its id, from the service's own list of tasks")
    take = await asyncio.to_thread(_doubtful, production, id)
    status = await adopt(production, take, task)
    return f"{id} is task {task}, which is {status}."


def _doubtful(production: Production, id: str) -> Doubtful:
    knows = known(production.ledger)
    key = next((it.key for it in stands(production, knows).takes if it.id == id), "")
    found = (it for it in doubtful(knows) if it.key == key and it.is_at(production.terms))
    if take := next(found, None):
        return take
    raise Trouble(f"the outcome of `{id}` is not unknown")
