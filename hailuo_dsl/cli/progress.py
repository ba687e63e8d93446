"""A bar a shot on a terminal; a line a change in a pipe."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Protocol

import click

from hailuo_dsl.cli.page import mute

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.progress import Progress, TaskID

    from hailuo_dsl.job.model import Snapshot, Take


MESSAGE = 60
"""Characters of a message that stand beside a bar; the end of the run says all of it."""


class Teller(Protocol):
    """Shows a run to the author; a run goes on where nobody looks on any more."""

    def tell(self, snapshot: Snapshot) -> None:
        """Show how all takes stand now."""

    def say(self, text: str) -> None:
        """Say a sentence between."""


@contextmanager
def showing() -> Iterator[Teller]:
    """Yield who is to be told each change of a run."""
    if not (sys.stderr and sys.stderr.isatty()):
        yield _Lines()
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (
        TextColumn("{task.description}", markup=False),
        BarColumn(bar_width=28),
        TextColumn("{task.fields[stage]}", markup=False),
        TextColumn("{task.fields[message]}", markup=False, style="dim"),
        TimeElapsedColumn(),
    )
    progress = Progress(*columns, console=Console(stderr=True))
    with _unheard():
        progress.start()
    try:
        yield _Bars(progress)
    finally:
        with _unheard():
            progress.stop()


@contextmanager
def _unheard() -> Iterator[None]:
    """Let a terminal that was closed, or a reader that went away, stop nothing."""
    try:
        yield
    except OSError:
        mute(sys.stderr)


class _Lines:
    """Says each new stage of each take once; why one ended as it did, the end of the run says."""

    def __init__(self) -> None:
        self._said: dict[str, str] = {}

    def say(self, text: str) -> None:
        with _unheard():
            click.echo(text, err=True)

    def tell(self, snapshot: Snapshot) -> None:
        from hailuo_dsl.job.model import UNDER_WAY, Stage

        for take in snapshot.takes:
            goes_on = take.stage in {Stage.PLANNED, *UNDER_WAY}
            why = f": {take.message}" if take.message and goes_on else ""
            said = f"{take.stage}{why}"
            if self._said.get(take.id, "planned") != said:
                self._said[take.id] = said
                self.say(f"{take.id}: {said}")


class _Bars:
    """Keeps one bar a take."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._tasks: dict[str, TaskID] = {}
        self._told: dict[str, Take] = {}

    def say(self, text: str) -> None:
        with _unheard():
            self._progress.console.print(text, markup=False, highlight=False)

    def tell(self, snapshot: Snapshot) -> None:
        with _unheard():
            for take in snapshot.takes:
                if self._told.get(take.id) != take:
                    self._told[take.id] = take
                    self._tell(take)

    def _tell(self, take: Take) -> None:
        if take.id not in self._tasks:
            self._tasks[take.id] = self._progress.add_task(take.id, total=100, stage="", message="")
        self._progress.update(
            self._tasks[take.id],
            completed=take.progress,
            stage=str(take.stage),
            message=_short(take.message),
        )


def _short(message: str) -> str:
    return message if len(message) <= MESSAGE else f"{message[: MESSAGE - 1]}…"
