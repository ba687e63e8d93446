"""Tell diagnostics as data: as JSON, with its schema, and as GitHub's workflow commands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hailuo_dsl.ground.model import Severity, Source

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from hailuo_dsl.ground.model import Diagnostic, Fix, Span

PLACE: dict[str, Any] = {
    "file": {"type": "string", "description": "the file as it was named, or `<stdin>`"},
    "line": {"type": "integer", "minimum": 1},
    "column": {"type": "integer", "minimum": 1, "description": "in characters"},
    "end_line": {"type": "integer", "minimum": 1},
    "end_column": {"type": "integer", "minimum": 1, "description": "the column after the last"},
}
COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.HINT: "notice"}


def document(diagnostics: Iterable[Diagnostic], sources: Mapping[str, Source]) -> dict[str, Any]:
    """`{"diagnostics": […]}`: every one of them, in order; `diagnostics_schema` tells the shape."""
    return {"diagnostics": [as_data(it, sources) for it in diagnostics]}


def as_data(diagnostic: Diagnostic, sources: Mapping[str, Source]) -> dict[str, Any]:
    """*diagnostic* as JSON: lines and columns from 1, columns in characters."""
    return {
        "code": diagnostic.rule.code,
        "slug": diagnostic.rule.slug,
        "severity": str(diagnostic.rule.severity),
        "message": diagnostic.message,
        "help": diagnostic.help,
        **_place(diagnostic.span, sources),
        "label": diagnostic.label,
        "related": [
            {**_place(label.span, sources), "label": label.text} for label in diagnostic.related
        ],
        "fix": _fix(diagnostic.fix, sources),
    }


def diagnostics_schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of `document`."""
    text = {"type": "string"}
    edit = _object({**PLACE, "text": {**text, "description": "what goes in the place's stead"}})
    diagnostic = {
        "code": {**text, "pattern": "^[EWI][0-9]{3}$"},
        "slug": {**text, "pattern": "^[a-z0-9-]+$"},
        "severity": {"enum": [str(severity) for severity in Severity]},
        "message": {**text, "description": "makes sense alone"},
        "help": {**text, "description": "one thing to try, or nothing"},
        **PLACE,
        "label": {**text, "description": "what is to be said of the place, or nothing"},
        "related": {"type": "array", "items": _object({**PLACE, "label": text})},
        "fix": {
            "description": "the edits that put it right, all together; safe if none of them can"
            " change what the author means",
            "oneOf": [
                {"type": "null"},
                _object({"safe": {"type": "boolean"}, "edits": {"type": "array", "items": edit}}),
            ],
        },
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "What is said of scripts",
        **_object({"diagnostics": {"type": "array", "items": _object(diagnostic)}}),
    }


def workflow_command(diagnostic: Diagnostic, sources: Mapping[str, Source]) -> str:
    """*diagnostic* as a workflow command, which GitHub shows beside the line."""
    place = _place(diagnostic.span, sources)
    properties = {
        "file": place["file"],
        "line": place["line"],
        "col": place["column"],
        "endLine": place["end_line"],
        "endColumn": place["end_column"],
        "title": f"{diagnostic.rule.code} {diagnostic.rule.slug}",
    }
    said = ",".join(f"{name}={_property(str(it))}" for name, it in properties.items())
    message = f"{diagnostic.message}\n{diagnostic.help}" if diagnostic.help else diagnostic.message
    return f"::{COMMANDS[diagnostic.rule.severity]} {said}::{_escaped(message)}"


def _place(span: Span, sources: Mapping[str, Source]) -> dict[str, Any]:
    source = sources.get(span.file, Source(span.file, ""))
    line, column = source.position(span.start)
    end_line, end_column = source.position(max(span.end, span.start))
    return {
        "file": span.file,
        "line": line,
        "column": column,
        "end_line": end_line,
        "end_column": end_column,
    }


def _fix(fix: Fix | None, sources: Mapping[str, Source]) -> dict[str, Any] | None:
    if fix is None:
        return None
    edits = [{**_place(edit.span, sources), "text": edit.text} for edit in fix.edits]
    return {"safe": fix.safe, "edits": edits}


def _object(properties: Mapping[str, Any]) -> dict[str, Any]:
    return {"type": "object", "required": list(properties), "properties": dict(properties)}


def _escaped(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _escaped(text).replace(":", "%3A").replace(",", "%2C")
