"""`hailuo-dsl models`: print what each model offers."""

from __future__ import annotations

import click

from hailuo_dsl.catalog.show import limit_rows, model_rows, provider_rows
from hailuo_dsl.cli.options import provider_option
from hailuo_dsl.cli.page import show_table
from hailuo_dsl.studio.film import chosen_provider, project_catalog


@click.command("models")
@provider_option
def verb(provider: str | None) -> None:
    """Print what each model offers, what a clip costs, who sells it, and what the service takes.

    Each row comes with its source and date. Rows of your own may stand in a project's `hailuo.toml`
    or, for all projects, in `catalog.toml` beside your config file.
    """
    catalog = project_catalog()
    row = chosen_provider(catalog, provider, otherwise="gateway")
    show_table(*model_rows(catalog, row))
    click.echo()
    show_table(*provider_rows(catalog))
    click.echo()
    show_table(*limit_rows(catalog))
    if row.prices:
        click.echo(
            f"\nPrices: where {row.name} has none of its own, the list of {row.prices} is shown."
        )
