"""Requests as the one JSON document that `hailuo-dsl compile` prints."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

    from hailuo_dsl.request.model import Request

VERSION = 1


def document(requests: Iterable[Request]) -> dict[str, Any]:
    """`{"version", "requests": [{"id", "request", "source_map", "depends_on"}]}`.

    In a source map, `start` and `end` count code points of the prompt, `from` and `to` code points
    of the file's text, both from 0; together the entries cover the whole prompt.
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
    }
