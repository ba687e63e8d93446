"""A request for the eye: its facts, and its prompt with each stretch marked by where it came from.

The HTML is of semantic elements with inline styles: a notebook that was mailed is sanitised before
it is shown, and style sheets and roles are taken out. Nothing is told by colour alone: each kind
of stretch has its own line below it, its name when pointed at, and stands in the legend.
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from hailuo_dsl.request.model import FILE, SHOT
from hailuo_dsl.storyboard.model import Kind

if TYPE_CHECKING:
    from collections.abc import Collection

    from hailuo_dsl.request.model import Request

MARK = "padding:0 3px;border-radius:3px;"
TAG = f"{MARK}background:#cfe3f7;color:#12304d"
DEFINED = f"{MARK}background:#d3ebe0;color:#0b3d2c;border-bottom:2px solid #009e73"
MARKS = {
    Kind.CAMERA: TAG,
    Kind.CHARACTER: DEFINED,
    Kind.PLACE: DEFINED,
    Kind.PROP: DEFINED,
    Kind.VARIABLE: f"{MARK}background:#fbe3c4;color:#4a2c00;border-bottom:2px dashed #d55e00",
    Kind.CELL: f"{MARK}background:#fdf3b5;color:#453a00;border-bottom:2px dotted #8a7500",
    Kind.LOOK: f"{MARK}background:#f0d9e8;color:#4a1534;border-bottom:2px double #cc79a7",
}
"""How a stretch of each kind looks: dark letters on a light ground, in a dark theme too.

The author's own prose and what joins lines are not marked.
"""

TAGS_ALONE = frozenset({Kind.CAMERA})


def facts(request: Request) -> tuple[str, ...]:
    """Its id, model, seconds, resolution and frames, as a row of a table."""
    body = request.body
    resolution = body["metadata"].get("resolution", "default")
    frame = _frame(body["metadata"].get("first_frame_image"))
    if "last_frame_image" in body["metadata"]:
        frame += f" → {_frame(body['metadata']['last_frame_image'])}"
    return (request.id, request.model, str(body["duration"]), resolution, frame)


def request_text(request: Request) -> str:
    """Its facts on one line, and its prompt below."""
    return f"{'  '.join(facts(request))}\n    {request.body['prompt']}"


def request_html(request: Request) -> str:
    """Its facts, its prompt with every stretch marked, and what the marks mean."""
    said, *others = map(escape, facts(request))
    kinds = [kind for kind in MARKS if any(mark.kind is kind for mark in request.source_map)]
    legend = [_marked(kind, str(kind)) for kind in kinds]
    legend.append(f"{len(request.body['prompt'])} characters")
    return (
        f"<div><strong>{said}</strong> {' · '.join(others)}</div>"
        f'<p style="margin:6px 0;max-width:60em;line-height:1.6">{prompt_html(request)}</p>'
        f"<small>{' · '.join(legend)}</small>"
    )


def request_bundle(request: Request) -> dict[str, str]:
    """What a notebook is given to show of *request*, by MIME type."""
    return {"text/plain": request_text(request), "text/html": request_html(request)}


def prompt_html(request: Request, kinds: Collection[Kind] = MARKS.keys()) -> str:
    """Its prompt, the stretches of *kinds* marked."""
    prompt = request.body["prompt"]
    parts = []
    for mark in request.source_map:
        words = escape(prompt[mark.start : mark.end]).replace("\n", "<br>")
        is_marked = mark.kind in kinds and mark.kind in MARKS
        parts.append(_marked(mark.kind, words) if is_marked else words)
    return "".join(parts)


def _marked(kind: Kind, words: str) -> str:
    return f'<mark title="{kind}" style="{MARKS[kind]}">{words}</mark>'


def _frame(frame: str | None) -> str:
    if frame is None:
        return "none"
    if frame.startswith(SHOT):
        shot, _, which = frame.removeprefix(SHOT).rpartition(".")
        return f"the {which} frame of {shot}"
    return "a data URL" if frame.startswith("data:") else frame.removeprefix(FILE)
