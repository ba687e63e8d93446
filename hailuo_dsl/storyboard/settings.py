"""Read the values of settings: each key has one reader, and what cannot be read is reported."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from hailuo_dsl.catalog.model import Dialect
from hailuo_dsl.ground.suggest import did_you_mean
from hailuo_dsl.storyboard import rules
from hailuo_dsl.storyboard.model import Chosen, Picture
from hailuo_dsl.storyboard.scope import Scope, Value, template_value
from hailuo_dsl.syntax.model import Setting
from hailuo_dsl.syntax.names import nfc
from hailuo_dsl.syntax.rules import BAD_VALUE
from hailuo_dsl.syntax.values import (
    Unreadable,
    read_count,
    read_duration,
    read_names,
    read_reference,
)
from hailuo_dsl.syntax.words import Key

if TYPE_CHECKING:
    from collections.abc import Callable

    from hailuo_dsl.catalog.model import Catalog
    from hailuo_dsl.ground.model import Report, Rule
    from hailuo_dsl.storyboard.outline import Definition
    from hailuo_dsl.syntax.model import Block

NONE = "none"
MOST_TAKES = 200
SWITCH = {"on": True, "off": False}
SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]+):").match
IMAGE_SUFFIX = re.compile(r"\.(?:jpe?g|png|webp|gif|bmp|tiff?|heic|heif|avif)\Z", re.I).search
URL = r"https?://[^\s]+"
BASE64 = r"[A-Za-z0-9+/]+=*"
PREVIOUS = "previous"
SHOT_FRAME = (".first", ".last")


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
    styles: dict[str, Definition]
    report: Report
    broken: frozenset[str] = frozenset()
    quiet: bool = False
    """Styles may come from a file that cannot be used yet, which has been said."""

    def read(self, block: Block, scope: Scope) -> dict[Key, Chosen[Any]]:
        """Key -> value as chosen in *block*; `BROKEN` and `TAKEN_BACK` stand for themselves."""
        chosen = {}
        for line in block.lines:
            if isinstance(line, Setting) and line.key in READERS:
                value = template_value(line.value, scope)
                read = self._one(line.key, value) if value else BROKEN
                chosen[line.key] = Chosen(read, line.value.span)
        return chosen

    def _one(self, key: Key, value: Value) -> Any:
        if value.text == NONE and key in CAN_BE_NONE:
            return TAKEN_BACK
        return READERS[key](self, value)

    def refuse(self, rule: Rule, value: Value, message: str, help: str = "") -> _Broken:
        self.report.add(rule, value.span, message, help=help)
        return BROKEN

    def model(self, value: Value) -> Any:
        models = self.catalog.models
        if value.text in models:
            return value.text
        return self.refuse(
            rules.UNKNOWN_MODEL,
            value,
            f"there is no model `{value.text}`",
            did_you_mean(value.text, models, "`hailuo-dsl models` lists them"),
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
            )

    def resolution(self, value: Value) -> Any:
        if value.text in self.catalog.resolutions:
            return value.text
        return self.refuse(
            BAD_VALUE,
            value,
            f"there is no resolution `{value.text}`",
            did_you_mean(
                value.text,
                self.catalog.resolutions,
                f"they are {', '.join(self.catalog.resolutions)}",
            ),
        )

    def switch(self, value: Value) -> Any:
        if value.text in SWITCH:
            return SWITCH[value.text]
        return self.refuse(BAD_VALUE, value, f"`on` or `off` was expected, not `{value.text}`")

    def url(self, value: Value) -> Any:
        if re.fullmatch(URL, value.text):
            return value.text
        return self.refuse(
            BAD_VALUE, value, f"a URL that begins with https:// was expected, not `{value.text}`"
        )

    def dialect(self, value: Value) -> Any:
        if value.text in set(Dialect):
            return Dialect(value.text)
        return self.refuse(
            BAD_VALUE,
            value,
            f"there is no dialect `{value.text}`",
            did_you_mean(value.text, Dialect, f"they are {', '.join(Dialect)}"),
        )

    def takes(self, value: Value) -> Any:
        try:
            count = read_count(value.text)
        except Unreadable:
            count = 0
        if 1 <= count <= MOST_TAKES:
            return count
        return self.refuse(
            BAD_VALUE,
            value,
            f"takes are a whole number from 1 to {MOST_TAKES}, not `{value.text}`",
        )

    def look(self, value: Value) -> Any:
        try:
            parts = read_names(value.text)
        except Unreadable:
            return self.refuse(
                BAD_VALUE, value, f"style names with commas between were expected: `{value.text}`"
            )
        names = [nfc(part.text) for part in parts]
        unknown = [part for part in parts if nfc(part.text) not in self.styles]
        if self.quiet or any(name in self.broken for name in names):
            return BROKEN if unknown else tuple(self.styles[name] for name in names)
        for part in unknown:
            self.report.add(
                rules.UNKNOWN_STYLE,
                value.part(part.start, part.end),
                f"there is no style `{part.text}`",
                help=did_you_mean(part.text, self.styles, f"define one: `style {part.text}`"),
            )
        return BROKEN if unknown else tuple(self.styles[name] for name in names)

    def frame(self, value: Value) -> Any:
        """A `Picture`, a `Reference` or `previous`; the last two are followed later."""
        text = value.text
        if text == PREVIOUS:
            return PREVIOUS
        if len(text) > 2 and text[0] == text[-1] == '"':
            return Picture(text[1:-1], is_file=not self._is_address(text[1:-1]))
        scheme = SCHEME(text)
        if scheme:
            return self._addressed(value, scheme[1])
        if text.endswith(SHOT_FRAME):
            return self._referred(value)
        if IMAGE_SUFFIX(text):
            return Picture(text, is_file=True)
        return self.refuse(
            rules.UNKNOWN_FRAME,
            value,
            f"`{text}` is neither a picture nor a shot's frame",
            "a picture ends in .jpg, .png or .webp or stands in quotes; a shot's frame is"
            f" `{text}.last`",
        )

    def _referred(self, value: Value) -> Any:
        try:
            return read_reference(value.text)
        except Unreadable as error:
            return self.refuse(
                rules.UNKNOWN_FRAME,
                value,
                f"`{value.text}` is no shot's frame: `{value.text[error.at :]}` cannot stand there",
                "a shot's frame is `shot.last`, `scene/shot.last` or `shot#2.last`",
            )

    def _is_address(self, text: str) -> bool:
        return bool(re.fullmatch(f"{URL}|{self.catalog.data_url}{BASE64}", text))

    def _addressed(self, value: Value, scheme: str) -> Any:
        if self._is_address(value.text):
            return Picture(value.text, is_file=False)
        if scheme == "data":
            return self.refuse(
                rules.UNKNOWN_FRAME,
                value,
                f"`{value.text[:40]}` begins no data URL of a picture",
                "it begins `data:image/jpeg;base64,`, or with `png` or `webp`, in small letters",
            )
        return self.refuse(
            rules.UNKNOWN_FRAME,
            value,
            f"`{scheme}:` is no scheme that the service can read",
            "write a path beside the script, an https:// URL or a data URL",
        )


READERS: dict[Key, Callable[[SettingsReader, Value], Any]] = {
    Key.MODEL: SettingsReader.model,
    Key.DURATION: SettingsReader.duration,
    Key.RESOLUTION: SettingsReader.resolution,
    Key.FROM: SettingsReader.frame,
    Key.LOOK: SettingsReader.look,
    Key.OPTIMIZER: SettingsReader.switch,
    Key.WATERMARK: SettingsReader.switch,
    Key.CALLBACK: SettingsReader.url,
    Key.TAGS: SettingsReader.dialect,
    Key.TAKES: SettingsReader.takes,
}
CAN_BE_NONE = frozenset({Key.LOOK, Key.FROM, Key.CALLBACK})
