"""The storyboard as stable text, for people and for comparing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hailuo_dsl.catalog.model import Dialect
from hailuo_dsl.storyboard.join import FEED
from hailuo_dsl.storyboard.model import Pick, Picture, ShotFrame, Tag, Transition, Trim

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hailuo_dsl.storyboard.model import Beat, Frame, Run, Scene, Shot, Storyboard
    from hailuo_dsl.syntax.model import Word


def show_storyboard(storyboard: Storyboard) -> str:
    """The notes, then every scene with its shots: what each is shot with, then its beats."""
    parts = ["".join(f"note {note}\n" for note in storyboard.notes)]
    scenes = {scene.id: scene for scene in storyboard.scenes}
    for shot in storyboard.shots:
        scene = scenes.pop((shot.scene or "").partition("@")[0], None)
        if scene:
            parts.append("".join(f"{line}\n" for line in _scene(scene)))
        parts.append("".join(f"{line}\n" for line in _shot(shot)))
    parts += ["".join(f"{line}\n" for line in _scene(scene)) for scene in scenes.values()]
    return "\n".join(part for part in parts if part)


def _scene(scene: Scene) -> Iterator[str]:
    yield f"scene {scene.id}{_titled(scene.title)}"
    for note in scene.notes:
        yield f"  note {note}"


def _titled(title: Word | None) -> str:
    return f' "{title.text}"' if title else ""


def _shot(shot: Shot) -> Iterator[str]:
    yield f"shot {shot.id}{_titled(shot.title)}{'' if shot.sound else ' (unsound)'}"
    settings = shot.settings
    for name in settings.__dataclass_fields__:
        chosen = getattr(settings, name)
        if chosen is not None:
            yield f"  {name} = {shown(chosen.value)}"
    for kind, beats in (("beat", shot.body), ("look", shot.looks)):
        for beat in beats:
            yield f"  {kind} {_beat(beat)}"
    for note in shot.notes:
        yield f"  note {note}"


def shown(value: Any) -> str:
    """A setting's value, nearly as a script says it."""
    match value:
        case None | Picture() | ShotFrame():
            return _frame(value)
        case Pick(variant, take):
            return "@".join(variant) + (f"#{take}" if take else "")
        case Trim(start, end):
            return f"{start:g}s..{end:g}s"
        case Transition(joint, seconds):
            return f"{joint} {seconds:g}s" if seconds else str(joint)
        case tuple():
            return ", ".join(value)
        case bool():
            return "on" if value else "off"
    return str(value)


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
