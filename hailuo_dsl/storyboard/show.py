"""The storyboard as stable text, for people and for comparing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hailuo_dsl.catalog.model import Dialect
from hailuo_dsl.storyboard.join import FEED
from hailuo_dsl.storyboard.model import Picture, Tag

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hailuo_dsl.storyboard.model import Beat, Frame, Run, Shot, Storyboard


def show_storyboard(storyboard: Storyboard) -> str:
    """Every shot: what it is shot with, then its beats in order."""
    return "\n".join("".join(f"{line}\n" for line in _shot(shot)) for shot in storyboard.shots)


def _shot(shot: Shot) -> Iterator[str]:
    title = f' "{shot.title.text}"' if shot.title else ""
    yield f"shot {shot.id}{title}{'' if shot.sound else ' (unsound)'}"
    settings = shot.settings
    for name in settings.__dataclass_fields__:
        chosen = getattr(settings, name)
        if chosen is not None:
            value = _frame(chosen.value) if name == "first" else chosen.value
            yield f"  {name} = {value}"
    for kind, beats in (("beat", shot.body), ("look", shot.looks)):
        for beat in beats:
            yield f"  {kind} {_beat(beat)}"
    for note in shot.notes:
        yield f"  note {note}"


def _frame(frame: Frame | None) -> str:
    if frame is None:
        return "none"
    if isinstance(frame, Picture):
        return f"{'file' if frame.is_file else 'address'} {frame.text}"
    take = f"#{frame.take}" if frame.take else " (undecided)" if frame.undecided else ""
    return f"shot {frame.shot}{take} {frame.which}"


def _beat(beat: Beat) -> str:
    return " ".join(map(_piece, beat))


def _piece(piece: Run | Tag) -> str:
    if isinstance(piece, Tag):
        return f"[{' + '.join(move.said(Dialect.ENGLISH) for move in piece.moves)}]"
    return "line feed" if piece.text == FEED else f"{piece.kind}<{piece.text}>"
