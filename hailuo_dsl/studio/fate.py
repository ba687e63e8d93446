"""What a run does with a take, and why, in words for the author."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from hailuo_dsl.job.attempts import answerless, is_lost
from hailuo_dsl.job.model import UNDER_WAY, Aside, Stage
from hailuo_dsl.plan.diff.ask import plain
from hailuo_dsl.plan.diff.model import Status
from hailuo_dsl.plan.diff.show import blame
from hailuo_dsl.request.model import SHOT
from hailuo_dsl.storyboard.model import family_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from hailuo_dsl.job.model import Take, TakeState
    from hailuo_dsl.job.recall import Memory
    from hailuo_dsl.plan.diff.model import Cause, Change, Field
    from hailuo_dsl.plan.model import Step
    from hailuo_dsl.studio.production import Known, Production


class Fate(StrEnum):
    """What a run does with a take."""

    REUSE = "reuse"  # its clip is there
    RESUME = "resume"  # the service is at it, or has its clip
    NEW = "new"  # is sent
    STALE = "stale"  # is sent, because what it starts from is another
    WITHHELD = "withheld"  # would be sent, but the budget does not hold it
    UNKNOWN = "unknown"  # may be under way or not: settle it with `reconcile`
    FAILED = "failed"  # is left: `retake` sends it
    WAITS = "waits"  # would be sent, but what it starts from is not picked, or does not come


SENT = frozenset({Fate.NEW, Fate.STALE})
CHANGED = "which changed"
"""The end of what `blame` says of a shot that changed."""

Verdict = tuple[Fate, str]


@dataclass(frozen=True)
class Judge:
    """Tells the fate of each take of a production.

    Attributes:
        memory: what the ledger remembers of the script.
        changes: what became of each request since it was sent last, by id.
        steps: of the plan, by id.
    """

    production: Production
    knows: Known
    memory: Memory
    changes: Mapping[str, Change]
    steps: Mapping[str, Step]

    def fate(self, take: Take) -> Verdict:
        """What a run would do with *take*, and why, a clause."""
        terms, state = self.production.terms, self.knows.book.state(take.key)
        if take.stage is Aside.UNDECIDED:
            return Fate.WAITS, self._waits(take)
        if is_lost(state, self.knows.alive) and not terms.free:
            return _lost(state, again=terms.honours_key)
        if take.sends:
            return self._sent(take, state)
        if state.stage is Stage.CANCELLED and state.own_word and state.task_id:
            return Fate.RESUME, f"you cancelled task {state.task_id}; it is waited for again"
        if take.clip:
            return self._there(take, state)
        if state.stage in UNDER_WAY:
            return Fate.RESUME, self._under_way(state)
        return Fate.FAILED, f"{take.message or f'it has {take.stage}'}; `retake` sends it again"

    def _waits(self, take: Take) -> str:
        request = self.steps[take.id].request
        if not request.undecided:
            return "starts from a shot that waits for a pick"
        shots = dict.fromkeys(it.partition("#")[0] for it in request.depends_on)
        return f"no take of {' or '.join(shots)} is picked; `pick` chooses the one to start from"

    def _there(self, take: Take, state: TakeState) -> Verdict:
        if not self.production.store.has(take.clip):
            return Fate.RESUME, "its clip is gone from the disk; it is fetched again, not made"
        if not state.clip:
            return Fate.REUSE, f"the clip of before stays; of the other: {take.message}"
        sent = self.memory.takes[take.id]
        name = f", as {sent.shot}" if plain(sent.shot) != plain(take.id) else ""
        if sent.script not in {"", self.production.film.name}:
            name = f"{name or ','} in the script {sent.script}"
        return Fate.REUSE, f"made {_moment(sent.at)}{name}"

    def _under_way(self, state: TakeState) -> str:
        other = "; another run is at it" if self.knows.alive(state.run) else ""
        task = f"task {state.task_id}" if state.task_id else "it"
        return f"{task} is {state.stage}{other}"

    def _sent(self, take: Take, state: TakeState) -> Verdict:
        """Why a take is sent: because it stands so in the ledger, or because the script changed."""
        if state.stage in {Stage.UNKNOWN, Stage.INTENDED}:
            return Fate.NEW, f"{answerless(state).words}; sent again, as that costs nothing"
        if take.stage is not Stage.PLANNED:
            words = f": {take.message}" if take.message else ""
            return Fate.NEW, f"it was {take.stage}{words}; sent again"
        change = self.changes.get(take.id)
        if change is None or change.status is Status.ADDED:
            return Fate.NEW, "never sent before"
        if moved := _moved(change):
            return Fate.STALE, f"starts from {moved[1]}, no longer from {moved[0]}: another pick"
        if change.cause:
            return Fate.STALE, self._blame(change.chain, change.cause)
        if change.status is Status.CHANGED:
            return Fate.NEW, _changed(change)
        return Fate.STALE, "what it starts from is made anew"

    def _blame(self, chain: Sequence[str], cause: Cause) -> str:
        """Who is to blame that a take is stale; where it is a pick, it is named as such."""
        words = blame(chain, cause)
        last = self.changes.get(chain[-1]) if chain else None
        moved = _moved(last) if last else None
        if moved is None:
            return words
        shot = family_of(moved[1])
        return f"{words.removesuffix(CHANGED)}for which another clip of {shot} is picked"


def _lost(state: TakeState, *, again: bool) -> Verdict:
    words = answerless(state).words
    if again:
        return Fate.RESUME, f"{words}; asked again by the same name, it is the same job"
    return Fate.UNKNOWN, f"{words}; `reconcile` settles it"


def _moved(change: Change) -> tuple[str, str] | None:
    """From which clip to which a request was moved, if that is all that it asks for differently.

    Both are of one shot: another is picked.
    """
    counting = [it for it in change.fields if it.counts]
    ends = [(_shot_in(it.old), _shot_in(it.new)) for it in counting]
    if not ends or any(not old or family_of(old) != family_of(new) for old, new in ends):
        return None
    return ends[0]


def _shot_in(frame: object) -> str:
    """The shot whose frame *frame* is, as it stands in a request; empty where it is none."""
    if not isinstance(frame, str) or not frame.startswith(SHOT):
        return ""
    return frame.removeprefix(SHOT).rpartition(".")[0]


def _changed(change: Change) -> str:
    counting = [it for it in change.fields if it.counts]
    return f"{' and '.join(map(_named, counting))} changed since it was sent"


def _named(field: Field) -> str:
    """`duration`, `first frame (its bytes)`."""
    note = field.note.removesuffix(" changed")
    return f"{field.name} ({note})" if field.note else field.name


def _moment(at: float) -> str:
    return datetime.fromtimestamp(at).astimezone().strftime("%Y-%m-%d %H:%M")
