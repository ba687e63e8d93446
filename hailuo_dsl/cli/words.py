"""`hailuo-dsl words`: print the camera's words."""

from __future__ import annotations

import click

from hailuo_dsl.catalog.show import Sources, word_rows
from hailuo_dsl.cli.page import show_table
from hailuo_dsl.studio.film import project_catalog


@click.command("words")
def verb() -> None:
    """Print the camera moves, as each dialect says them; each row with its source and date."""
    sources = Sources()
    show_table(*word_rows(project_catalog(), sources))
    click.echo()
    show_table(*sources.rows)
    click.echo("\n* not in the gateway's list: said there in the vendor's English, lower case")
