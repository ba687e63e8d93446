"""Camera moves by name: in `camera:` lines and in brackets, in any spelling of the catalogue."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hailuo_dsl.ground.suggest import asked, nearest
from hailuo_dsl.storyboard import rules
from hailuo_dsl.storyboard.mend import instead
from hailuo_dsl.storyboard.model import Tag
from hailuo_dsl.syntax.values import Camera, Part, Unreadable, read_bracket, read_camera

if TYPE_CHECKING:
    from collections.abc import Iterable

    from hailuo_dsl.catalog.model import Catalog, Move
    from hailuo_dsl.ground.model import Report
    from hailuo_dsl.storyboard.value import Value

MORE = "`hailuo-dsl words` lists the moves"


def camera_tags(value: Value, catalog: Catalog, report: Report) -> tuple[Tag, ...] | None:
    """The brackets of a `camera:` value, one after the other; None if it cannot be read."""
    try:
        camera = read_camera(value.text)
    except Unreadable as error:
        report.add(
            rules.UNKNOWN_MOVE,
            value.part(min(error.at, len(value.text) - 1), len(value.text)),
            "a camera move was expected here",
            help="moves are joined by `+`, or by `, then` for one after the other",
        )
        return None
    tags = _tags(camera.groups, value, catalog, report)
    if camera.commas:
        _refuse_comma(camera, value, report)
        return None
    return tags


def bracket_tag(value: Value, catalog: Catalog, report: Report) -> Tag | None:
    """The bracket `[…]` whose inside is *value*; None if it cannot be read."""
    try:
        moves = read_bracket(value.text)
    except Unreadable:
        report.add(
            rules.UNKNOWN_MOVE,
            value.span,
            f"`[{value.text}]` names no camera move",
            help="a bracket that is meant as a letter is written `\\[` and `\\]`",
        )
        return None
    tags = _tags((moves,), value, catalog, report, escape=" (letters are written `\\[` and `\\]`)")
    return tags[0] if tags else None


def _tags(
    groups: Iterable[tuple[Part, ...]],
    value: Value,
    catalog: Catalog,
    report: Report,
    escape: str = "",
) -> tuple[Tag, ...] | None:
    tags = []
    sound = True
    for group in groups:
        moves: list[Move] = []
        for part in group:
            move = catalog.move(part.text)
            if move is None:
                _refuse_move(part, value, catalog, report, escape)
                sound = False
            else:
                moves.append(move)
        tags.append(Tag(tuple(moves), value.part(group[0].start, group[-1].end)))
    return tuple(tags) if sound else None


def _refuse_move(part: Part, value: Value, catalog: Catalog, report: Report, escape: str) -> None:
    parted = [it.strip() for it in part.text.split(" then ")]
    in_turn = ", then ".join(parted)
    if len(parted) > 1 and not escape and nearest(parted[0], catalog.move_words):
        advice = f"write `{in_turn}`"
        fix = instead(value, in_turn, part, safe=True) if all(map(catalog.move, parted)) else None
    else:
        near = nearest(part.text, catalog.move_words)
        advice, fix = asked(near, MORE), instead(value, near, part)
    report.add(
        rules.UNKNOWN_MOVE,
        value.part(part.start, part.end),
        f"`{part.text}` is no camera move",
        help=f"{advice}{escape}",
        fix=fix,
    )


def _refuse_comma(camera: Camera, value: Value, report: Report) -> None:
    comma = camera.commas[0]
    before, after = value.text[: comma.start].rstrip(), value.text[comma.end :].lstrip()
    report.add(
        rules.CAMERA_COMMA,
        value.part(comma.start, comma.end),
        "a comma alone does not say whether the moves act together or one after the other",
        help=f"write `{before} + {after}` for together, `{before}, then {after}` for in turn",
    )
