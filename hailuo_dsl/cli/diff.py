"""`hailuo-dsl diff`: say what changed between two scripts, or since the last run."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from hailuo_dsl.cli.options import completed_by, film_options, script_argument
from hailuo_dsl.cli.page import show_json
from hailuo_dsl.cli.sound import sound_film
from hailuo_dsl.ground.trouble import Trouble
from hailuo_dsl.plan.diff.data import document
from hailuo_dsl.plan.diff.model import Op, Status
from hailuo_dsl.plan.diff.show import WORDS, marked, show_diff
from hailuo_dsl.studio.compare import compare, compare_with_last_run
from hailuo_dsl.studio.film import STANDARD_INPUT

if TYPE_CHECKING:
    from hailuo_dsl.studio.asked import Asked
    from hailuo_dsl.studio.compare import Compared

DIFFERENT = 1
TROUBLE = 2
"""Of a script with errors as well: 1 says another thing here than elsewhere."""

COLOURS: dict[str, dict[str, Any]] = {
    Status.CHANGED: {"fg": "yellow", "bold": True},
    Status.STALE: {"fg": "magenta", "bold": True},
    Status.ADDED: {"fg": "green", "bold": True},
    Status.REMOVED: {"fg": "red", "bold": True},
    WORDS[Op.REMOVED]: {"fg": "red", "strikethrough": True},
    WORDS[Op.ADDED]: {"fg": "green"},
}


@click.command("diff")
@script_argument
@click.argument(
    "other",
    required=False,
    type=click.Path(dir_okay=False, allow_dash=True),
    shell_complete=completed_by("scripts"),
)
@film_options
@click.option(
    "--ledger",
    type=click.Path(path_type=Path),
    help="The file that remembers jobs, where SCRIPT alone is given.",
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def verb(
    script: str,
    other: str | None,
    ledger: Path | None,
    as_json: bool,
    asked: Asked,
) -> None:
    """Say what changed from SCRIPT to OTHER, or of SCRIPT since its last run.

    Request by request: what differs, word by word in prompts; which later shots go stale because
    what they start from is another; what is made anew, and what that costs. `-` is standard
    input: `git show HEAD:film.shots | hailuo-dsl diff - film.shots`.

    Requests are matched by id. Names, comments and layout are no difference; a place in the reel
    and a callback are one that costs nothing. The ledger remembers takes and not scripts, so
    since the last run what is renamed or gone is told and is no difference.

    Exit codes: 0 no difference, 1 a difference, 2 trouble (a script with errors is one).
    """
    if other and ledger:
        raise Trouble("`--ledger` is for one script; leave it out to compare two")
    if other == script == STANDARD_INPUT:
        raise Trouble("standard input can be read but once; name one of the scripts")
    film = sound_film(script, asked, otherwise=TROUBLE)
    if other:
        compared = compare(film, sound_film(other, asked, otherwise=TROUBLE), script)
    else:
        compared = compare_with_last_run(film, ledger)
    if as_json:
        new = {"script": other or script}
        show_json(document(compared.diff, compared.bill, old=compared.against, new=new))
    else:
        _tell(compared, other or script)
    sys.exit(DIFFERENT if compared.diff.differs else 0)


def _tell(compared: Compared, script: str) -> None:
    if compared.never:
        click.echo(f"{script}: {compared.never}\n")
    colours = sys.stdout.isatty() and click.get_current_context().color is not False
    click.echo(show_diff(compared.diff, _paint if colours else marked), nl=False)
    if compared.diff.anew:
        click.echo(f"made anew: {compared.bill.total}")


def _paint(text: str, role: str) -> str:
    return click.style(text, **COLOURS.get(role, {"bold": True}))
