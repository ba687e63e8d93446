"""`hailuo-dsl reconcile`: settle takes whose outcome is unknown."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from hailuo_dsl.cli.options import completed_by, film_options
from hailuo_dsl.cli.page import show_json, show_table
from hailuo_dsl.cli.scripts import folder_of, only_script, script_among
from hailuo_dsl.cli.shooting import UNKNOWN_REMAINS, shoot_and_tell, shoot_options
from hailuo_dsl.cli.sound import sound_film
from hailuo_dsl.ground.render import visible
from hailuo_dsl.ground.trouble import Trouble
from hailuo_dsl.studio.film import STANDARD_INPUT
from hailuo_dsl.studio.rewrite import SUFFIX
from hailuo_dsl.studio.statement import moment

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hailuo_dsl.cli.shooting import Way
    from hailuo_dsl.studio.asked import Asked
    from hailuo_dsl.studio.doubt import Doubtful

HEAD = ("sent", "shot", "key", "price", "task", "what happened")
HOW = """
If the service's own list shows the task: `hailuo-dsl reconcile SHOT --adopt TASK_ID`.
If it does not: `--resend` sends it again (it may be paid twice), `--give-up` drops it."""


@click.command("reconcile")
@click.argument(
    "words", nargs=-1, metavar="[SHOT] [SCRIPT]", shell_complete=completed_by("shots_here")
)
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
    give it up. All takes of the ledger beside SCRIPT, or of the working folder, are listed.

    Exit codes: 0 nothing is unknown (any more), 4 something is; with `--resend` those of `run`.
    """
    from hailuo_dsl.studio.doubt import document, doubtful, named, the_one
    from hailuo_dsl.studio.production import known, ledger_of

    choices = {"--adopt": adopt is not None, "--resend": resend, "--give-up": give_up}
    choice = _only([option for option, chosen in choices.items() if chosen])
    shot, script, folder = _sorted(words)
    path = way.ledger or ledger_of(folder)
    takes = doubtful(known(path))
    code = 0
    if choice:
        if not shot:
            raise Trouble(f"`{choice}` settles one shot; name it: `reconcile SHOT {choice}`")
        take = the_one(shot, takes)
        if give_up:
            _give_up(take, path)
        elif resend:
            code = _resend(take, _script_of(take, script, folder), asked, way)
        else:
            _adopt(take, adopt or "", _script_of(take, script, folder), asked, way)
    else:
        found = named(shot, takes) if shot else takes
        show_json(document(found)) if as_json else _tell(found)
    remaining = doubtful(known(path)) if choice else takes
    sys.exit(code or (UNKNOWN_REMAINS if remaining else 0))


def _only(choices: Sequence[str]) -> str:
    if len(choices) > 1:
        raise Trouble(f"{' and '.join(f'`{it}`' for it in choices)} cannot both be; choose one")
    return "".join(choices)


def _sorted(words: Sequence[str]) -> tuple[str, str, Path]:
    """The shot (empty: all), the script (empty: not named) and the folder whose ledger is meant.

    Raises:
        Trouble: the script is not there, or there are too many words.
    """
    from hailuo_dsl.studio.production import ledger_of

    script, others = script_among(words) if words else ("", ())
    folders = [it for it in others if not script and ledger_of(Path(it)).is_file()]
    shots = [it for it in others if it not in folders]
    if len(shots) > 1 or len(folders) > 1:
        raise Trouble(f"one shot is settled at a time; what is `{others[1]}`?")
    place = [script] if script and script != STANDARD_INPUT else folders
    return "".join(shots), script, folder_of(place)


def _script_of(take: Doubtful, named: str, folder: Path) -> str:
    """The script of *take*: the one that is *named*, else the one that it was sent for.

    Raises:
        Trouble: it is not there, and others are.
    """
    its = folder / f"{take.script}{SUFFIX}"
    if named or its.is_file():
        return named or str(its)
    if script := only_script():
        return script
    raise Trouble(f"which script is {take.shot} in? Name it: `reconcile {take.shot} film{SUFFIX}`")


def _tell(takes: Sequence[Doubtful]) -> None:
    from hailuo_dsl.studio.costs import charge_said

    if not takes:
        click.echo("nothing is of unknown outcome")
        return
    rows = [
        (
            moment(it.life.asked.at),
            it.shot,
            it.name,
            charge_said(it.charge),
            visible(it.life.state.task_id),
            visible(it.words),
        )
        for it in takes
    ]
    show_table(HEAD, rows)
    for it in takes:
        click.echo(f"\n{it.shot} ({it.name}) asked {it.service} (account {it.account}) for:")
        for line in _request(it):
            click.echo(f"  {visible(line)}")
    click.echo(HOW)


def _request(take: Doubtful) -> list[str]:
    body = take.request
    settings = [f"{key} {value}" for key, value in body.get("metadata", {}).items()]
    head = [str(body.get("model", "")), f"{body.get('duration', '?')} s", *settings]
    said = take.life.state.said
    return [
        ", ".join(head),
        *str(body.get("prompt", "")).splitlines(),
        *([f"The service said: {said}"] if said else ()),
    ]


def _give_up(take: Doubtful, path: Path) -> None:
    from hailuo_dsl.studio.settle import give_up

    give_up(path, take)
    click.echo(f"{take.shot} is given up; `retake {take.shot}` sends it anew")


def _adopt(take: Doubtful, task_id: str, script: str, asked: Asked, way: Way) -> None:
    from hailuo_dsl.studio.loop import begin
    from hailuo_dsl.studio.settle import adopt

    production = way.production(sound_film(script, asked))
    status = begin(adopt(production, take, task_id)).wait()
    click.echo(f"{take.shot} is task {task_id}, which is {status}; `run` goes on with it")


def _resend(take: Doubtful, script: str, asked: Asked, way: Way) -> int:
    """Send *take* again; the exit code of that."""
    from hailuo_dsl.studio.production import known
    from hailuo_dsl.studio.settle import id_of

    production = way.production(sound_film(script, asked))
    id = id_of(take, production, known(production.ledger))
    return shoot_and_tell(production, way, only={id}, resend={id})
