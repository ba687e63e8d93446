"""Read the values of settings: each key has one reader, and what cannot be read is reported."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from hailuo_dsl.catalog.model import Dialect
from hailuo_dsl.ground.suggest import asked, nearest
from hailuo_dsl.storyboard import rules
from hailuo_dsl.storyboard.frame_value import SCHEME, SHOT_FRAME, URL, FrameReader
from hailuo_dsl.storyboard.mend import instead, meant
from hailuo_dsl.storyboard.model import Chosen, Joint, Pick, Transition, Trim
from hailuo_dsl.storyboard.value import Value, template_value
from hailuo_dsl.syntax.names import nfc
from hailuo_dsl.syntax.rules import BAD_VALUE
from hailuo_dsl.syntax.values import (
    Unreadable,
    read_count,
    read_duration,
    read_names,
    read_pick,
    read_transition,
    read_trim,
)
from hailuo_dsl.syntax.words import Key

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from hailuo_dsl.catalog.model import Catalog
    from hailuo_dsl.ground.model import Fix, Report, Rule
    from hailuo_dsl.storyboard.outline import Outline
    from hailuo_dsl.storyboard.scope import Names, Scope
    from hailuo_dsl.syntax.model import Block, Setting

LETTERS = 400
"""Letters of a value that take as long to look through as one piece of prose."""

NONE = "none"
SWITCH = {"on": True, "off": False}
OTHER_WORDS = {"yes": "on", "true": "on", "no": "off", "false": "off"}
"""What people write for a switch elsewhere."""


class _Broken:
    """Stands for a value that could not be read; it has been reported."""


class _None:
    """Stands for `none`: the inherited value is taken back."""


BROKEN = _Broken()
TAKEN_BACK = _None()


@dataclass
class SettingsReader:
    """Reads the settings of blocks."""

    catalog: Catalog
    outline: Outline
    names: Names
    frames: FrameReader

    @property
    def report(self) -> Report:
        return self.names.report

    def read(self, settings: Iterable[Setting], scope: Scope) -> dict[Key, Chosen[Any]]:
        """Key -> value as chosen; `BROKEN` and `TAKEN_BACK` stand for themselves.

        Args:
            settings: lines of one block.
            scope: where names in them are looked up from.
        """
        chosen = {}
        for line in settings:
            value = self._value(line, scope)
            read = self._one(line.key, value) if value else BROKEN
            chosen[line.key] = Chosen(read, line.value.span)
        return chosen

    def setup(self, taken: Setting | None, scope: Scope) -> Block | None:
        """The setup that the line *taken* names; None for no line or an unknown one (reported)."""
        value = taken and template_value(taken.value, scope)
        if not value:
            return None
        name = nfc(value.text)
        found = self.outline.setups.get(name)
        if found is not None and found.heading is not None:
            self.names.used.add(found.heading.name.span)
            return found
        if self.names.quiet or name in self.names.broken:
            self.report.spoil()
            return None
        near = self.report.near(name, self.outline.setups)
        self.report.add(
            rules.UNKNOWN_SETUP,
            value.span,
            f"there is no setup `{value.text}`",
            help=asked(near, f"define one: `setup {name}`"),
            fix=instead(value, near),
        )
        return None

    def _value(self, line: Setting, scope: Scope) -> Value | None:
        written = line.value.text
        if len(written) > LETTERS:
            # It may be a picture's data URL, in a setup that many shots take.
            self.names.budget.spend(len(written) // LETTERS, line.value.span)
        slugs = line.key in FRAMES and written.endswith(SHOT_FRAME) and not SCHEME(written)
        return template_value(line.value, scope, slugs=slugs)

    def _one(self, key: Key, value: Value) -> Any:
        if value.text == NONE and key in CAN_BE_NONE:
            return TAKEN_BACK
        return READERS[key](self, value)

    def refuse(
        self, rule: Rule, value: Value, message: str, help: str = "", fix: Fix | None = None
    ) -> _Broken:
        self.report.add(rule, value.span, message, help=help, fix=fix)
        return BROKEN

    def model(self, value: Value) -> Any:
        models = self.catalog.models
        if value.text in models:
            return value.text
        near = nearest(value.text, models)
        return self.refuse(
            rules.UNKNOWN_MODEL,
            value,
            f"there is no model `{value.text}`",
            asked(near, "`hailuo-dsl models` lists them"),
            meant(value, near),
        )

    def duration(self, value: Value) -> Any:
        try:
            return read_duration(value.text)
        except Unreadable:
            seconds = re.fullmatch(r"([0-9]{1,3}) *(?:s|secs?|seconds?)?", value.text)
            return self.refuse(
                BAD_VALUE,
                value,
                f"a duration is whole seconds as in `6s`, not `{value.text}`",
                f"write `{seconds[1]}s`" if seconds else "write `6s`",
                instead(value, f"{seconds[1]}s", safe=True) if seconds else None,
            )

    def resolution(self, value: Value) -> Any:
        if value.text in self.catalog.resolutions:
            return value.text
        near = nearest(value.text, self.catalog.resolutions)
        return self.refuse(
            BAD_VALUE,
            value,
            f"there is no resolution `{value.text}`",
            asked(near, f"they are {', '.join(self.catalog.resolutions)}"),
            meant(value, near),
        )

    def switch(self, value: Value) -> Any:
        if value.text in SWITCH:
            return SWITCH[value.text]
        word = value.text.lower()
        word = OTHER_WORDS.get(word, word)
        return self.refuse(
            BAD_VALUE,
            value,
            f"`on` or `off` was expected, not `{value.text}`",
            f"write `{word}`" if word in SWITCH else "",
            instead(value, word, safe=True) if word in SWITCH else None,
        )

    def url(self, value: Value) -> Any:
        if re.fullmatch(URL, value.text):
            return value.text
        return self.refuse(
            BAD_VALUE, value, f"a URL that begins with https:// was expected, not `{value.text}`"
        )

    def dialect(self, value: Value) -> Any:
        if value.text in set(Dialect):
            return Dialect(value.text)
        near = nearest(value.text, Dialect)
        return self.refuse(
            BAD_VALUE,
            value,
            f"there is no dialect `{value.text}`",
            asked(near, f"they are {', '.join(Dialect)}"),
            meant(value, near),
        )

    def takes(self, value: Value) -> Any:
        try:
            count = read_count(value.text)
        except Unreadable:
            count = 0
        if count:
            return count
        return self.refuse(BAD_VALUE, value, f"takes are a whole number from 1, not `{value.text}`")

    def look(self, value: Value) -> Any:
        styles = self.outline.styles
        try:
            parts = read_names(value.text)
        except Unreadable:
            return self.refuse(
                BAD_VALUE, value, f"style names with commas between were expected: `{value.text}`"
            )
        names = [nfc(part.text) for part in parts]
        known = [styles[name] for name in names if name in styles]
        self.names.used.update(style.span for style in known)
        if len(known) == len(names):
            return tuple(known)
        if self.names.quiet or any(name in self.names.broken for name in names):
            return BROKEN
        for part in parts:
            if nfc(part.text) not in styles:
                near = self.report.near(part.text, styles)
                alone = f"`{NONE}` takes every look back, so it stands alone"
                self.report.add(
                    rules.UNKNOWN_STYLE,
                    value.part(part.start, part.end),
                    f"there is no style `{part.text}`",
                    help=alone
                    if part.text == NONE
                    else asked(near, f"define one: `style {part.text}`"),
                    fix=instead(value, near, part),
                )
        return BROKEN

    def frame(self, value: Value) -> Any:
        """A `Picture`, a `Reference` or `previous`; the last two are followed later."""
        return self.frames.read(value) or BROKEN

    def pick(self, value: Value) -> Any:
        try:
            names, take = read_pick(value.text)
        except Unreadable:
            return self.refuse(
                BAD_VALUE,
                value,
                f"`pick` names a take, a variant or both, not `{value.text}`",
                "write `2`, `dawn@pull-out` or `dawn@pull-out#2`",
            )
        return Pick(tuple(map(nfc, names)), take)

    def trim(self, value: Value) -> Any:
        try:
            start, end = read_trim(value.text)
        except Unreadable:
            start = end = 0.0
        if start < end:
            return Trim(start, end)
        return self.refuse(
            BAD_VALUE,
            value,
            f"a trim is two times, the earlier first, not `{value.text}`",
            "write `0.5s..5s`",
        )

    def transition(self, value: Value) -> Any:
        try:
            word, seconds = read_transition(value.text)
        except Unreadable:
            return self.refuse(
                BAD_VALUE,
                value,
                f"there is no transition `{value.text}`",
                "write `cut`, `dissolve 0.5s` or `fade 1s`",
            )
        return Transition(Joint(word), seconds)


FRAMES = frozenset({Key.FROM, Key.TO})
READERS: dict[Key, Callable[[SettingsReader, Value], Any]] = {
    Key.MODEL: SettingsReader.model,
    Key.DURATION: SettingsReader.duration,
    Key.RESOLUTION: SettingsReader.resolution,
    Key.FROM: SettingsReader.frame,
    Key.TO: SettingsReader.frame,
    Key.LOOK: SettingsReader.look,
    Key.OPTIMIZER: SettingsReader.switch,
    Key.WATERMARK: SettingsReader.switch,
    Key.CALLBACK: SettingsReader.url,
    Key.TAGS: SettingsReader.dialect,
    Key.TAKES: SettingsReader.takes,
    Key.PICK: SettingsReader.pick,
    Key.TRIM: SettingsReader.trim,
    Key.TRANSITION: SettingsReader.transition,
}
CAN_BE_NONE = frozenset({Key.LOOK, Key.FROM, Key.TO, Key.CALLBACK})
