"""`hailuo-dsl schema`: print the JSON Schema of requests."""

from __future__ import annotations

import click

from hailuo_dsl.cli.show import show_json
from hailuo_dsl.request.schema import schema
from hailuo_dsl.studio.film import project_catalog


@click.command("schema")
@click.argument("which", type=click.Choice(["compiled", "wire"]), default="compiled")
def verb(which: str) -> None:
    """Print the schema (draft 2020-12) of compiled requests, or of requests on the wire.

    A compiled request may still carry `file:PATH` or `shot:SCENE/NAME.last` for a frame.
    """
    show_json(schema(project_catalog(), wire=which == "wire"))
