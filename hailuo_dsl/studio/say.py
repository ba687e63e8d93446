"""What values of Python say as the lines of a script."""

from __future__ import annotations

import re
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from hailuo_dsl.ground.suggest import did_you_mean
from hailuo_dsl.ground.trouble import Trouble
from hailuo_dsl.request.decompile.frame import SPECIAL, path_value, value_of
from hailuo_dsl.request.decompile.prompt import WIDTH
from hailuo_dsl.storyboard.slug import slug_of
from hailuo_dsl.syntax.names import name_problem, nfc
from hailuo_dsl.syntax.words import BLANKS, Key
from hailuo_dsl.syntax.wrap import wrapped

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    Variables = Mapping[str, object] | None
    Axes = Mapping[str, Iterable[object]] | None

BAR = re.compile(r"\|")
LISTS = {Key.LOOK: ", ", Key.CAMERA: ", then "}
"""What stands between several values of a key: looks together, moves one after the other."""

PICTURES = frozenset({Key.FROM, Key.TO})
SWITCHES = {True: "on", False: "off"}


class Prose(str):
    """Text that is read as in a script: `{names}` and `[camera moves]` mean something."""

    __slots__ = ()


def plain(text: object) -> Prose:
    r"""*text* for use within `Prose`: its `[ ] { } \` are letters like any other.

    >>> Prose(f"[push in] The label says {plain('{new}')}.")
    '[push in] The label says \\{new\\}.'
    """
    return Prose(SPECIAL.sub(r"\\\g<0>", str(text)))


def body_lines(
    motion: Iterable[object], settings: Mapping[str, object], let: Variables, vary: Axes
) -> Iterator[str]:
    """The lines of a shot or a setup; the camera begins to move with the motion."""
    camera = {name: value for name, value in settings.items() if name == Key.CAMERA}
    yield from settings_lines({name: it for name, it in settings.items() if name not in camera})
    yield from lets_lines(let)
    for name, choices in (vary or {}).items():
        said = [_prose(it, bars=True) for it in choices]
        yield f"vary {name_of('variable', name)}: {' | '.join(said)}"
    yield from settings_lines(camera)
    yield from motion_lines(motion)


def settings_lines(settings: Mapping[str, object]) -> Iterator[str]:
    """The lines of *settings*; `from_` and `with_` are `from` and `with`, which are Python's."""
    for name, value in settings.items():
        key = name.removesuffix("_")
        if key not in set(Key):
            advice = did_you_mean(key, list(Key), f"there are {', '.join(Key)}")
            raise Trouble(f"no setting is called `{name}`; {advice}")
        if not is_missing(value):
            yield from _setting(Key(key), value)


def _setting(key: Key, value: object) -> Iterator[str]:
    if key is Key.NOTE:
        lines = (line.strip(BLANKS) for line in str(value).splitlines())
        yield from (f"{key}: {line}" for line in lines if line)
    elif key in PICTURES and isinstance(value, PurePath):
        variable = f"picture-{key}"
        supplied, written = path_value(line_of(value.as_posix()), variable)
        if supplied is not None:
            yield f"let {variable}: {supplied}"
        yield f"{key}: {written}"
    elif isinstance(value, list | tuple) and key in LISTS:
        said = [_value(key, it) for it in value if not is_missing(it)]
        if said:
            yield f"{key}: {LISTS[key].join(said)}"
    else:
        yield f"{key}: {_value(key, value)}".rstrip(" ")


def _value(key: Key, value: object) -> str:
    """What stands behind the colon of *key*."""
    value = _scalar(value)
    if isinstance(value, bool):
        return SWITCHES[value]
    if isinstance(value, int | float):
        return f"{value}s" if key is Key.DURATION else str(value)
    text = line_of(value)
    return text if isinstance(value, Prose) else value_of(text)


def lets_lines(let: Variables) -> Iterator[str]:
    """The lines of *let*; a variable that stands for nothing is left out."""
    for name, value in (let or {}).items():
        if not is_missing(value):
            yield f"let {name_of('variable', name)}: {_prose(value)}".rstrip(" ")


def _prose(value: object, *, bars: bool = False) -> str:
    """*value* on one line as prose says it; *bars*: a bar in it is a letter too."""
    value = _scalar(value)
    if isinstance(value, Prose):
        return line_of(value)
    said = plain(line_of(value))
    return BAR.sub(r"\\|", said) if bars else said


def motion_lines(texts: Iterable[object]) -> Iterator[str]:
    """The motion lines of *texts*; long ones are broken where every prompt stays as it is."""
    for text in texts:
        if is_missing(text):
            continue
        said = text if isinstance(text, Prose) else plain(_scalar(text))
        lines = [line.strip(BLANKS) for line in said.replace("\r\n", "\n").split("\n")]
        while lines and not lines[-1]:
            lines.pop()
        while lines and not lines[0]:
            del lines[0]
        for line in lines:
            yield from (f"> {part}".rstrip(" ") for part in wrapped(line, WIDTH))


def line_of(value: object) -> str:
    """*value* as text on one line; a line break is a blank, as in the cell of a table."""
    return " ".join(re.split(r"[\r\n]+", str(value))).strip(BLANKS)


def name_of(what: str, name: object) -> str:
    """*name*, if it is one.

    Raises:
        Trouble: it is none; the message has one that is close to it.
    """
    text = nfc(str(_scalar(name)))
    problem = name_problem(text)
    if problem is None:
        return text
    near = slug_of(text)
    advice = f"; `{near}` would be one" if name_problem(near) is None else ""
    raise Trouble(f"{text!r} cannot be the name of a {what}: {problem}{advice}")


def _scalar(value: Any) -> Any:
    """*value* as Python has it: a column of numbers brings numbers of its own, 6 as 6.0."""
    if callable(getattr(value, "item", None)):
        value = value.item()
    return int(value) if isinstance(value, float) and value.is_integer() else value


def is_missing(value: Any) -> bool:
    """Whether *value* is None, or one of those that a table has for nothing: NaN, NaT, NA."""
    if value is None:
        return True
    try:
        return bool(value != value)
    except TypeError:
        return True
