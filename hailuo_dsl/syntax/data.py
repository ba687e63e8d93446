"""The tree as one JSON document, and the schema of that document.

Every line of the text stands in it once, as it is written: blank lines, comments and bad lines too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, assert_never

from hailuo_dsl.ground.model import Source, Span
from hailuo_dsl.syntax.model import Bad, Blank, Comment, Let, Motion, Setting, Use, Vary, Word
from hailuo_dsl.syntax.words import Key, Keyword

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from hailuo_dsl.syntax.model import Block, Heading, Line, Script

VERSION = 1
DRAFT = "https://json-schema.org/draft/2020-12/schema"
HEADING = "heading"


def document(script: Script, source: Source) -> dict[str, Any]:
    """The tree of *source* as JSON, as `schema` says."""
    starts = iter(source.line_starts)
    blocks = [_block(block, starts, source) for block in (script.head, *script.blocks)]
    return {"version": VERSION, "file": script.name, "blocks": blocks}


def _block(block: Block, starts: Iterator[int], source: Source) -> dict[str, Any]:
    heading, lines = block.heading, block.lines
    if heading and _is_the_same(heading, lines):
        lines = lines[1:]
    return {
        "heading": heading and _heading(heading, next(starts), source),
        "sound": block.sound,
        "lines": [_line(line, next(starts), source) for line in lines],
    }


def _is_the_same(heading: Heading, lines: tuple[Line, ...]) -> bool:
    """Whether a heading was made of a bad line, which then stands among the block's lines too."""
    first = lines[0] if lines else None
    return isinstance(first, Bad) and first.text.span == heading.span


def _heading(heading: Heading, start: int, source: Source) -> dict[str, Any]:
    return {
        **_written(HEADING, start, source),
        "keyword": heading.keyword and str(heading.keyword),
        "name": word_data(heading.name, source),
        "title": heading.title and word_data(heading.title, source),
    }


def _line(line: Line, start: int, source: Source) -> dict[str, Any]:
    parts = {name: word_data(word, source) for name, word in _parts(line).items()}
    return {**_written(_class(line), start, source), **parts}


def _written(name: str, start: int, source: Source) -> dict[str, Any]:
    end = source.text.find("\n", start)
    span = source.span(start, end if end >= 0 else None)
    text = source.text[span.start : span.end]
    return {"class": name, "text": text, "span": span_data(span, {source.name: source})}


def _class(line: Line) -> str:
    return type(line).__name__.lower()


def _parts(line: Line) -> dict[str, Word]:
    match line:
        case Setting(key, value, span):
            return {"key": Word(key, span), "value": value}
        case Let(name, value) | Vary(name, value):
            return {"name": name, "value": value}
        case Motion(prose):
            return {"prose": prose}
        case Use(path):
            return {"path": path}
        case Comment(text):
            return {"comment": text}
        case Bad(text):
            return {"refused": text}
        case Blank():
            return {}
    assert_never(line)


def word_data(word: Word, source: Source) -> dict[str, Any]:
    """A stretch of the text, as `word_schema` says."""
    return {"text": str(word.text), "span": span_data(word.span, {source.name: source})}


def span_data(span: Span, sources: Mapping[str, Source]) -> dict[str, Any]:
    """A place, as `span_schema` says; *sources* know where lines begin."""
    source = sources.get(span.file) or Source(span.file, "")
    line, column = source.position(span.start)
    return {
        "file": span.file,
        "start": span.start,
        "end": span.end,
        "line": line,
        "column": column,
    }


def schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of what `document` returns."""
    block = record(
        heading={
            "description": "null: the lines before the first heading",
            "oneOf": [_heading_schema(), {"type": "null"}],
        },
        sound={"description": "no line of it is bad", "type": "boolean"},
        lines={"type": "array", "items": {"oneOf": [*_line_schemas()]}},
    )
    return {
        "$schema": DRAFT,
        "title": "The tree of a script",
        "description": "Every line stands in it once, in order: the texts of headings and lines,"
        " each with a line feed after it, are the file, byte order mark and CRs taken off.",
        **record(
            version={"const": VERSION},
            file={"description": "the file as it was named, or `<stdin>`", "type": "string"},
            blocks={"type": "array", "minItems": 1, "items": block},
        ),
        "$defs": {"span": span_schema(), "word": word_schema()},
    }


def _heading_schema() -> dict[str, Any]:
    return _written_schema(
        HEADING,
        keyword={
            "description": "what it opens; null: the line only resembles a heading",
            "enum": [*map(str, Keyword), None],
        },
        name={"description": "in NFC; empty where it cannot be read", **WORD},
        title={"oneOf": [WORD, {"type": "null"}]},
    )


def _line_schemas() -> Iterator[dict[str, Any]]:
    yield _written_schema("setting", key=_key_schema(), value=WORD)
    for name in ("let", "vary"):
        yield _written_schema(name, name={"description": "in NFC", **WORD}, value=WORD)
    yield _written_schema("motion", prose={"description": "empty: a line feed", **WORD})
    yield _written_schema("use", path=WORD)
    yield _written_schema("comment", comment={"description": "with its `#`", **WORD})
    yield _written_schema("bad", refused={"description": "the part that was refused", **WORD})
    yield _written_schema("blank")


def _key_schema() -> dict[str, Any]:
    return record(text={"enum": [*map(str, Key)]}, span=SPAN)


def _written_schema(name: str, /, **parts: Any) -> dict[str, Any]:
    line = {"description": "the whole line without its line feed", "type": "string"}
    return record(**{"class": {"const": name}, "text": line, "span": SPAN}, **parts)


SPAN = {"$ref": "#/$defs/span"}
WORD = {"$ref": "#/$defs/word"}


def word_schema() -> dict[str, Any]:
    """The schema of a stretch of the text; it stands in `$defs` as `word`."""
    text = {"description": "blanks at its ends taken off", "type": "string"}
    return record(text=text, span=SPAN)


def span_schema() -> dict[str, Any]:
    """The schema of a place in a file; it stands in `$defs` as `span`."""
    offset = {"type": "integer", "minimum": 0}
    return {
        "description": "code points `[start, end)` of a file, read as UTF-8 without byte order"
        " mark and with CRLF as LF",
        **record(
            file={
                "description": "as a script names it; `<stdin>`, `--set`, `--let` and"
                " `hailuo.toml [defaults]` are files too",
                "type": "string",
            },
            start=offset,
            end=offset,
            line={"description": "of the start, from 1", "type": "integer", "minimum": 1},
            column={
                "description": "of the start, from 1, in code points",
                "type": "integer",
                "minimum": 1,
            },
        ),
    }


def record(**properties: Any) -> dict[str, Any]:
    """The schema of an object that has all of *properties* and nothing else."""
    return {
        "type": "object",
        "additionalProperties": False,
        "required": [*properties],
        "properties": properties,
    }
