"""What changed, as text for people."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any

from hailuo_dsl.ground.render import CUT, fitting, visible
from hailuo_dsl.plan.diff.model import Cause, Made, Op, Status
from hailuo_dsl.plan.diff.words import tokens
from hailuo_dsl.plan.key import file_identity
from hailuo_dsl.request.model import FILE, SHOT

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator, Sequence

    from hailuo_dsl.ground.render import Paint
    from hailuo_dsl.plan.diff.model import Change, Diff, Field, Stretch

AROUND = 28
"""Columns of what is kept of a prompt that are shown on either side of a change."""

LONGEST = 72
"""Characters of another value that are shown."""

MADE = {Made.ANEW: "made anew", Made.REUSED: "reused", Made.WAITS: "waits for a pick"}
WORDS = {Op.REMOVED: "removed words", Op.ADDED: "added words"}
"""The roles of what changed within a prompt."""

FEED = "↵"
BLAME = {
    Cause.CHANGED: "starts from {}, which changed",
    Cause.ADDED: "starts from {}, which was added",
    Cause.REMOVED: "started from {}, which was removed",
    Cause.REMADE: "starts from {}, whose clip is another by now",
    Cause.UNKNOWN: "nothing of it changed, and yet the ledger has no such take",
}
INDENT = " " * 4


def marked(text: str, role: str) -> str:
    """Marks in place of colours: `[-removed-]{+added+}`."""
    if role == WORDS[Op.REMOVED]:
        return f"[-{text}-]"
    return f"{{+{text}+}}" if role == WORDS[Op.ADDED] else text


def show_diff(diff: Diff, paint: Paint = marked) -> str:
    """Every request that there is something to say of, a block each, then how many there are.

    Takes of one shot of which the same is to be said are one block.

    Args:
        paint: colours a text by its role: a `Status`, or one of `WORDS`.
    """
    told = [it for it in diff.changes if it.status is not Status.UNCHANGED or it.note]
    blocks = [_block(list(alike), paint) for _, alike in groupby(told, _what_is_said)]
    return "".join(f"{block}\n" for block in blocks) + ("\n" if blocks else "") + tally(diff) + "\n"


def tally(diff: Diff) -> str:
    """`2 changed, 1 stale, 12 unchanged`; where nothing differs, that is said first."""
    counted = ", ".join(f"{count} {status}" for status, count in diff.counts.items() if count)
    if diff.differs:
        return counted
    return f"no changes: {counted}" if counted else "no changes"


def _what_is_said(change: Change) -> Hashable:
    """Equal for takes of one shot that one block can tell; a change of another shot is alone."""
    shot, _, number = change.id.partition("#")
    was = (change.renamed_from or "").partition("#")[0]
    told = (change.fields, change.reel, change.chain, change.cause, change.note)
    return (shot if number else change.id, change.status, change.made, was, repr(told))


def _block(alike: Sequence[Change], paint: Paint) -> str:
    change = alike[0]
    name = _names([it.id for it in alike])
    if change.renamed_from:
        was = _names([it.renamed_from or "" for it in alike])
        renamed = change.status is Status.RENAMED
        name = f"{was} -> {name}" if renamed else f"{name} (was {was})"
    status = paint(str(change.status).ljust(9), change.status)
    made = f" · {MADE[change.made]}" if change.made else ""
    lines = [f"{status} {name}{made}", *(f"{INDENT}{it}" for it in _lines(change, paint))]
    return "\n".join(lines)


def _names(ids: Sequence[str]) -> str:
    """`arrive#1, #2, #3`."""
    return ", ".join([ids[0], *(f"#{id.partition('#')[2]}" for id in ids[1:])])


def _lines(change: Change, paint: Paint) -> Iterator[str]:
    if change.cause:
        yield blame(change.chain, change.cause)
    if change.note:
        yield change.note
    width = max((len(it.name) for it in change.fields), default=0)
    for it in change.fields:
        yield f"{it.name.ljust(width)}  {_value(it, paint)}{_noted(it)}"
    for it in change.reel:
        yield f"in the reel: {_in_reel(it)}"


def blame(chain: Sequence[str], cause: Cause) -> str:
    """`starts from door, which starts from arrive, which changed`."""
    *way, last = chain or ("",)
    end = BLAME[cause].format(last)
    if len(way) > 2:
        return f"starts from {way[0]}, which over {len(way) - 1} more shots {end}"
    return ", which ".join([*(f"starts from {it}" for it in way), end])


def _value(field: Field, paint: Paint) -> str:
    if field.words:
        return _words(field.words, paint)
    return f"{_said(field.old, field.name)} -> {_said(field.new, field.name)}"


def _noted(field: Field) -> str:
    return f" ({field.note})" if field.note else ""


def _said(value: Any, name: str) -> str:
    """*value* as an author would write it."""
    if value is None:
        return "left out"
    if isinstance(value, bool):
        return "on" if value else "off"
    if name == "duration":
        return f"{value}s"
    text = str(value)
    if text.startswith(file_identity("")):
        return f"a data URL ({text[:15]}{CUT})"
    text = visible(text.removeprefix(FILE).removeprefix(SHOT))
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}{CUT}"


def _in_reel(field: Field) -> str:
    match field.name:
        case "shown":
            return "shown -> not shown" if field.old else "not shown -> shown"
        case "after":
            old, new = (f"after {it}" if it else "first" for it in (field.old, field.new))
        case _:
            old, new = (it or "the whole" for it in (field.old, field.new))
    return f"{old} -> {new}" if field.name == "after" else f"{field.name} {old} -> {new}"


def _words(stretches: Sequence[Stretch], paint: Paint) -> str:
    """A prompt with its changes in place; of what is kept between them, what is near."""
    said = []
    for at, (op, text) in enumerate(stretches):
        if op is Op.KEPT:
            said.append(_seen(_near(text, before=at > 0, after=at < len(stretches) - 1)))
        else:
            said.append(paint(_seen(text), WORDS[op]))
    return "".join(said)


def _seen(text: str) -> str:
    return visible(text.replace("\n", FEED))


def _near(text: str, *, before: bool, after: bool) -> str:
    """*text* without what is far from a change that stands before or after it."""
    line = list(tokens(text))
    head = fitting(line, AROUND) if before else 0
    tail = fitting(reversed(line), AROUND) if after else 0
    # One token more is as short as the mark that would stand for it.
    if head + tail + 1 >= len(line):
        return text
    return f"{''.join(line[:head])}{CUT}{''.join(line[len(line) - tail :])}"
