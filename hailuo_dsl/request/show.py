"""Requests as the one JSON document that `hailuo-dsl compile` prints, and as stable text."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from hailuo_dsl.ground.model import Source
from hailuo_dsl.request.schema import schema as bodies_schema
from hailuo_dsl.storyboard.data import (
    transition_data,
    transition_schema,
    trim_data,
    trim_schema,
)
from hailuo_dsl.storyboard.model import Joint, Kind, Transition
from hailuo_dsl.storyboard.show import shown as setting_shown
from hailuo_dsl.syntax.data import DRAFT, record

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from hailuo_dsl.catalog.model import Catalog
    from hailuo_dsl.request.model import Cutting, Mark, Request

VERSION = 1
CUT = Transition(Joint.CUT)
WIDTH = 120
"""Letters of a value that are shown; a picture in a data URL has millions."""


def document(requests: Iterable[Request]) -> dict[str, Any]:
    """`{"version", "requests": [{"id", "request", "source_map", "depends_on", …}]}`.

    In a source map, `start` and `end` count code points of the prompt, `from` and `to` code points
    of the file's text, both from 0; together the entries cover the whole prompt. `schema` tells
    the rest.
    """
    return {"version": VERSION, "requests": [_entry(request) for request in requests]}


def _entry(request: Request) -> dict[str, Any]:
    return {
        "id": request.id,
        "request": request.body,
        "source_map": [
            {
                "start": mark.start,
                "end": mark.end,
                "file": mark.span.file,
                "from": mark.span.start,
                "to": mark.span.end,
                "kind": str(mark.kind),
            }
            for mark in request.source_map
        ],
        "depends_on": list(request.depends_on),
        "take": request.take,
        "undecided": request.undecided,
        "cutting": _cutting(request.cutting),
    }


def _cutting(cutting: Cutting) -> dict[str, Any]:
    return {
        "shown": cutting.shown,
        "trim": cutting.trim and trim_data(cutting.trim),
        "transition": transition_data(cutting.transition or CUT),
    }


def schema(catalog: Catalog) -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of what `document` returns of requests of *catalog*."""
    bodies = bodies_schema(catalog, wire=False)
    return {
        "$schema": DRAFT,
        "title": "The requests of a script",
        **record(
            version={"const": VERSION},
            requests={
                "description": "a request a take, in the script's order",
                "type": "array",
                "items": _entry_schema(),
            },
        ),
        "$defs": {"body": {"oneOf": bodies["oneOf"]}, **bodies["$defs"]},
    }


def _entry_schema() -> dict[str, Any]:
    id_ = {"type": "string", "minLength": 1}
    return record(
        id={"description": "`scene/shot@variant#take`, what there is of it", **id_},
        request={"$ref": "#/$defs/body"},
        source_map={
            "description": "covers the whole prompt, without a gap",
            "type": "array",
            "minItems": 1,
            "items": _mark_schema(),
        },
        depends_on={
            "description": "the requests one of whose clips it starts from",
            "type": "array",
            "items": id_,
        },
        take={"type": "integer", "minimum": 1},
        undecided={
            "description": "the shot it starts from has several takes, and none was chosen",
            "type": "boolean",
        },
        cutting=record(
            shown={"description": "the reel shows it", "type": "boolean"},
            trim={"description": "null: all of it", "oneOf": [trim_schema(), {"type": "null"}]},
            transition=transition_schema(),
        ),
    )


def _mark_schema() -> dict[str, Any]:
    offset = {"type": "integer", "minimum": 0}
    return record(
        **{
            "start": {"description": "in code points of the prompt", **offset},
            "end": {"description": "in code points of the prompt", **offset},
            "file": {"type": "string"},
            "from": {"description": "in code points of the file's text", **offset},
            "to": {"description": "in code points of the file's text", **offset},
            "kind": {"enum": [*map(str, Kind)]},
        }
    )


def show_requests(requests: Iterable[Request], sources: Mapping[str, Source]) -> str:
    """Every request with what it asks for, and each piece of its prompt with where it came from."""
    return "\n".join("".join(f"{line}\n" for line in _request(it, sources)) for it in requests)


def _request(request: Request, sources: Mapping[str, Source]) -> Iterator[str]:
    yield f"request {request.id}"
    body = request.body
    prompt = body["prompt"]
    for name, value in body.items():
        if name not in ("prompt", "metadata"):
            yield f"  {name} = {setting_shown(value)}"
    for name, value in body["metadata"].items():
        yield f"  {name} = {_cut(setting_shown(value))}"
    if request.depends_on:
        waits = " (undecided)" if request.undecided else ""
        yield f"  after {', '.join(request.depends_on)}{waits}"
    yield f"  reel {', '.join(_in_the_reel(request.cutting))}"
    yield f"  prompt = {_quoted(prompt)}"
    for mark in request.source_map:
        yield f"    {_quoted(prompt[mark.start : mark.end])} {_origin(mark, sources)}"


def _in_the_reel(cutting: Cutting) -> Iterator[str]:
    if not cutting.shown:
        yield "leaves it out"
        return
    yield setting_shown(cutting.transition or CUT)
    if cutting.trim:
        yield setting_shown(cutting.trim)


def _origin(mark: Mark, sources: Mapping[str, Source]) -> str:
    span = mark.span
    line, column = (sources.get(span.file) or Source(span.file, "")).position(span.start)
    return f"{span.file}:{line}:{column} {mark.kind}"


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _cut(text: str) -> str:
    return text if len(text) <= WIDTH else f"{text[:WIDTH]}… ({len(text)} characters)"
