"""Who is struck by which fault. What chance decides, the seed decides: a scenario replays.

A fault with a `share` strikes by a number that is made from the seed, the row's place in the file,
and what is struck, by its prompt and not by its arrival: so it is the same in whatever order
requests come. That is

- of a submit: the prompt, and which submit of this prompt it is (of `moderated`: the prompt alone,
  since a prompt that moderation stops is stopped each time);
- of a query or a download: its task's prompt, which submit of this prompt made the task, and which
  query or download of this task it is.

The counts begin when the simulator does, but for the submits of a prompt, which go on from those
that the state file knows of.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter, deque
from typing import TYPE_CHECKING

from hailuo_dsl.api.simulator.scenario import Fault, Scenario, Spelling
from hailuo_dsl.api.simulator.shapes import Shape, spellings
from hailuo_dsl.api.simulator.words import Does, Place

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hailuo_dsl.api.simulator.clock import Clock
    from hailuo_dsl.api.simulator.model import Task
    from hailuo_dsl.api.simulator.shapes import Word

MINUTE = 60.0


def chance(seed: int, *parts: str | int) -> float:
    """A number from 0 up to 1 which *seed* and *parts* alone decide."""
    text = json.dumps([seed, *parts])
    digest = hashlib.blake2b(text.encode(), digest_size=8).digest()
    return int.from_bytes(digest) / 2**64


class Dealer:
    """Deals the faults of *scenario*, and the shapes and words of its answers.

    Args:
        scenario: says what may strike.
        turns: prompt -> how many submits of it there have been.

    Attributes:
        dealt: word of a fault -> how often it struck.
    """

    def __init__(self, scenario: Scenario, turns: Mapping[str, int]) -> None:
        self.dealt: Counter[str] = Counter()
        self._scenario = scenario
        self._turns = Counter(turns)
        self._asked: Counter[tuple[Place, str]] = Counter()
        self._struck: Counter[int] = Counter()

    def submit(self, prompt: str) -> tuple[int, Fault | None]:
        """Which submit of *prompt* this one is, and what strikes it."""
        self._turns[prompt] += 1
        turn = self._turns[prompt]
        return turn, self._strike(Place.SUBMIT, self._next(Place.SUBMIT), prompt, turn)

    def query(self, task: Task) -> Fault | None:
        """What strikes this query of *task*."""
        return self._of_task(Place.QUERY, task)

    def download(self, task: Task) -> Fault | None:
        """What strikes this download of the clip of *task*."""
        return self._of_task(Place.DOWNLOAD, task)

    def shape(self, task: Task) -> Shape:
        """The shape of all answers that tell of *task*."""
        shapes = self._scenario.shapes
        if len(shapes) == 1:
            return shapes[0]
        return shapes[int(len(shapes) * self._chance("shape", task))]

    def spelling(self, task: Task, stand: Word) -> str | None:
        """The word for *stand* in this answer; None: the shape's own."""
        if self._scenario.spelling is Spelling.USUAL:
            return None
        words = spellings(stand)
        first = int(len(words) * self._chance("spelling", task))
        return words[(first + self._asked[Place.QUERY, task.task_id]) % len(words)]

    def _chance(self, what: str, task: Task) -> float:
        return chance(self._scenario.seed, what, task.prompt, task.turn)

    def _next(self, place: Place, task_id: str = "") -> int:
        self._asked[place, task_id] += 1
        return self._asked[place, task_id]

    def _of_task(self, place: Place, task: Task) -> Fault | None:
        nth = self._next(place, task.task_id)
        return self._strike(place, nth, task.prompt, task.turn, nth)

    def _strike(self, place: Place, nth: int, prompt: str, *which: int) -> Fault | None:
        """The first row that strikes, counted; *which* tells requests of one prompt apart."""
        for row, fault in enumerate(self._scenario.faults):
            if fault.at is not place or fault.prompt not in prompt:
                continue
            if fault.times is not None and self._struck[row] >= fault.times:
                continue
            alike = () if fault.does is Does.MODERATED else which
            if fault.nth:
                strikes = nth in fault.nth
            else:
                strikes = chance(self._scenario.seed, row, prompt, *alike) < fault.share
            if strikes:
                self._struck[row] += 1
                self.dealt[fault.does] += 1
                return fault
        return None


class Pace:
    """A rate limit: how many may pass in any minute of *clock*; *most* None is no limit."""

    def __init__(self, most: int | None, clock: Clock) -> None:
        self._most = most
        self._clock = clock
        self._passed: deque[float] = deque()

    def wait(self) -> float:
        """Real seconds until the next one may pass; 0: this one passes, and is counted."""
        if self._most is None:
            return 0.0
        now = self._clock()
        while self._passed and self._passed[0] <= now - MINUTE:
            self._passed.popleft()
        if len(self._passed) >= self._most:
            return self._clock.real_seconds(self._passed[0] + MINUTE - now)
        self._passed.append(now)
        return 0.0
