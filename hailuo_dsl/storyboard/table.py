"""Read the table that `each:` names: CSV or JSON Lines, a row a variant."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from hailuo_dsl.ground.model import Label, Source, Span
from hailuo_dsl.ground.read import source_of_bytes
from hailuo_dsl.ground.world import FileProblem
from hailuo_dsl.storyboard import rules
from hailuo_dsl.storyboard.scope import Variable
from hailuo_dsl.storyboard.slug import slug_of, slug_problem
from hailuo_dsl.syntax.model import Word
from hailuo_dsl.syntax.names import name_problem, nfc
from hailuo_dsl.syntax.parse import FORBIDDEN

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from hailuo_dsl.ground.model import Report
    from hailuo_dsl.ground.world import Files

MOST_COLUMNS = 1000
MOST_CELLS = 200_000
"""A scene is repeated for some hundred rows at most, so no film comes near."""

ID = "id"
JSON_LINES = (".jsonl", ".ndjson")


class Row(NamedTuple):
    """One row of a table.

    Attributes:
        slug: what the variant that it makes is called in an id.
        cells: the column's name, as braces have it -> the cell.
    """

    slug: str
    cells: Mapping[str, Variable]


class Unusable(Exception):
    """A table that makes no rows; the message says why, *line* (from 1) is where."""

    def __init__(self, message: str, line: int = 1) -> None:
        super().__init__(message)
        self.line = line

    def place(self, table: Source) -> tuple[Label, ...]:
        """Where it is in the table; nowhere in an empty one."""
        start = table.line_starts[self.line - 1]
        at = Span(start, start + len(table.line(self.line)), table.name)
        return (Label(at, "here"),) if table.text else ()


@dataclass(frozen=True)
class TableReader:
    """Reads tables; what is wrong with one is reported where `each:` names it."""

    files: Files
    report: Report
    _known: dict[str, tuple[Row, ...] | FileProblem | Unusable | None] = field(default_factory=dict)

    def rows(self, name: str, path: str, span: Span) -> tuple[Row, ...] | None:
        """The rows of a table; None if it cannot be used (reported).

        Args:
            name: what diagnostics call the file.
            path: relative to the script's folder.
            span: the place that names it.
        """
        if path not in self._known:
            self._known[path] = self._read(name, path)
        match self._known[path]:
            case FileProblem() as problem:
                refuse_file(f"the table {path}", problem, span, self.report)
            case Unusable() as problem:
                self.report.add(
                    rules.BAD_TABLE,
                    span,
                    f"the table {path} cannot be used: {problem}",
                    related=problem.place(self.report.sources[name]),
                )
            case None:
                self.report.spoil()
            case rows:
                return rows
        return None

    def _read(self, name: str, path: str) -> tuple[Row, ...] | FileProblem | Unusable | None:
        """The rows of a table, or what is wrong with it; None if that is reported in the table."""
        data = self.files(path)
        if isinstance(data, FileProblem):
            return data
        wrong = self.report.wrong
        source = source_of_bytes(name, data, self.report)
        if self.report.wrong > wrong:
            return None
        self.report.know(source)
        try:
            return _rows(source, path)
        except Unusable as problem:
            return problem


def refuse_file(what: str, problem: FileProblem, span: Span, report: Report) -> None:
    """Report at *span* that *what*, a file in words, cannot be read."""
    rule = rules.OUTSIDE if problem.outside else rules.FILE_UNREADABLE
    report.add(rule, span, f"{what} {problem.reason}", help=advice(problem))


def advice(problem: FileProblem) -> str:
    """What to try about a file that cannot be read."""
    if problem.outside:
        return "copy it into the project, or allow it with `--allow-outside`"
    return "a path is relative to the file that names it" if problem.missing else ""


def _rows(source: Source, path: str) -> tuple[Row, ...]:
    read = _json_lines if path.lower().endswith(JSON_LINES) else _comma_separated
    columns, records = read(source)
    if len(columns) > MOST_COLUMNS:
        raise Unusable(f"it has {len(columns)} columns, and {MOST_COLUMNS} are read")
    names = _named(columns)
    naming = names.index(ID) if ID in names else 0
    seen: dict[str, int] = {}
    rows: list[Row] = []
    for span, cells in records:
        number = source.position(span.start)[0]
        if len(rows) * len(cells) > MOST_CELLS:
            raise Unusable(f"it has more than {MOST_CELLS} cells, and so many are read", number)
        where = f"row {len(rows) + 1}, line {number} of {path}"
        problem = next((found for cell in cells if (found := FORBIDDEN(cell))), None)
        if problem and problem[0] not in "\r\n":
            raise Unusable(f"U+{ord(problem[0]):04X} may not stand in a cell", number)
        slug = slug_of(cells[naming])
        if (trouble := slug_problem(slug, cells[naming])) is not None:
            raise Unusable(
                f"its column `{columns[naming]}` names the variants, and {trouble}", number
            )
        if (first := seen.setdefault(slug.casefold(), number)) != number:
            raise Unusable(f"`{slug}` names the row on line {first} already", number)
        place = Word(path, span)
        rows.append(
            Row(
                slug,
                {
                    name: Variable(place, Word(cell, span), slug_of(cell), where)
                    for name, cell in zip(names, cells, strict=True)
                    if name
                },
            )
        )
    if not rows:
        raise Unusable("it has no rows")
    return tuple(rows)


def _named(columns: Sequence[str]) -> list[str]:
    """What braces call each column: its heading, or the slug of a heading that is no name."""
    names = [nfc(it) if name_problem(it) is None else slug_of(it) for it in columns]
    twice = next((name for name, count in Counter(names).items() if name and count > 1), None)
    if twice:
        raise Unusable(f"two columns are called `{twice}`")
    return names


def _comma_separated(source: Source) -> tuple[list[str], Iterator[tuple[Span, list[str]]]]:
    records = _records(source)
    head = next(records, None)
    if head is None:
        raise Unusable("it is empty; its first row names the columns")
    columns = [it.strip() for it in head[1]]
    return columns, _as_wide(records, len(columns), source)


def _records(source: Source) -> Iterator[tuple[Span, list[str]]]:
    """Each row that is not blank, with its lines' place; quotes may hold line breaks."""
    import csv

    starts = source.line_starts
    reader = csv.reader((f"{line}\n" for line in source.text.split("\n")[:-1]), strict=True)
    began = 0
    while True:
        try:
            cells = next(reader, None)
        except csv.Error as error:
            raise Unusable(f"it is no CSV: {error}", reader.line_num) from error
        if cells is None:
            return
        if "".join(cells).strip():
            yield Span(starts[began], starts[reader.line_num] - 1, source.name), cells
        began = reader.line_num


def _as_wide(
    records: Iterator[tuple[Span, list[str]]], width: int, source: Source
) -> Iterator[tuple[Span, list[str]]]:
    for span, cells in records:
        if len(cells) != width:
            number = source.position(span.start)[0]
            has = f"{len(cells)} cell{'s' * (len(cells) != 1)}"
            raise Unusable(f"a row has {has}, and the first row names {width}", number)
        yield span, cells


def _json_lines(source: Source) -> tuple[list[str], Iterator[tuple[Span, list[str]]]]:
    objects: list[tuple[Span, dict[str, str]]] = []
    columns: dict[str, None] = {}
    for number in range(1, len(source.line_starts) + 1):
        line = source.line(number)
        if line.strip():
            start = source.line_starts[number - 1]
            row = _object(line, number)
            objects.append((Span(start, start + len(line), source.name), row))
            columns |= dict.fromkeys(row)
    if not columns:
        raise Unusable("it is empty; each line is a JSON object")
    cells = ((span, [row.get(name, "") for name in columns]) for span, row in objects)
    return list(columns), cells


def _object(line: str, number: int) -> dict[str, str]:
    import json

    try:
        row = json.loads(
            line,
            parse_constant=_refused,
            # A number goes into prose as it is written, `19.90` with its nought.
            parse_float=str,
            parse_int=str,
            object_pairs_hook=_once_each,
        )
    except (ValueError, RecursionError) as error:
        raise Unusable(f"a line is no JSON: {error}", number) from error
    if not isinstance(row, dict):
        raise Unusable("each line is a JSON object, with a key a column", number)
    return {key: _cell(key, value, number) for key, value in row.items()}


def _once_each(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    row = dict(pairs)
    if len(row) < len(pairs):
        raise ValueError("it says the same key twice")
    return row


def _refused(constant: str) -> None:
    raise ValueError(f"{constant} is no JSON")


def _cell(key: str, value: Any, number: int) -> str:
    match value:
        case str():
            return value
        case None:
            return ""
        case bool():
            return "true" if value else "false"
    raise Unusable(f"`{key}` holds a list or an object, and a cell holds one text", number)
