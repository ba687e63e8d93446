"""Read the files that a script uses, each once, and know where every file's paths start from."""

from __future__ import annotations

from dataclasses import dataclass, field
from posixpath import basename, dirname, join, normpath
from typing import TYPE_CHECKING

from hailuo_dsl.ground.read import source_of_bytes
from hailuo_dsl.ground.world import FileProblem
from hailuo_dsl.storyboard import rules
from hailuo_dsl.storyboard.table import refuse_file
from hailuo_dsl.syntax.model import Setting, Use
from hailuo_dsl.syntax.parse import parse
from hailuo_dsl.syntax.words import Key, Keyword

if TYPE_CHECKING:
    from hailuo_dsl.ground.model import Report, Source, Span
    from hailuo_dsl.ground.world import Files
    from hailuo_dsl.syntax.model import Script

MOST_DEEP = 32
"""How deep files may use files."""

MOST_FILES = 500


@dataclass
class Library:
    """The files that a script uses.

    Attributes:
        folder: what diagnostics put before a path to name a file.
        used: the used files, each after those that it uses itself.
        whole: every one could be read.
    """

    folder: str
    used: list[Script] = field(default_factory=list)
    whole: bool = True
    _homes: dict[str, str] = field(default_factory=dict)

    def near(self, path: str, file: str) -> str:
        """*path*, as it stands in the file named *file*, relative to the script's own folder."""
        home = self._homes.get(file, "")
        return normpath(join(home, path)) if home else path

    def name(self, path: str) -> str:
        """What diagnostics call the file at *path*."""
        return join(self.folder, path)

    def live(self, file: str, path: str) -> None:
        """Know that paths in the file named *file*, which is at *path*, start from its folder."""
        self._homes[file] = dirname(path)


def library(script: Script, files: Files, report: Report) -> Library:
    """The files that *script* uses; one that cannot be read is reported at its `use`."""
    shelf = Library(dirname(script.name), whole=script.whole)
    _Gatherer(shelf, files, report).gather(script, (normpath(basename(script.name)),))
    return shelf


def unquoted(path: str) -> str:
    """*path* without the quotes around it, if there are any."""
    return path[1:-1] if len(path) > 2 and path[0] == path[-1] == '"' else path


@dataclass
class _Gatherer:
    """Follows `use` lines from file to file."""

    shelf: Library
    files: Files
    report: Report
    seen: set[str] = field(default_factory=set)

    def gather(self, script: Script, trail: tuple[str, ...]) -> None:
        for line in script.head.lines:
            if isinstance(line, Use):
                path = self.shelf.near(unquoted(line.path.text), script.name)
                self._use(normpath(path), line.path.span, trail)

    def _use(self, path: str, span: Span, trail: tuple[str, ...]) -> None:
        if path in trail:
            circle = " → ".join([*trail[trail.index(path) :], path])
            self._refuse(span, f"these files use each other: {circle}")
        elif path not in self.seen:
            self.seen.add(path)
            if len(trail) > MOST_DEEP or len(self.seen) > MOST_FILES:
                most = f"{MOST_DEEP} files deep, or {MOST_FILES} in all"
                self._refuse(span, f"files use files, {most}, and no end")
                return
            source = self._read(path, span)
            if source is not None:
                self._keep(parse(source, self.report), path, trail)

    def _refuse(self, span: Span, message: str) -> None:
        self.shelf.whole = False
        self.report.add(rules.CIRCLE, span, message, help="take one `use` out")

    def _read(self, path: str, span: Span) -> Source | None:
        data = self.files(path)
        if not isinstance(data, FileProblem):
            return source_of_bytes(self.shelf.name(path), data, self.report)
        self.shelf.whole = False
        refuse_file(f"the file {path}", data, span, self.report)
        return None

    def _keep(self, script: Script, path: str, trail: tuple[str, ...]) -> None:
        self.shelf.live(script.name, path)
        self.shelf.whole &= script.whole
        self._refuse_what_is_no_definition(script)
        self.gather(script, (*trail, path))
        self.shelf.used.append(script)

    def _refuse_what_is_no_definition(self, script: Script) -> None:
        for line in script.head.lines:
            if isinstance(line, Setting) and line.key is not Key.NOTE:
                self._refuse_in_used(f"`{line.key}:`", line.span)
        for block in script.blocks:
            heading = block.heading
            if heading and heading.keyword in {Keyword.SCENE, Keyword.SHOT}:
                self._refuse_in_used(f"a {heading.keyword}", heading.span)

    def _refuse_in_used(self, what: str, span: Span) -> None:
        self.report.add(
            rules.NO_DEFINITION,
            span,
            f"{what} stands in a file that is used by another",
            help="such a file holds definitions and variables alone; move it into the script",
        )
