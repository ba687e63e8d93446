"""`hailuo-dsl models`: print what each model offers."""

from __future__ import annotations

import click

from hailuo_dsl.catalog.show import model_rows, provider_rows
from hailuo_dsl.cli.options import provider_option
from hailuo_dsl.cli.show import show_table
from hailuo_dsl.studio.film import chosen_provider, project_catalog


@click.command("models")
@provider_option
def verb(provider: str | None) -> None:
    """Print what each model offers, and what a clip costs; each row with its source and date."""
    catalog = project_catalog()
    row = chosen_provider(catalog, provider, otherwise="gateway")
    show_table(*model_rows(catalog, row))
    click.echo()
    show_table(*provider_rows(catalog))
    if row.prices:
        click.echo(f"\nPrices: {row.title} publishes none, so the list of {row.prices} is shown.")
