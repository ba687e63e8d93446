"""`hailuo-dsl models`: print what each model offers."""

from __future__ import annotations

import click

from hailuo_dsl.catalog.show import Sources, limit_rows, model_rows, provider_rows
from hailuo_dsl.cli.options import completed_by
from hailuo_dsl.cli.page import show_table
from hailuo_dsl.studio.film import chosen_provider, project_catalog


@click.command("models")
@click.option(
    "--provider",
    metavar="NAME",
    help="Whose offers and prices: `gateway` (default) or `local`.",
    shell_complete=completed_by("providers"),
)
def verb(provider: str | None) -> None:
    """Print what each model offers, what a clip costs, who sells it, and what the service takes.

    Each row comes with its source and date. Rows of your own may stand in a project's `hailuo.toml`
    or, for all projects, in `catalog.toml` beside your config file.
    """
    catalog = project_catalog()
    row = chosen_provider(catalog, provider, otherwise="gateway")
    sources = Sources()
    for rows in (
        model_rows(catalog, row, sources),
        provider_rows(catalog, sources),
        limit_rows(catalog, sources),
    ):
        show_table(*rows)
        click.echo()
    show_table(*sources.rows)
    if row.prices:
        click.echo(
            f"\nPrices: where {row.name} has none of its own, the list of {row.prices} is shown."
        )
