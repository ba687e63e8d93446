"""What differs between two requests, field by field, and between their places in the reel."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hailuo_dsl.plan.diff.model import Field
from hailuo_dsl.plan.diff.pair import NO_PART
from hailuo_dsl.plan.diff.words import word_diff
from hailuo_dsl.storyboard.model import Joint

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from hailuo_dsl.plan.diff.ask import Ask, Start
    from hailuo_dsl.request.model import Cutting

NAMES = {
    "model": "model",
    "duration": "duration",
    "resolution": "resolution",
    "first_frame_image": "first frame",
    "last_frame_image": "last frame",
    "prompt_optimizer": "optimizer",
    "aigc_watermark": "watermark",
    NO_PART: "callback",
}
"""What a key of a body is called, in the order in which they are told; the prompt comes last."""

PROMPT = "prompt"


def fields(old: Ask, new: Ask, partners: Mapping[str, str]) -> tuple[Field, ...]:
    """What *new* asks for differently; *partners* says which shot is which, new plain id -> old."""
    keys = {**old.settings, **old.starts, **new.settings, **new.starts}
    order = [*NAMES, *sorted(keys.keys() - NAMES.keys() - {PROMPT}), PROMPT]
    found = (_field(key, old, new, partners) for key in order if key in keys)
    differing = tuple(it for it in found if it)
    if not differing and old.ordinal and new.ordinal and old.ordinal != new.ordinal:
        return (Field("place among equal requests", old.ordinal, new.ordinal),)
    return differing


def reel_fields(old: Cutting, new: Cutting) -> Iterator[Field]:
    """Yield how the reel shows a take differently; a trim and a transition as a script says it."""
    if old.shown != new.shown:
        yield Field("shown", old.shown, new.shown, counts=False)
    if old.trim != new.trim:
        yield Field("trim", _trim(old), _trim(new), counts=False)
    if _transition(old) != _transition(new):
        yield Field("transition", _transition(old), _transition(new), counts=False)


def _field(key: str, old: Ask, new: Ask, partners: Mapping[str, str]) -> Field | None:
    if key in old.starts or key in new.starts:
        return _frame(NAMES[key], old.starts.get(key), new.starts.get(key), partners)
    before, after = old.settings.get(key), new.settings.get(key)
    if before == after:
        return None
    if key == PROMPT:
        return Field(PROMPT, before, after, words=word_diff(str(before), str(after)))
    if key == NO_PART:
        return Field(NAMES[key], before, after, counts=False, note="makes no new take")
    return Field(NAMES.get(key, key), before, after)


def _frame(
    name: str, old: Start | None, new: Start | None, partners: Mapping[str, str]
) -> Field | None:
    if old is None or new is None:
        return Field(name, old.said if old else None, new.said if new else None)
    if old.shot or new.shot:
        return _shot_frame(name, old, new, partners)
    if old.said != new.said:
        same = bool(old.identity) and old.identity == new.identity
        note = "the same bytes, which make no new take" if same else ""
        return Field(name, old.said, new.said, counts=not same, note=note)
    if old.identity and new.identity and old.identity != new.identity:
        return Field(name, old.said, new.said, note="its bytes changed")
    return None


def _shot_frame(name: str, old: Start, new: Start, partners: Mapping[str, str]) -> Field | None:
    same_shot = bool(new.shot) and old.shot in (new.shot, partners.get(new.shot))
    if same_shot and (old.which, old.undecided) == (new.which, new.undecided):
        return None
    note = ""
    if old.undecided != new.undecided:
        note = "which take is meant is not said" if new.undecided else "which take is meant is said"
    return Field(name, old.said, new.said, note=note)


def _trim(cutting: Cutting) -> str | None:
    trim = cutting.trim
    return f"{trim.start:g}s..{trim.end:g}s" if trim else None


def _transition(cutting: Cutting) -> str:
    transition = cutting.transition
    if transition is None or transition.joint is Joint.CUT:
        return str(Joint.CUT)
    return f"{transition.joint} {transition.seconds:g}s"
