"""How the takes of a plan stand by the ledger, before anything is done."""

from __future__ import annotations

from graphlib import TopologicalSorter
from typing import TYPE_CHECKING

from hailuo_dsl.job.decide import Around, Submit, Wait, decide
from hailuo_dsl.job.fold import fold
from hailuo_dsl.job.frames import chosen, ids_of, key_of, parents
from hailuo_dsl.job.model import UNDER_WAY, Aside, Snapshot, Stage, Take

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from hailuo_dsl.job.ledger import Ledger
    from hailuo_dsl.job.model import Entry, TakeState, Terms
    from hailuo_dsl.plan.model import Plan, Step


def survey(
    plan: Plan,
    ledger: Ledger,
    terms: Terms,
    only: Collection[str] | None = None,
    resend: Collection[str] = (),
) -> Snapshot:
    """Say of each take of *plan* what the ledger knows; nothing is done and nobody is asked.

    A take that starts from a clip which does not exist yet is planned: what it will be the same
    job as is not known before.

    Args:
        plan: the steps.
        ledger: is only read.
        terms: say with whom the takes are made.
        only: ids of the requests that are asked for, None for all; those that they start from
            are surveyed too.
        resend: ids that the author wants sent again if they are unknown or have failed.

    Raises:
        LedgerError: the ledger cannot be read.
    """
    steps = {step.id: step for step in chosen(plan, only)}
    ids = ids_of(plan)
    order = TopologicalSorter({name: parents(step, ids) for name, step in steps.items()})
    known: dict[str, Take] = {}
    for name in order.static_order():
        starts = {parent: known[parent] for parent in parents(steps[name], ids)}
        asked = only is None or name in only
        known[name] = _look(steps[name], starts, asked, name in resend, ledger, terms)
    return Snapshot(tuple(known[name] for name in steps))


def _look(
    step: Step,
    starts: Mapping[str, Take],
    asked: bool,
    resend: bool,
    ledger: Ledger,
    terms: Terms,
) -> Take:
    if step.request.undecided or any(it.stage is Aside.UNDECIDED for it in starts.values()):
        return Take(step.id, Aside.UNDECIDED, asked, message="waits for a pick")
    if not all(it.clip for it in starts.values()):
        return Take(step.id, asked=asked, sends=True)
    clips = {name: take.clip for name, take in starts.items()}
    state = fold(ledger.events(key_of(step, clips, terms)))
    alive = state.stage in UNDER_WAY and ledger.alive(state.run)
    return Take(
        step.id,
        state.stage,
        asked,
        sends(state, terms, resend=resend, alive=alive),
        attempt=state.attempt,
        progress=100.0 if state.stage is Stage.DONE else 0.0,
        message=state.words,
        said=state.said,
        task_id=state.task_id,
        clip=state.clip,
    )


def sends(state: TakeState, terms: Terms, *, resend: bool, alive: bool) -> bool:
    """Tell whether a new run would submit a take that stands at *state*.

    A refused take that has to wait is submitted after that.

    Args:
        state: what the ledger knows of it.
        terms: say with whom it is made.
        resend: the author's word to send again what is unknown or has failed.
        alive: whether the run that intended it last still lives.
    """
    around = Around(run="", started=state.since, alive=alive, resend=resend, terms=terms)
    action = decide(state, state.since, around)
    return isinstance(action, Submit) or (state.stage is Stage.REFUSED and isinstance(action, Wait))


def left_over(ledger: Ledger, terms: Terms, keys: Collection[str]) -> tuple[Take, ...]:
    """The takes of *ledger* beside *keys* that were sent and whose end nobody knows yet.

    Such a take belongs to a shot that was changed or taken out meanwhile, or to another script.
    """
    lives: dict[str, list[Entry]] = {}
    for entry in ledger.history():
        lives.setdefault(entry.key, []).append(entry)
    left = []
    for key, entries in lives.items():
        state, first = fold(entries), entries[0].data
        unsettled = state.stage in {*UNDER_WAY, Stage.UNKNOWN} and not ledger.alive(state.run)
        if key not in keys and unsettled and state.service == terms.service:
            shot = str(first.get("shot", ""))
            left.append(Take(shot, state.stage, asked=False, task_id=state.task_id))
    return tuple(left)
