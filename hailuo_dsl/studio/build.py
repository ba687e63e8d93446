r"""Scripts built in Python: in loops over rows, lists, whatever there is.

    script = Script(model="MiniMax-Hailuo-2.3", duration=6)
    ad = script.scene("ad", look="clean")
    for row in table.itertuples():
        ad.shot(row.id, row.motion, from_=row.image, camera="push in")
    film = Film.of(script)

What comes out is the text that an author would write, so it is checked as such, and a mistake is
shown at its line. Letters stay letters: `[ ] { } \` are escaped, but for `Prose`, which is read as
in a script. A cell that holds nothing (None, NaN) leaves its setting out.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from hailuo_dsl.ground.trouble import Trouble
from hailuo_dsl.studio.say import (
    Prose,
    body_lines,
    is_missing,
    lets_lines,
    line_of,
    motion_lines,
    name_of,
    plain,
    settings_lines,
)
from hailuo_dsl.syntax.format import LEVEL
from hailuo_dsl.syntax.words import Keyword

if TYPE_CHECKING:
    from collections.abc import Iterable

    from hailuo_dsl.studio.say import Axes, Variables

__all__ = ["Prose", "Scene", "Script", "Shot", "plain"]


@dataclass
class _Block:
    """A heading and its lines; the file's own have none."""

    heading: str
    lines: list[str]

    def text(self, depth: int = 0) -> str:
        """Its lines in the layout of the formatter."""
        indent = LEVEL * depth
        inner = indent + LEVEL * bool(self.heading)
        head = f"{indent}{self.heading}\n" if self.heading else ""
        return head + "".join(f"{inner}{line}\n" for line in self.lines)


@dataclass(frozen=True, slots=True)
class Shot:
    """A shot that was built; its frames can be those of another: `from_=shot.last`."""

    id: str

    @property
    def first(self) -> str:
        return f"{self.id}.first"

    @property
    def last(self) -> str:
        return f"{self.id}.last"

    def __str__(self) -> str:
        return self.id


@dataclass
class Scene:
    """A scene that is being built."""

    name: str
    _block: _Block
    _shots: list[_Block] = field(default_factory=list)

    def shot(
        self,
        name: object,
        *motion: object,
        title: object = "",
        let: Variables = None,
        vary: Axes = None,
        **settings: object,
    ) -> Shot:
        """Add a shot to the scene; see `Script.shot`."""
        lines = body_lines(motion, settings, let, vary)
        self._shots.append(_block(Keyword.SHOT, name, title, lines))
        return Shot(f"{self.name}/{name_of(Keyword.SHOT, name)}")

    @property
    def shots(self) -> int:
        """How many shots it has by now."""
        return len(self._shots)

    def to_script(self) -> str:
        """The text of the scene, in the layout of the formatter."""
        return "\n".join((self._block.text(), *(it.text(1) for it in self._shots)))


class Script:
    """A script that is being built; `str()` is its text."""

    def __init__(
        self, *, let: Variables = None, use: Iterable[object] = (), **settings: object
    ) -> None:
        """Begin with what stands for all shots.

        Args:
            let: name -> text; `{name}` in `Prose` says it.
            use: scripts whose definitions are brought in.
            settings: `model="MiniMax-Hailuo-2.3", duration=6, resolution="768P"`.
        """
        used = [f"use {line_of(path)}" for path in use]
        self._head = _Block("", [*used, *settings_lines(settings), *lets_lines(let)])
        self._definitions: list[_Block] = []
        self._shots: list[_Block] = []
        self._scenes: dict[str, Scene] = {}

    def character(self, name: object, *prose: object, title: object = "") -> None:
        """Define what `{name}` in `Prose` says: the title, with the prose at its first mention."""
        self._define(Keyword.CHARACTER, name, title, motion_lines(prose))

    def place(self, name: object, *prose: object, title: object = "") -> None:
        """Define a place, as a character is."""
        self._define(Keyword.PLACE, name, title, motion_lines(prose))

    def prop(self, name: object, *prose: object, title: object = "") -> None:
        """Define a prop, as a character is."""
        self._define(Keyword.PROP, name, title, motion_lines(prose))

    def style(self, name: object, *prose: object) -> None:
        """Define a look: what `look=name` adds to the end of a prompt."""
        self._define(Keyword.STYLE, name, "", motion_lines(prose))

    def setup(
        self, name: object, *motion: object, let: Variables = None, **settings: object
    ) -> None:
        """Define what `with_=name` gives a shot: settings, and motion before the shot's own."""
        self._define(Keyword.SETUP, name, "", body_lines(motion, settings, let, None))

    def scene(
        self, name: object, title: object = "", *, let: Variables = None, **settings: object
    ) -> Scene:
        """The scene called *name*; with a title, a variable or a setting it must be a new one.

        Args:
            name: a name; scenes stand in the order in which they are first named.
            title: for people.
            let: name -> text, for its shots.
            settings: what its shots are shot with, as for a script; `each="rows.csv"` repeats it.
        """
        block = _block(Keyword.SCENE, name, title, [*settings_lines(settings), *lets_lines(let)])
        id = name_of(Keyword.SCENE, name)
        if id not in self._scenes:
            self._scenes[id] = Scene(id, block)
        elif title or let or settings:
            raise Trouble(f"the scene `{id}` is there already; say all of it where it begins")
        return self._scenes[id]

    def shot(
        self,
        name: object,
        *motion: object,
        title: object = "",
        let: Variables = None,
        vary: Axes = None,
        **settings: object,
    ) -> Shot:
        """Add a shot that is in no scene; such shots stand before all scenes.

        Args:
            name: a name, unique among the shots of its scene.
            motion: what moves. A line of it is a motion line, an empty one a line feed.
            title: for people.
            let: name -> text, for this shot.
            vary: name -> choices; the shot is made once for each.
            settings: `from_="hero.png"` (a path, a URL, `previous` or another shot's frame),
                `camera="push in + pan left"`, where a list is one after the other, `look=["a",
                "b"]`, `takes=2`, and whatever else a shot may be shot with.

        Raises:
            Trouble: a name is none, there is no such setting, or a scene was begun before.
        """
        if self._scenes:
            raise Trouble(
                f"the shot `{name}` is in no scene, and the scene `{next(iter(self._scenes))}` was"
                " begun before; shots in no scene come first"
            )
        self._shots.append(
            _block(Keyword.SHOT, name, title, body_lines(motion, settings, let, vary))
        )
        return Shot(name_of(Keyword.SHOT, name))

    def to_script(self) -> str:
        """The text of the script, in the layout of the formatter."""
        texts = [it.text() for it in (self._head, *self._definitions, *self._shots)]
        texts += [scene.to_script() for scene in self._scenes.values()]
        return "\n".join(filter(None, texts))

    def __str__(self) -> str:
        return self.to_script()

    def __repr__(self) -> str:
        count = len(self._shots) + sum(it.shots for it in self._scenes.values())
        return f"Script({count} shot{'s' * (count != 1)})"

    def _repr_mimebundle_(self, **_: object) -> dict[str, str]:
        return {"text/plain": self.to_script()}

    def _define(self, keyword: Keyword, name: object, title: object, lines: Iterable[str]) -> None:
        self._definitions.append(_block(keyword, name, title, lines))


def _block(keyword: Keyword, name: object, title: object, lines: Iterable[str]) -> _Block:
    words = "" if is_missing(title) else line_of(title)
    said = f' "{words}"' if words else ""
    return _Block(f"{keyword} {name_of(keyword, name)}{said}", list(lines))
