"""Takes in a grid: a row a choice of a shot's first axis, a column its other choices and takes."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from hailuo_dsl.notebook.panels.model import Look, Playable, Row
    from hailuo_dsl.request.model import Request
    from hailuo_dsl.storyboard.model import Shot


class Cell(NamedTuple):
    """One clip in its place.

    Attributes:
        id: of the request.
        row: the choice of the first axis; empty where the shot does not vary.
        column: the other choices and the take; empty where there is but one.
        clip: what is to be played, if there is something.
        words: what it is, or how its take stands.
        made: the clip is the take's own and no preview.
        picked: the script picks it.
    """

    id: str
    row: str
    column: str
    clip: Playable | None
    words: str
    made: bool
    picked: bool

    @property
    def label(self) -> str:
        return ", ".join(filter(None, (self.row, self.column))) or self.id


class Grid(NamedTuple):
    """The clips of one shot, and what the shot is called."""

    shot: str
    cells: list[Cell]


def grids(look: Look, previews: Mapping[str, Playable], only: Collection[str] | None) -> list[Grid]:
    """A grid of each shot that has several clips, or of each whose clips are named by *only*."""
    rows = {it.id: it for it in look.rows}
    shots = {it.id: it for it in look.film.compiled.storyboard.shots}
    found: dict[str, Grid] = {}
    for request in look.film.requests:
        if only is None or request.id in only:
            shot = shots[request.shot]
            name = f"{shot.scene}/{shot.name}" if shot.scene else shot.name
            cell = _cell(shot, request, rows.get(request.id), previews.get(request.id))
            found.setdefault(name, Grid(name, [])).cells.append(cell)
    return [it for it in found.values() if len(it.cells) > 1 or only is not None]


def at_most(grids: Collection[Grid], most: int) -> list[Grid]:
    """The grids with *most* cells at most, taken from the beginning."""
    found = []
    for grid in grids:
        if most > 0:
            found.append(Grid(grid.shot, grid.cells[:most]))
        most -= len(grid.cells)
    return found


def _cell(shot: Shot, request: Request, row: Row | None, preview: Playable | None) -> Cell:
    first, *others = shot.variant or ("",)
    take = f"take {request.take}" if shot.takes > 1 else ""
    made = row.clip if row else None
    words = row.stage if row else ""
    return Cell(
        request.id,
        first,
        ", ".join(filter(None, (*others, take))),
        made or preview,
        "preview" if preview and not made else words,
        made is not None,
        shot.settings.pick is not None and request.cutting.shown,
    )
