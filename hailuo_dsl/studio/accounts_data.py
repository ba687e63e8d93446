"""What ran, as JSON with its schemas, and as the rows of a spreadsheet."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from hailuo_dsl.job.model import Aside, Event, Stage
from hailuo_dsl.request.schema import DRAFT
from hailuo_dsl.studio.costs import (
    charge_data,
    charge_properties,
    cost_data,
    cost_of,
    cost_schema,
)
from hailuo_dsl.syntax.data import record

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from hailuo_dsl.job.attempts import Attempt
    from hailuo_dsl.job.model import Entry, Take
    from hailuo_dsl.studio.accounts import Account, Accounts
    from hailuo_dsl.studio.production import Production

VERSION = 1
COLUMNS = (
    *("at", "ended", "shot", "script", "service", "account", "attempt", "stage", "task_id"),
    *("price", "currency", "money", "clip", "key", "intention", "run", "frames", "request"),
    *("words", "said"),
)
"""The columns of `ledger --format csv`, and the keys of its JSON but for the events."""

TEXT: dict[str, Any] = {"type": "string"}
MAYBE: dict[str, Any] = {"type": ["string", "null"]}
SHA256 = "^[0-9a-f]{64}$"
HASH: dict[str, Any] = {"type": ["string", "null"], "pattern": SHA256}
MOMENT: dict[str, Any] = {"type": "string", "format": "date-time"}
SERVICE: dict[str, Any] = {**TEXT, "description": "its base URL"}
WHOSE = {"script": TEXT, "ledger": TEXT, "service": SERVICE, "account": TEXT}
"""The schemas of what `whose` tells."""


def accounts_document(found: Accounts) -> dict[str, Any]:
    """*found* as JSON, as `accounts_schema` says."""
    return {
        "version": VERSION,
        **whose(found.production),
        "takes": [_account(it) for it in found.takes],
        "left": [_take(it) for it in found.left],
        "cost": cost_data(found.cost),
        "unknown": found.unknown,
    }


def whose(production: Production) -> dict[str, Any]:
    """Of what and with whom a document tells, as `WHOSE` says."""
    terms = production.terms
    return {
        "script": production.film.name,
        "ledger": str(production.ledger),
        "service": terms.service,
        "account": terms.account,
    }


def _account(account: Account) -> dict[str, Any]:
    return {
        **_take(account.take),
        "since": None if account.since is None else iso(account.since),
        "charges": [charge_data(it) for it in account.charges],
    }


def _take(take: Take) -> dict[str, Any]:
    return {
        "id": take.id,
        "stage": str(take.stage),
        "task_id": take.task_id or None,
        "attempt": take.attempt,
        "key": take.key or None,
        "clip": take.clip or None,
        "message": take.message,
        "said": take.said,
    }


def accounts_schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of what `accounts_document` returns."""
    count = {"type": "integer", "minimum": 0}
    take = {
        "id": TEXT,
        "stage": {"enum": [*map(str, (*Stage, Aside.UNDECIDED))]},
        "task_id": {**MAYBE, "description": "null: the service has named none"},
        "attempt": {**count, "description": "how often it was sent"},
        "key": {**HASH, "description": "null: what it starts from is not there yet"},
        "clip": {**HASH, "description": "sha256 of the clip that stands for it"},
        "message": TEXT,
        "said": {**TEXT, "description": "the service's own words"},
    }
    since = {"type": ["string", "null"], "format": "date-time", "description": "null: never sent"}
    charges = {"type": "array", "items": record(**charge_properties())}
    return {
        "$schema": DRAFT,
        "title": "How the takes of a script stand",
        **record(
            version={"const": VERSION},
            **WHOSE,
            takes={"type": "array", "items": record(**take, since=since, charges=charges)},
            left={
                "description": "takes beside those that were sent and have no known end: the shot"
                " has changed since, or is another script's",
                "type": "array",
                "items": record(**take),
            },
            cost={**cost_schema(), "description": "of all takes of the ledger at this provider"},
            unknown={**count, "description": "takes of unknown outcome, for `reconcile`"},
        ),
    }


def ledger_document(ledger: Path, found: Iterable[Attempt]) -> dict[str, Any]:
    """The attempts *found* in *ledger* as JSON, as `ledger_schema` says."""
    found = tuple(found)
    return {
        "version": VERSION,
        "ledger": str(ledger),
        "attempts": [{**row(it), "events": [_event(on) for on in it.events]} for it in found],
        "cost": cost_data(cost_of(it.charge for it in found)),
    }


def row(attempt: Attempt) -> dict[str, Any]:
    """*attempt* as JSON; the keys are `COLUMNS`."""
    asked, state = attempt.asked, attempt.state
    told = {name: str(asked.data.get(name, "")) for name in ("script", "service", "account")}
    return {
        "at": iso(asked.at),
        "ended": iso(attempt.ended),
        "shot": attempt.shot,
        **told,
        "attempt": asked.attempt,
        "stage": str(state.stage),
        "task_id": state.task_id or None,
        **charge_data(attempt.charge),
        "clip": state.clip or None,
        "key": asked.key,
        "intention": str(asked.data.get("intention", "")),
        "run": str(asked.data.get("run", "")),
        "frames": dict(asked.data.get("frames", {})),
        "request": dict(attempt.request),
        "words": state.words,
        "said": state.said,
    }


def cells(attempt: Attempt) -> Sequence[Any]:
    """*attempt* as a row of a spreadsheet, in the order of `COLUMNS`."""
    found = row(attempt)
    return [found[name] for name in COLUMNS]


def _event(entry: Entry) -> dict[str, Any]:
    return {"event": str(entry.event), "at": iso(entry.at), "data": dict(entry.data)}


def ledger_schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of what `ledger_document` returns."""
    event = record(event={"enum": [*map(str, Event)]}, at=MOMENT, data={"type": "object"})
    attempt = record(
        at={**MOMENT, "description": "when it was sent"},
        ended={**MOMENT, "description": "when the last was heard of it"},
        shot={**TEXT, "description": "the id that it had then"},
        script=TEXT,
        service=SERVICE,
        account=TEXT,
        attempt={"type": "integer", "minimum": 1},
        stage={"enum": [*map(str, Stage)]},
        task_id={**MAYBE, "description": "null: the service has named none"},
        **charge_properties(),
        clip={**HASH, "description": "sha256 of the clip"},
        key={**TEXT, "pattern": SHA256},
        intention={**TEXT, "description": "the `Idempotency-Key` that it was sent with"},
        run={**TEXT, "description": "the run that sent it"},
        frames={
            "description": "what the frames are in the key: `sha256:…` or `clip:….last`",
            "type": "object",
            "additionalProperties": TEXT,
        },
        request={"description": "the body, without the bytes of its frames", "type": "object"},
        words=TEXT,
        said={**TEXT, "description": "the service's own words"},
        events={
            "description": "all that was written of it, in order",
            "type": "array",
            "items": event,
        },
    )
    return {
        "$schema": DRAFT,
        "title": "Every attempt of every take that a ledger knows, oldest first",
        **record(
            version={"const": VERSION},
            ledger=TEXT,
            attempts={"type": "array", "items": attempt},
            cost=cost_schema(),
        ),
    }


def iso(at: float) -> str:
    """*at*, seconds since the epoch, as ISO 8601 in UTC."""
    return datetime.fromtimestamp(at, UTC).isoformat(timespec="seconds")
