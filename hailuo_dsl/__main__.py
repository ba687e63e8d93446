"""`python -m hailuo_dsl` and the command `hailuo-dsl`."""

from __future__ import annotations


def main() -> None:
    """Run the command line."""
    import sys
    from io import TextIOWrapper

    from hailuo_dsl.cli.main import cli

    for stream in (sys.stdout, sys.stderr):
        # A script's letters may be more than this terminal knows.
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    cli(prog_name="hailuo-dsl")


if __name__ == "__main__":
    main()
