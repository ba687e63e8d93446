"""What changed, as one JSON document, and the schema of that document."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hailuo_dsl.plan.diff.model import Cause, Made, Op, Status
from hailuo_dsl.request.schema import DRAFT

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hailuo_dsl.plan.bill import Bill
    from hailuo_dsl.plan.diff.model import Change, Diff, Field

VERSION = 1


def document(
    diff: Diff, bill: Bill, *, old: Mapping[str, Any], new: Mapping[str, Any]
) -> dict[str, Any]:
    """*diff* as JSON, as `schema` says; *old* and *new* say what was compared."""
    return {
        "version": VERSION,
        "old": dict(old),
        "new": dict(new),
        "differs": diff.differs,
        "counts": {str(status): count for status, count in diff.counts.items()},
        "made_anew": {
            "clips": len(bill.lines),
            "prices": {currency: str(amount) for currency, amount in bill.sums.items()},
            "of_unknown_price": bill.unknown,
            "said": bill.total,
        },
        "requests": [_change(it) for it in diff.changes],
    }


def schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of what `document` returns."""
    count = {"type": "integer", "minimum": 0}
    return {
        "$schema": DRAFT,
        "title": "What changed between two scripts, or since a script's last run",
        **_object(
            version={"const": VERSION},
            old={"oneOf": [_object(script={"type": "string"}), _object(**_LEDGER)]},
            new=_object(script={"type": "string"}),
            differs={"type": "boolean"},
            counts=_object(**{str(status): count for status in Status}),
            made_anew=_object(
                clips=count,
                prices={
                    "description": "currency -> the sum of the prices that are known",
                    "type": "object",
                    "additionalProperties": {"type": "string", "pattern": r"^\d+(\.\d+)?$"},
                },
                of_unknown_price=count,
                said={"type": "string"},
            ),
            requests={"type": "array", "items": {"$ref": "#/$defs/request"}},
        ),
        "$defs": {"request": _request(), "field": _field_schema()},
    }


_LEDGER: dict[str, Any] = {
    "ledger": {"type": "string"},
    "service": {"type": "string"},
    "account": {"type": "string"},
    "last": {
        "description": "when it was last sent, seconds since the epoch; null: never",
        "type": ["number", "null"],
    },
}


def _change(change: Change) -> dict[str, Any]:
    return {
        "id": change.id,
        "status": str(change.status),
        "made": change.made and str(change.made),
        "renamed_from": change.renamed_from,
        "fields": [_field(it) for it in change.fields],
        "reel": [_field(it) for it in change.reel],
        "chain": list(change.chain),
        "cause": change.cause and str(change.cause),
        "note": change.note,
    }


def _field(field: Field) -> dict[str, Any]:
    return {
        "name": field.name,
        "old": field.old,
        "new": field.new,
        "counts": field.counts,
        "note": field.note,
        "words": [{"op": str(it.op), "text": it.text} for it in field.words],
    }


def _request() -> dict[str, Any]:
    text = {"type": "string"}
    fields = {"type": "array", "items": {"$ref": "#/$defs/field"}}
    return _object(
        id=text,
        status={"enum": [*map(str, Status)]},
        made={
            "description": "whether a new clip is needed; null: the request is there no more",
            "enum": [*map(str, Made), None],
        },
        renamed_from={"type": ["string", "null"]},
        fields={"description": "what is asked for differently", **fields},
        reel={"description": "how it stands in the reel differently; costs nothing", **fields},
        chain={
            "description": "of a stale one: from what it starts from to what is to blame",
            "type": "array",
            "items": text,
        },
        cause={
            "description": "what became of the last one of the chain",
            "enum": [*map(str, Cause), None],
        },
        note=text,
    )


def _field_schema() -> dict[str, Any]:
    stretch = _object(op={"enum": [*map(str, Op)]}, text={"type": "string", "minLength": 1})
    return _object(
        name={"type": "string"},
        old={"description": "as in the compiled request; null: left out"},
        new={"description": "as in the compiled request; null: left out"},
        counts={"description": "it makes another clip of it", "type": "boolean"},
        note={"type": "string"},
        words={
            "description": "kept and removed ones are the old prompt, kept and added ones the new",
            "type": "array",
            "items": stretch,
        },
    )


def _object(**properties: Any) -> dict[str, Any]:
    """An object that has all of *properties* and nothing else."""
    return {
        "type": "object",
        "additionalProperties": False,
        "required": [*properties],
        "properties": properties,
    }
