"""The storyboard as one JSON document, and the schema of that document."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hailuo_dsl.catalog.model import Dialect
from hailuo_dsl.storyboard.model import (
    Joint,
    Kind,
    Pick,
    Picture,
    Settings,
    ShotFrame,
    Tag,
    Transition,
    Trim,
)
from hailuo_dsl.syntax.data import DRAFT, SPAN, WORD, record, span_data, span_schema, word_schema

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hailuo_dsl.ground.model import Source
    from hailuo_dsl.storyboard.model import Beat, Chosen, Frame, Run, Shot, Storyboard
    from hailuo_dsl.syntax.model import Word

VERSION = 1
TEXT = {"type": "string"}
SECONDS = {"description": "seconds", "type": "number", "minimum": 0}
COUNT = {"type": "integer", "minimum": 1}
NULL = {"type": "null"}


def document(storyboard: Storyboard, sources: Mapping[str, Source]) -> dict[str, Any]:
    """*storyboard* as JSON, as `schema` says; *sources* are those of its report."""
    return {
        "version": VERSION,
        "notes": list(storyboard.notes),
        "scenes": [
            {"id": it.id, "title": _title(it.title, sources), "notes": list(it.notes)}
            for it in storyboard.scenes
        ],
        "shots": [_shot(it, sources) for it in storyboard.shots],
    }


def _shot(shot: Shot, sources: Mapping[str, Source]) -> dict[str, Any]:
    chosen = {name: getattr(shot.settings, name) for name in Settings.__dataclass_fields__}
    return {
        "id": shot.id,
        "name": shot.name,
        "scene": shot.scene,
        "title": _title(shot.title, sources),
        "variant": list(shot.variant),
        "sound": shot.sound,
        "shown": shot.shown,
        "span": span_data(shot.span, sources),
        "settings": {name: it and _chosen(it, sources) for name, it in chosen.items()},
        "body": [_beat(it, sources) for it in shot.body],
        "looks": [_beat(it, sources) for it in shot.looks],
        "notes": list(shot.notes),
    }


def _title(title: Word | None, sources: Mapping[str, Source]) -> dict[str, Any] | None:
    return {"text": title.text, "span": span_data(title.span, sources)} if title else None


def _chosen(chosen: Chosen[Any], sources: Mapping[str, Source]) -> dict[str, Any]:
    return {"value": _value(chosen.value), "chosen": span_data(chosen.span, sources)}


def _value(value: Any) -> Any:
    match value:
        case Picture() | ShotFrame():
            return _frame(value)
        case Pick(variant, take):
            return {"variant": list(variant), "take": take}
        case Trim():
            return trim_data(value)
        case Transition():
            return transition_data(value)
        case Dialect():
            return str(value)
        case tuple():
            return list(value)
    return value


def _frame(frame: Frame) -> dict[str, Any]:
    if isinstance(frame, Picture):
        return {"kind": "file" if frame.is_file else "address", "text": frame.text}
    return {
        "kind": "shot",
        "shot": frame.shot,
        "take": frame.take,
        "which": frame.which,
        "undecided": frame.undecided,
    }


def trim_data(trim: Trim) -> dict[str, Any]:
    """The part of a clip that the reel shows, as `trim_schema` says."""
    return {"start": trim.start, "end": trim.end}


def transition_data(transition: Transition) -> dict[str, Any]:
    """How the reel goes over into a shot, as `transition_schema` says."""
    return {"joint": str(transition.joint), "seconds": transition.seconds}


def _beat(beat: Beat, sources: Mapping[str, Source]) -> list[dict[str, Any]]:
    return [_piece(piece, sources) for piece in beat]


def _piece(piece: Run | Tag, sources: Mapping[str, Source]) -> dict[str, Any]:
    span = span_data(piece.span, sources)
    if not isinstance(piece, Tag):
        return {"kind": str(piece.kind), "text": piece.text, "span": span}
    moves = [
        {"id": move.id, **{str(dialect): move.said(dialect) for dialect in Dialect}}
        for move in piece.moves
    ]
    return {"kind": str(Kind.CAMERA), "moves": moves, "span": span}


def schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of what `document` returns."""
    notes = {"type": "array", "items": TEXT}
    scene = record(id=TEXT, title={"oneOf": [WORD, NULL]}, notes=notes)
    return {
        "$schema": DRAFT,
        "title": "The storyboard of a script",
        **record(
            version={"const": VERSION},
            notes={"description": "the file's own", **notes},
            scenes={"type": "array", "items": scene},
            shots={
                "description": "in the script's order; a shot that varies is one a variant",
                "type": "array",
                "items": _shot_schema(notes),
            },
        ),
        "$defs": {
            "span": span_schema(),
            "word": word_schema(),
            "beats": _beats_schema(),
            "frame": _frame_schema(),
        },
    }


def _shot_schema(notes: dict[str, Any]) -> dict[str, Any]:
    beats = {"$ref": "#/$defs/beats"}
    return record(
        id={"description": "scene, name and variant: `harbour/lamp-room@dawn`", **TEXT},
        name=TEXT,
        scene={
            "description": "its id, with the row that it is repeated for; null: before any scene",
            "type": ["string", "null"],
        },
        title={"oneOf": [WORD, NULL]},
        variant={"description": "its row, then its choices", "type": "array", "items": TEXT},
        sound={"description": "only a sound shot becomes a request", "type": "boolean"},
        shown={
            "description": "the take that the reel shows, from 1; null: the reel leaves it out",
            "oneOf": [COUNT, NULL],
        },
        span={"description": "its heading", **SPAN},
        settings=_settings_schema(),
        body={"description": "motion and camera in the order written", **beats},
        looks={"description": "the styles' prose, for the prompt's end", **beats},
        notes=notes,
    )


def _settings_schema() -> dict[str, Any]:
    frame = {"$ref": "#/$defs/frame"}
    switch = {"type": "boolean"}
    values = {
        "model": TEXT,
        "duration": {"description": "seconds", **COUNT},
        "resolution": TEXT,
        "first": frame,
        "last": frame,
        "look": {"description": "names of styles", "type": "array", "items": TEXT},
        "optimizer": switch,
        "watermark": switch,
        "callback": {"description": "a URL", **TEXT},
        "tags": {"enum": [*map(str, Dialect)]},
        "takes": COUNT,
        "pick": {
            "description": "as it is written; what it means is told by `shown`",
            **record(variant={"type": "array", "items": TEXT}, take={"oneOf": [COUNT, NULL]}),
        },
        "trim": trim_schema(),
        "transition": transition_schema(),
    }
    place = {"description": "the place that chose it", **SPAN}
    chosen = {
        name: {"oneOf": [record(value=it, chosen=place), NULL]} for name, it in values.items()
    }
    return {"description": "null: the script leaves it to the service", **record(**chosen)}


def _frame_schema() -> dict[str, Any]:
    shot = record(
        kind={"const": "shot"},
        shot={"description": "the id of a shot in this storyboard", **TEXT},
        take={"description": "from 1; null: it has but one", "oneOf": [COUNT, NULL]},
        which={"enum": ["first", "last"]},
        undecided={
            "description": "the shot has several takes, and none was chosen",
            "type": "boolean",
        },
    )
    file = {"description": "a path beside the script, or its URL or data URL", **TEXT}
    return {
        "description": "null: from words alone; or what the script says is wrong",
        "oneOf": [record(kind={"enum": ["file", "address"]}, text=file), shot, NULL],
    }


def _beats_schema() -> dict[str, Any]:
    kinds = [str(kind) for kind in Kind if kind is not Kind.CAMERA]
    said = {str(dialect): TEXT for dialect in Dialect}
    move = record(id={"description": "its row in the catalogue", **TEXT}, **said)
    moves = {
        "description": "they act together",
        "type": "array",
        "minItems": 1,
        "items": move,
    }
    pieces = [
        record(kind={"enum": kinds}, text=TEXT, span=SPAN),
        record(kind={"const": str(Kind.CAMERA)}, moves=moves, span=SPAN),
    ]
    beat = {"type": "array", "items": {"oneOf": pieces}}
    return {"description": "the lines of a prompt, each in pieces", "type": "array", "items": beat}


def trim_schema() -> dict[str, Any]:
    """The schema of a trim: from the clip's beginning."""
    return record(start=SECONDS, end=SECONDS)


def transition_schema() -> dict[str, Any]:
    """The schema of a transition; a cut takes no time."""
    return record(joint={"enum": [*map(str, Joint)]}, seconds=SECONDS)
