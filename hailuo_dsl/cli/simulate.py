"""`hailuo-dsl simulate`: serve the simulator on this machine."""

from __future__ import annotations

from pathlib import Path

import click

from hailuo_dsl.ground.trouble import Trouble


@click.command("simulate")
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=0,
    metavar="PORT",
    help="0 asks for a free one.",
)
@click.option(
    "--job-seconds",
    type=click.FloatRange(min=0),
    metavar="SECONDS",
    help="How long a job takes (2, or as the scenario says).",
)
@click.option("--state", type=click.Path(path_type=Path), help="The file that keeps its tasks.")
@click.option(
    "--scenario",
    metavar="FILE",
    help="What goes wrong, and when: a TOML file, or `stormy`, which ships.",
)
@click.option(
    "--api-key",
    metavar="KEY",
    envvar="HAILUO_SIMULATOR_KEY",
    help="The only key it takes (or HAILUO_SIMULATOR_KEY); without it any will do.",
)
def verb(
    port: int,
    job_seconds: float | None,
    state: Path | None,
    scenario: str | None,
    api_key: str | None,
) -> None:
    """Serve a gateway that makes animatics, on loopback, for any client, until Ctrl-C.

    The first line that it prints is its base URL.
    """
    from hailuo_dsl.api.simulator.app import Settings
    from hailuo_dsl.api.simulator.scenario import Scenario, load_scenario
    from hailuo_dsl.api.simulator.serve import serve
    from hailuo_dsl.studio.film import project_catalog

    plays = load_scenario(scenario) if scenario else Scenario()
    settings = Settings(project_catalog(), state, job_seconds, api_key, scenario=plays)
    try:
        serve(port, settings, ready=click.echo)
    except OSError as error:
        raise Trouble(f"port {port} cannot be used: {error.strerror}") from error
