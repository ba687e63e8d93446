"""Read what stands for a frame: a picture, a URL, or another shot's frame."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from hailuo_dsl.storyboard import rules
from hailuo_dsl.storyboard.mend import instead
from hailuo_dsl.storyboard.model import Picture
from hailuo_dsl.syntax.names import name_problem
from hailuo_dsl.syntax.values import Reference, Unreadable, read_reference

if TYPE_CHECKING:
    from hailuo_dsl.catalog.model import Catalog
    from hailuo_dsl.ground.model import Fix, Report
    from hailuo_dsl.storyboard.library import Library
    from hailuo_dsl.storyboard.value import Value

SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]+):").match
IMAGE_SUFFIX = re.compile(r"\.(?:jpe?g|png|webp|gif|bmp|tiff?|heic|heif|avif)\Z", re.I).search
BLANK = r"\t-\r\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff"
"""What counts as blank, letter by letter: what `\\s` means depends on who reads the schema."""

URL = f"https?://[^{BLANK}]+"
BASE64 = r"[A-Za-z0-9+/]+=*"
PREVIOUS = "previous"
SHOT_FRAME = (".first", ".last")


@dataclass
class FrameReader:
    """Reads the values of `from:` and `to:`."""

    catalog: Catalog
    shelf: Library
    report: Report

    def read(self, value: Value) -> Picture | Reference | str | None:
        """A picture, a reference or `previous`, the last two not yet followed; None: reported."""
        text = value.text
        if text == PREVIOUS:
            return PREVIOUS
        if len(text) > 2 and text[0] == text[-1] == '"':
            return self._picture(text[1:-1], value)
        scheme = SCHEME(text)
        if scheme:
            return self._addressed(value, scheme[1])
        if text.endswith(SHOT_FRAME):
            return self._referred(value)
        if IMAGE_SUFFIX(text):
            return self._picture(text, value)
        near = _meant(text)
        self._refuse(
            value,
            f"`{text}` is neither a picture nor a shot's frame",
            "a picture ends in .jpg, .png or .webp or stands in quotes"
            + (f"; a shot's frame is `{near}`" if near else ""),
            instead(value, near, safe=(near or "").lower() == text.lower()),
        )
        return None

    def _refuse(self, value: Value, message: str, help: str, fix: Fix | None = None) -> None:
        self.report.add(rules.UNKNOWN_FRAME, value.span, message, help=help, fix=fix)

    def _picture(self, text: str, value: Value) -> Picture:
        if self._is_address(text):
            return Picture(text, is_file=False)
        return Picture(self.shelf.near(text, value.span.file), is_file=True)

    def _referred(self, value: Value) -> Reference | None:
        try:
            return read_reference(value.text)
        except Unreadable as error:
            self._refuse(
                value,
                f"`{value.text}` is no shot's frame: `{value.text[error.at :]}` cannot stand there",
                "a shot's frame is `shot.last`, `scene/shot.last`, `shot@variant.last` or"
                " `shot#2.last`",
            )
            return None

    def _is_address(self, text: str) -> bool:
        # Megabytes that end in a wrong letter are not tried again one by one.
        return bool(re.fullmatch(f"{URL}|{self.catalog.data_url}(?>{BASE64})", text))

    def _addressed(self, value: Value, scheme: str) -> Picture | None:
        if self._is_address(value.text):
            return Picture(value.text, is_file=False)
        if scheme == "data":
            say = f"`{value.text[:40]}` begins no data URL of a picture"
            advice = (
                "it begins `data:image/jpeg;base64,`, or with `png` or `webp`, in small letters"
            )
        else:
            say = f"`{scheme}:` is no scheme that the service can read"
            advice = "write a path beside the script, an https:// URL or a data URL"
        self._refuse(value, say, advice)
        return None


def _meant(text: str) -> str | None:
    """The shot's frame that *text*, which is none, is close to."""
    small = text.lower()
    if small == PREVIOUS:
        return PREVIOUS
    dot = text.rfind(".") if small.endswith(SHOT_FRAME) else len(text)
    near = text[:dot] + (small[dot:] or ".last")
    try:
        shot = read_reference(near).shot
    except Unreadable:
        return None
    return near if name_problem(shot) is None else None
