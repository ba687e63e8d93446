"""Options that several verbs share."""

from __future__ import annotations

import click

script_argument = click.argument("script", type=click.Path(dir_okay=False, allow_dash=True))
provider_option = click.option(
    "--provider", metavar="NAME", help="Who makes the clips: `local` (default) or `gateway`."
)
set_option = click.option(
    "--set",
    "settings",
    multiple=True,
    metavar="KEY=VALUE",
    help="Choose a setting for every shot, before what the script says: `resolution=768P`.",
)
