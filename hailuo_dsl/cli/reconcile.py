"""`hailuo-dsl reconcile`: settle takes whose outcome is unknown."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from hailuo_dsl.cli.options import completed_by, film_options
from hailuo_dsl.cli.page import show_table
from hailuo_dsl.cli.scripts import folder_of, script_and_shots
from hailuo_dsl.cli.shooting import UNKNOWN_REMAINS, shoot_and_tell, shoot_options
from hailuo_dsl.cli.sound import sound_film
from hailuo_dsl.cli.status import moment
from hailuo_dsl.ground.trouble import Trouble

if TYPE_CHECKING:
    from hailuo_dsl.cli.shooting import Way
    from hailuo_dsl.studio.asked import Asked
    from hailuo_dsl.studio.settle import Doubtful


@click.command("reconcile")
@click.argument("words", nargs=-1, metavar="[SHOT] [SCRIPT]", shell_complete=completed_by("shots_here"))
@film_options
@shoot_options
@click.option(
    "--adopt",
    metavar="TASK_ID",
    help="The task that you found on the service's own pages is the shot's; `run` fetches it.",
)
@click.option("--resend", is_flag=True, help="Send the shot again. It may be paid twice.")
@click.option(
    "--give-up", is_flag=True, help="Take the shot for lost; it counts as spent, and is not sent."
)
@click.option("--json", "as_json", is_flag=True, help="List as one JSON document.")
def verb(
    words: tuple[str, ...],
    asked: Asked,
    way: Way,
    adopt: str | None,
    resend: bool,
    give_up: bool,
    as_json: bool,
) -> None:
    """List the takes whose outcome is unknown; or settle one, SHOT by its id or its key.

    A take is unknown where it was sent and no answer came, so that it may have been accepted and
    paid, or where the service does not know its task any more. No run sends it again by itself.
    Look at the service's own list of tasks: if it is there, adopt it; if not, send it again or
    give it up.

    Exit codes: 0 nothing is unknown (any more), 4 something is.
    """
    from hailuo_dsl.studio.production import known, ledger_of
    from hailuo_dsl.studio.settle import doubtful, named

    choices = [
        it
        for it, chosen in (("--adopt", adopt), ("--resend", resend), ("--give-up", give_up))
        if chosen
    ]
    if len(choices) > 1:
        raise Trouble(f"{' and '.join(choices)} cannot both be; choose one")
    if not choices:
        takes = doubtful(known(way.ledger or ledger_of(folder_of(words))))
        _list(takes, as_json=as_json)
        sys.exit(UNKNOWN_REMAINS if takes else 0)
    script, shots = script_and_shots(words)
    if len(shots) != 1:
        raise Trouble(f"`{choices[0]}` settles one shot; name it: `reconcile SHOT {choices[0]}`")
    path = way.ledger or ledger_of(Path(script).parent)
    take = named(shots[0], doubtful(known(path)))
    if give_up:
        _give_up(take, path)
    elif adopt:
        _adopt(take, adopt, script, asked, way)
    else:
        _resend(take, script, asked, way)


def _list(takes: tuple[Doubtful, ...], *, as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps({"version": 1, "unknown": [_document(it) for it in takes]}, indent=2))
        return
    if not takes:
        click.echo("nothing is of unknown outcome")
        return
    rows = [
        (
            moment(it.life.asked.at),
            it.shot,
            it.name,
            _price(it),
            it.life.state.task_id,
            it.words,
        )
        for it in takes
    ]
    show_table(("sent", "shot", "key", "price", "task", "what happened"), rows)
    for it in takes:
        body = it.request
        click.echo(f"\n{it.shot} ({it.name}) asked {it.life.asked.data.get('service')} for:")
        click.echo(f"  {body.get('model')}, {body.get('duration')} s, {_settings(it)}")
        click.echo(f"  {body.get('prompt')}")
    click.echo(
        "\nIf the service's own list shows the task: `hailuo-dsl reconcile SHOT --adopt TASK_ID`."
        "\nIf it does not: `--resend` sends it again (it may be paid twice), `--give-up` drops it."
    )


def _document(take: Doubtful) -> dict[str, object]:
    asked = take.life.asked
    return {
        "shot": take.shot,
        "key": take.key,
        "sent": asked.at,
        "service": asked.data.get("service"),
        "account": asked.data.get("account"),
        "intention": asked.data.get("intention"),
        "task_id": take.life.state.task_id or None,
        "price": _price(take),
        "words": take.words,
        "said": take.life.state.said,
        "request": take.request,
    }


def _price(take: Doubtful) -> str:
    price = take.charge.price if take.charge else None
    return "unknown" if price is None else str(price) if price.currency else "free"


def _settings(take: Doubtful) -> str:
    metadata = take.request.get("metadata", {})
    return ", ".join(f"{key} {value}" for key, value in metadata.items())


def _give_up(take: Doubtful, path: Path) -> None:
    from hailuo_dsl.studio.settle import give_up

    give_up(path, take)
    click.echo(f"{take.shot} is given up; `retake` or `run --resend` sends it anew")


def _adopt(take: Doubtful, task_id: str, script: str, asked: Asked, way: Way) -> None:
    from hailuo_dsl.studio.loop import begin
    from hailuo_dsl.studio.settle import adopt

    production = way.production(sound_film(script, asked))
    status = begin(adopt(production, take, task_id)).wait()
    click.echo(f"{take.shot} is task {task_id}, which is {status}; `run` goes on with it")


def _resend(take: Doubtful, script: str, asked: Asked, way: Way) -> None:
    from hailuo_dsl.studio.production import known
    from hailuo_dsl.studio.settle import id_of

    production = way.production(sound_film(script, asked))
    id = id_of(take, production, known(production.ledger))
    shoot_and_tell(production, way, only={id}, resend={id})
