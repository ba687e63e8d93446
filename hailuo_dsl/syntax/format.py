"""Tree to text, laid out: the parser's twin.

Two blanks a level: scenes and the shots before any scene at the margin, a scene's shots two in, a
block's lines two deeper than its heading. Definitions stand at the margin, and two in where a shot
of the scene around them still follows. One blank line parts blocks; in a block blank lines stay,
one at a time. A comment stands like the line below it; like the line above it where it touches that
one and not the one below.

Only blanks are set, and only where they carry no meaning: prose, notes, titles, paths and all
other values stay as they are, but for `camera`, `look` and the bars of `vary`. What comes out is
read again on every run and held against what went in.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from hailuo_dsl.ground.model import Report, Source
from hailuo_dsl.syntax.indent import OFFSET, Standing
from hailuo_dsl.syntax.model import Blank, Comment, Let, Motion, Setting, Use, Vary
from hailuo_dsl.syntax.parse import LONGEST, parse
from hailuo_dsl.syntax.same import difference
from hailuo_dsl.syntax.tidy import tidy_camera, tidy_choices, tidy_looks
from hailuo_dsl.syntax.words import BLANKS, Key, Keyword
from hailuo_dsl.syntax.wrap import wrapped

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from hailuo_dsl.syntax.model import Heading, Line, Script, Word

LEVEL = "  "
TIDY: dict[Key, Callable[[str], str]] = {Key.CAMERA: tidy_camera, Key.LOOK: tidy_looks}
WITHOUT_BLANKS = str.maketrans("", "", f"{BLANKS}\n")
WITHOUT_MARKS = WITHOUT_BLANKS | str.maketrans("", "", ">")
is_allowance = re.compile(rf"#[{BLANKS}]*allow:").match


class MeaningChangedError(Exception):
    """The formatter broke its promise: the text laid out would not say what the script says."""


def format_script(source: Source, report: Report, *, prose: int | None = None) -> str | None:
    """*source* laid out, lines ending in LF; None if it has lines that cannot be read (reported).

    Args:
        prose: columns that a motion line may take; a longer one is wrapped where that leaves
            every prompt as it is, letter for letter. None wraps nothing.

    Raises:
        MeaningChangedError: the text laid out would not say the same.
    """
    script = parse(source, report)
    if report.errors:
        return None
    text = _Layout(source, script, prose).text()
    _check(source, script, text, rewrapped=prose is not None)
    return text


def _check(source: Source, script: Script, text: str, *, rewrapped: bool) -> None:
    report = Report()
    changed = difference(script, parse(Source(source.name, text), report), rewrapped=rewrapped)
    dropped = WITHOUT_MARKS if rewrapped else WITHOUT_BLANKS
    kept = source.text.translate(dropped) == text.translate(dropped)
    if report.errors or changed or not kept:
        heading = changed.heading if changed else None
        where = f"`{heading.name.text}`" if heading else "the script"
        raise MeaningChangedError(
            f"{source.name}: formatting would have changed what {where} says, so nothing is"
            " written; this is a mistake of hailuo-dsl: please report it, with the script"
        )


class _Layout:
    """Lays out one script."""

    def __init__(self, source: Source, script: Script, prose: int | None) -> None:
        self.source = source
        self.script = script
        self.prose = prose

    def text(self) -> str:
        """Every block, a blank line between two."""
        sections: list[list[str]] = []
        lead: list[Line] = []
        depth = 0
        blocks = (self.script.head, *self.script.blocks)
        for block, depth in zip(blocks, (0, *_depths(self.script)), strict=True):
            own, following = _shared(block.lines, is_last=block is blocks[-1])
            rows = self._rows(lead, depth)
            if block.heading:
                rows += [LEVEL * depth + self._heading(block.heading)]
            rows += self._rows(own, depth + bool(block.heading))
            sections.append(rows)
            lead = following
        sections.append(self._rows(lead, depth))
        text = "\n".join("".join(f"{row}\n" for row in rows) for rows in sections if rows)
        return text.rstrip("\n") + "\n" * bool(text)

    def _rows(self, lines: Iterable[Line], depth: int) -> list[str]:
        rows: list[str] = []
        before: Line | None = None
        for line in lines:
            said = self._line(line, before, depth)
            if isinstance(line, Standing) and any(len(row) > LONGEST for row in said):
                said = [self._as_it_is(OFFSET[type(line)](line))]
            rows += [f"{LEVEL * depth}{row}".rstrip(" ") for row in said]
            before = line
        return rows

    def _as_it_is(self, at: int) -> str:
        """The line at offset *at*; one more blank might make it too long to be read."""
        return self.source.line(self.source.position(at)[0]).strip(BLANKS)

    def _line(self, line: Line, before: Line | None, depth: int) -> list[str]:
        match line:
            case Blank():
                return [] if before is None or isinstance(before, Blank) else [""]
            case Comment(text):
                return [text.text]
            case Setting(key, value):
                return [f"{key}: {TIDY[key](value.text) if key in TIDY else value.text}"]
            case Let(name, value):
                return [f"let {self._written(name)}: {value.text}"]
            case Vary(name, value):
                return [f"vary {self._written(name)}: {tidy_choices(value.text)}"]
            case Use(path):
                return [f"use {path.text}"]
            case Motion(prose):
                return [f"> {part}" for part in self._prose(prose.text, before, depth)]
        raise LookupError(line)

    def _prose(self, text: str, before: Line | None, depth: int) -> list[str]:
        """The lines that a line of prose takes; what `# allow:` stands above stays on its line."""
        allowed = isinstance(before, Comment) and is_allowance(before.text.text)
        if self.prose is None or allowed:
            return [text]
        return wrapped(text, self.prose - len(f"{LEVEL * depth}> "))

    def _heading(self, heading: Heading) -> str:
        title = self.source.text[heading.name.span.end : heading.span.end].strip(BLANKS)
        row = f"{heading.keyword} {self._written(heading.name)} {title}".rstrip(" ")
        return row if len(row) <= LONGEST else self._as_it_is(heading.span.start)

    def _written(self, name: Word) -> str:
        """A name as the author wrote it; the tree has it in NFC."""
        return self.source.text[name.span.start : name.span.end]


def _depths(script: Script) -> list[int]:
    """How deep each heading stands: 0 or 1."""
    keywords = [block.heading.keyword for block in script.blocks if block.heading]
    depths: list[int] = []
    scene = keywords.index(Keyword.SCENE) if Keyword.SCENE in keywords else len(keywords)
    shot_follows = False
    for number, keyword in reversed(list(enumerate(keywords))):
        if keyword in {Keyword.SCENE, Keyword.SHOT}:
            shot_follows = keyword is Keyword.SHOT
        depths.append(int(shot_follows and number > scene))
    return depths[::-1]


def _shared(lines: Sequence[Line], *, is_last: bool) -> tuple[list[Line], list[Line]]:
    """The lines that are a block's own, and the comments after them that look ahead.

    Comments at a block's end are its own where they touch it and a blank line parts them from what
    follows.
    """
    end = len(lines)
    while end and isinstance(lines[end - 1], Comment | Blank):
        end -= 1
    touching = next((at for at in range(end, len(lines)) if isinstance(lines[at], Blank)), None)
    if touching is None:
        touching = len(lines) if is_last else end
    return list(lines[:touching]), list(lines[touching:])
