"""`hailuo-dsl check`: say what is wrong with a script."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from hailuo_dsl.cli.options import film_options, script_argument
from hailuo_dsl.cli.show import show_json, show_report
from hailuo_dsl.ground.render import as_data
from hailuo_dsl.studio.film import read_film

if TYPE_CHECKING:
    from hailuo_dsl.studio.asked import Asked


@click.command("check")
@script_argument
@film_options
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
def verb(script: str, asked: Asked, form: str) -> None:
    """Say everything that is wrong with SCRIPT, in order. `-` reads standard input."""
    compiled = read_film(script, **asked).compiled
    if form == "json":
        report = compiled.report
        show_json({"diagnostics": [as_data(it, report.sources) for it in report]})
    else:
        show_report(compiled.report, file=sys.stdout, sum_up=True)
    sys.exit(not compiled.ok)
