"""Put a film on a board."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from hailuo_dsl.catalog.show import priced
from hailuo_dsl.job.frames import ids_of
from hailuo_dsl.plan.bill import bill
from hailuo_dsl.request.lower import dialect_of, prompt_of
from hailuo_dsl.request.read import resolution_of
from hailuo_dsl.storyboard.model import Tag
from hailuo_dsl.storyboard.show import shown
from hailuo_dsl.studio.board.model import Board, Bracket, Card, Row, Sight
from hailuo_dsl.studio.board.poster import MOST
from hailuo_dsl.studio.board.sights import Sights

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence
    from pathlib import Path

    from hailuo_dsl.catalog.model import Dialect
    from hailuo_dsl.plan.model import Step
    from hailuo_dsl.storyboard.model import Shot
    from hailuo_dsl.studio.film import Film

UNSOUND = Sight("a mistake in the script")
LISTED = ("look", "optimizer", "watermark", "tags", "trim", "transition")
"""Settings that are listed by their keys, where the script has them."""

NO_CLIPS: Mapping[str, Path] = {}


def board(
    film: Film,
    only: Collection[str] | None = None,
    clips: Mapping[str, Path] = NO_CLIPS,
    most: int = MOST,
) -> Board:
    """The storyboard of *film*, in the order of the script.

    Args:
        film: a compiled script; a shot with a mistake is there too, and asks for nothing.
        only: ids of the requests that are wanted; None for all, and for shots with a mistake.
        clips: request id -> the clip, of the takes that have been made.
        most: bytes of a picture.
    """
    plan = film.compiled.plan
    wanted = ids_of(plan) if only is None else frozenset(only)
    steps: dict[str, list[Step]] = {}
    for step in plan.steps:
        if step.id in wanted:
            steps.setdefault(step.request.shot, []).append(step)
    sights = Sights(film, [takes[0].id for takes in steps.values()], clips, most)
    shots = [it for it in film.compiled.storyboard.shots if it.id in steps or only is None]
    sent = [step for takes in steps.values() for step in takes]
    return Board(
        name=film.name,
        folder=film.folder,
        notes=film.compiled.storyboard.notes,
        total=bill(sent, film.provider.name, free=film.provider.free).total,
        rows=tuple(
            _row(film, scene, [_card(film, it, steps.get(it.id, ()), sights, clips) for it in held])
            for scene, held in groupby(shots, lambda it: it.scene or "")
        ),
    )


def _row(film: Film, id: str, cards: Sequence[Card]) -> Row:
    scenes = {scene.id: scene for scene in film.compiled.storyboard.scenes}
    scene = scenes.get(id.partition("@")[0])
    title = scene.title.text if scene and scene.title else ""
    return Row(id, title, scene.notes if scene else (), tuple(cards))


def _card(
    film: Film, shot: Shot, takes: Sequence[Step], sights: Sights, clips: Mapping[str, Path]
) -> Card:
    dialect = dialect_of(shot, film.provider)
    step = takes[0] if takes else None
    return Card(
        id=shot.id,
        title=shot.title.text if shot.title else "",
        takes=len(takes) or shot.takes,
        request=step.request if step else None,
        motion=prompt_of(shot, dialect)[0],
        brackets=tuple(_brackets(shot, dialect)),
        first=sights.first(step.id) if step else UNSOUND,
        last=sights.last(step.id) if step else None,
        facts=tuple(_facts(film, shot, step)),
        price=_price(film, step) if step else "",
        settings=tuple(_settings(shot)),
        notes=shot.notes,
        clips=tuple((it.id, clips[it.id]) for it in takes if it.id in clips),
    )


def _brackets(shot: Shot, dialect: Dialect) -> Iterator[Bracket]:
    for beat in shot.body:
        for piece in beat:
            if isinstance(piece, Tag):
                words = " + ".join(move.said(dialect) for move in piece.moves)
                yield Bracket(words, piece.moves)


def _facts(film: Film, shot: Shot, step: Step | None) -> Iterator[str]:
    """Model, duration and resolution; of a shot with a mistake, what it says of them."""
    if step:
        body = step.request.body
        yield from (step.request.model, f"{body['duration']} s", resolution_of(body, film.catalog))
        return
    model, duration, resolution = (
        getattr(shot.settings, name) for name in ("model", "duration", "resolution")
    )
    if model:
        yield model.value
    if duration:
        yield f"{duration.value} s"
    if resolution:
        yield resolution.value


def _price(film: Film, step: Step) -> str:
    if film.provider.free:
        return "free"
    return priced(step.price) if step.price else "price unknown"


def _settings(shot: Shot) -> Iterator[str]:
    for name in LISTED:
        chosen = getattr(shot.settings, name)
        if chosen is not None and chosen.value != ():
            yield f"{name}: {shown(chosen.value)}"
    if shot.shown is None:
        yield "not in the reel"
    elif shot.takes > 1:
        yield f"take {shot.shown} is in the reel"
