"""What a run would do, as one JSON document, and the schema of that document."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hailuo_dsl.request.schema import DRAFT
from hailuo_dsl.studio.accounts_data import HASH, MAYBE, TEXT, WHOSE, whose
from hailuo_dsl.studio.costs import AMOUNT, AMOUNTS, price_properties
from hailuo_dsl.studio.fate import Fate
from hailuo_dsl.syntax.data import record

if TYPE_CHECKING:
    from hailuo_dsl.job.terms import Money
    from hailuo_dsl.studio.forecast import Forecast, Outlook

VERSION = 1


def document(outlook: Outlook) -> dict[str, Any]:
    """*outlook* as JSON, as `schema` says."""
    return {
        "version": VERSION,
        **whose(outlook.production),
        "takes": [_take(it, free=outlook.is_free) for it in outlook.takes],
        "to_be_sent": {
            "clips": len(outlook.bill.lines),
            "prices": {currency: str(amount) for currency, amount in outlook.bill.sums.items()},
            "of_unknown_price": outlook.bill.unknown,
            "said": outlook.bill.total,
        },
        "spent": {
            "amount": str(outlook.spent.amount),
            "currency": outlook.currency or None,
            "of_unknown_price": outlook.spent.unknown,
        },
        "budget": _money(outlook.production.budget),
        "unknown_beside": outlook.beside,
    }


def _take(it: Forecast, *, free: bool) -> dict[str, Any]:
    money = it.money
    return {
        "id": it.step.id,
        "fate": str(it.fate),
        "why": it.why,
        "price": "0" if free else str(money.amount) if money else None,
        "currency": "" if free else money.currency if money else None,
        "task_id": it.take.task_id or None,
        "key": it.take.key or None,
        "clip": it.take.clip or None,
    }


def _money(money: Money | None) -> dict[str, str] | None:
    return {"amount": str(money.amount), "currency": money.currency} if money else None


def schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of what `document` returns."""
    count = {"type": "integer", "minimum": 0}
    take = record(
        id=TEXT,
        fate={"description": "what a run does with it", "enum": [*map(str, Fate)]},
        why={**TEXT, "description": "a clause"},
        **price_properties(),
        task_id={**MAYBE, "description": "null: the service has named none"},
        key={**HASH, "description": "null: what it starts from is not there yet"},
        clip={**HASH, "description": "sha256 of the clip that stands for it"},
    )
    return {
        "$schema": DRAFT,
        "title": "What a run of a script would do",
        **record(
            version={"const": VERSION},
            **WHOSE,
            takes={"type": "array", "items": take},
            to_be_sent=record(clips=count, prices=AMOUNTS, of_unknown_price=count, said=TEXT),
            spent={
                **record(amount=AMOUNT, currency=MAYBE, of_unknown_price=count),
                "description": "by all takes of the ledger at this provider, what is reserved for"
                " those under way or of unknown outcome included",
            },
            budget={
                "description": "null: there is no bound",
                "oneOf": [{"type": "null"}, record(amount=AMOUNT, currency=TEXT)],
            },
            unknown_beside={
                **count,
                "description": "takes of unknown outcome that the script has no more",
            },
        ),
    }
