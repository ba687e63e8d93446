"""`hailuo-dsl decompile`: turn requests back into a script."""

from __future__ import annotations

from pathlib import Path

import click

from hailuo_dsl.cli.options import provider_option
from hailuo_dsl.cli.page import put
from hailuo_dsl.ground.trouble import Trouble
from hailuo_dsl.studio.decompile import decompiled_file, megabytes_needed, write_out


@click.command("decompile")
@click.argument("file", type=click.Path(dir_okay=False, allow_dash=True), default="-")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="Where it goes.")
@click.option("--force", is_flag=True, help="Write over a file that is there.")
@provider_option
def verb(file: str, out: Path | None, force: bool, provider: str | None) -> None:
    """Print the script that compiles to the requests in FILE, as JSON. `-` is standard input.

    FILE holds one request, a list, one a line, or what `hailuo-dsl compile` prints; each in the
    gateway's shape or the vendor's. The script is compiled and held against FILE before it is
    printed. Pictures are not looked at.
    """
    made = decompiled_file(file, out.parent if out else Path.cwd(), provider)
    if out:
        for path in write_out(made, out, force=force):
            click.echo(f"wrote {path}", err=True)
    elif made.tables:
        tables = ", ".join(made.tables)
        raise Trouble(f"the script needs {tables} beside it; say where with `--out FILE`")
    else:
        put(made.text.encode())
    most = megabytes_needed(made.text)
    if most:
        click.echo(f"it is large: other verbs read it with `--max-size {most}`", err=True)
