"""`hailuo-dsl schema`: print the JSON Schema of what is printed as JSON, or sent."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from hailuo_dsl.cli.options import Listing
from hailuo_dsl.cli.page import show_json
from hailuo_dsl.studio.film import project_catalog

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


def _tree() -> dict[str, Any]:
    from hailuo_dsl.syntax.data import schema

    return schema()


def _storyboard() -> dict[str, Any]:
    from hailuo_dsl.storyboard.data import schema

    return schema()


def _requests() -> dict[str, Any]:
    from hailuo_dsl.request.show import schema

    return schema(project_catalog())


def _diagnostics() -> dict[str, Any]:
    from hailuo_dsl.ground.data import diagnostics_schema

    return diagnostics_schema()


def _diff() -> dict[str, Any]:
    from hailuo_dsl.plan.diff.data import schema

    return schema()


def _plan() -> dict[str, Any]:
    from hailuo_dsl.studio.forecast_data import schema

    return schema()


def _status() -> dict[str, Any]:
    from hailuo_dsl.studio.accounts_data import accounts_schema

    return accounts_schema()


def _ledger() -> dict[str, Any]:
    from hailuo_dsl.studio.accounts_data import ledger_schema

    return ledger_schema()


def _reconcile() -> dict[str, Any]:
    from hailuo_dsl.studio.doubt import schema

    return schema()


def _body(*, wire: bool) -> dict[str, Any]:
    from hailuo_dsl.request.schema import schema

    return schema(project_catalog(), wire=wire)


SCHEMAS: Mapping[str, Callable[[], dict[str, Any]]] = {
    "compiled": lambda: _body(wire=False),
    "wire": lambda: _body(wire=True),
    "tree": _tree,
    "storyboard": _storyboard,
    "requests": _requests,
    "diagnostics": _diagnostics,
    "diff": _diff,
    "plan": _plan,
    "status": _status,
    "ledger": _ledger,
    "reconcile": _reconcile,
}


WORDS = {
    "compiled": "the body of a request (`compile --bodies`); a frame in it may still be `file:PATH`"
    " or `shot:SCENE/NAME.last`",
    "wire": "the body of a request as it is sent",
    "tree": "what `show tree --json` prints",
    "storyboard": "what `show storyboard --json` prints",
    "requests": "what `compile` and `show requests --json` print",
    "diagnostics": "what `check --format json` prints",
    "diff": "what `diff --json` prints",
    "plan": "what `plan --json` prints",
    "status": "what `status --format json` prints",
    "ledger": "what `ledger --format json` prints",
    "reconcile": "what `reconcile --json` prints",
}


@click.command("schema", cls=Listing, words=WORDS)
@click.argument("which", type=click.Choice(list(SCHEMAS)), default="compiled", metavar="[WHICH]")
def verb(which: str) -> None:
    """Print a JSON Schema (draft 2020-12), `compiled` unless another is asked for.

    The schemas of requests are made from the catalogue, the project's and your own rows included.
    """
    show_json(SCHEMAS[which]())
