"""`python -m hailuo_dsl` and the command `hailuo-dsl`."""

from __future__ import annotations


def main() -> None:
    """Run the command line."""
    from hailuo_dsl.cli.main import cli

    cli(prog_name="hailuo-dsl")


if __name__ == "__main__":
    main()
