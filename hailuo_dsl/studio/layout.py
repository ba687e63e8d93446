"""Scripts as they are and as the formatter lays them out; nothing is written here."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from hailuo_dsl.ground.model import Report
from hailuo_dsl.ground.read import MOST_BYTES, source_of_bytes
from hailuo_dsl.ground.text import shape_of
from hailuo_dsl.ground.trouble import Trouble
from hailuo_dsl.studio.disk import read_file, read_input
from hailuo_dsl.studio.film import STANDARD_INPUT, STDIN
from hailuo_dsl.studio.rewrite import scripts_at

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


@dataclass(frozen=True)
class Layout:
    """A script as it is and laid out.

    Attributes:
        path: where it is; None for the standard input.
        after: None if it has errors.
        report: what is wrong with its lines, or misleading about them.
    """

    path: Path | None
    before: bytes
    after: bytes | None
    report: Report = field(repr=False)

    @property
    def name(self) -> str:
        return str(self.path or STDIN)

    @property
    def changes(self) -> bool:
        return self.after is not None and self.after != self.before


def lay_out(
    files: Sequence[str], *, prose: int | None = None, max_size: float | None = None
) -> tuple[Layout, ...]:
    """Every script that *files* mean, laid out; a folder means those below it, `-` the input.

    Args:
        files: all are read before this returns, so a file that is missing spoils none.
        prose: columns that a motion line may take; None leaves them as they are.
        max_size: the largest script that is read, in megabytes (8).

    Raises:
        Trouble: a file cannot be read, or `-` is not the only one.
    """
    most = int(max_size * 1_000_000) if max_size else MOST_BYTES
    return tuple(_laid_out(path, data, prose, most) for path, data in _read(files))


def _read(files: Sequence[str]) -> list[tuple[Path | None, bytes]]:
    if STANDARD_INPUT not in files:
        return [(path, read_file(path)) for path in scripts_at(files)]
    if len(files) > 1:
        raise Trouble("`-`, the standard input, stands alone")
    return [(None, read_input())]


def _laid_out(path: Path | None, data: bytes, prose: int | None, most: int) -> Layout:
    from hailuo_dsl.syntax.format import format_script

    report = Report()
    source = source_of_bytes(str(path or STDIN), data, report, most)
    text = format_script(source, report, prose=prose)
    after = None if text is None else shape_of(data).encoded(text)
    return Layout(path, data, after, report)
