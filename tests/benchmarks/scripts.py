"""Generated scripts for the benchmarks, and what they are compiled with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hailuo_dsl.catalog.load import catalog
from hailuo_dsl.compile import World
from hailuo_dsl.ground.world import FileProblem
from hailuo_dsl.request.validate import Validator

if TYPE_CHECKING:
    from hailuo_dsl.compile import Compiled

HEAD = """\
model: MiniMax-Hailuo-2.3

character mara "the woman in red"
  > a woman in her thirties, red raincoat, wet black hair

style noir
  > high-contrast black and white, 35mm grain
"""
SHOT = """
  shot s{number}
    from: {frame}
    duration: {seconds}s
    camera: {camera}
    > {{mara}} walks past house number {number}, rain hammering the boards.
    > She stops [static shot] and looks up.
"""
PLAIN = """
shot s{number}
  from: https://example.com/{number}.png
  camera: {camera}
  > She walks past house number {number}, rain hammering the boards.
"""
VARIED = """
shot s{number}
  from: https://example.com/{number}.png
  vary light: dawn | storm lightning
  vary move: push in | zoom out
  camera: {{move}}
  > {{mara}} walks past house number {number}, lit by {{light}}.
"""
CAMERAS = ("push in", "pan left + tilt up", "zoom out, then shake")
SHOTS_A_SCENE = 10


def rich_script(shots: int) -> str:
    """So many shots, ten a scene, each with all that a shot can say and inherit.

    Two of three go on from the shot before.
    """
    lines = [HEAD]
    for number in range(shots):
        if number % SHOTS_A_SCENE == 0:
            lines.append(f"\nscene harbour{number // SHOTS_A_SCENE}\n  look: noir\n")
        lines.append(
            SHOT.format(
                number=number,
                frame="previous" if number % 3 else "https://example.com/pier.png",
                seconds=(6, 10)[number % 2],
                camera=CAMERAS[number % 3],
            )
        )
    return "".join(lines)


def plain_script(shots: int) -> str:
    """So many shots, each with a picture, a camera line and a line of motion."""
    return "model: MiniMax-Hailuo-2.3\n" + "".join(
        PLAIN.format(number=number, camera=CAMERAS[number % 3]) for number in range(shots)
    )


def varied_script(shots: int) -> str:
    """So many shots that vary in two times two ways, each four requests."""
    return HEAD + "".join(VARIED.format(number=number) for number in range(shots))


def world() -> World:
    """The catalogue and the gateway; no script here has a picture beside it."""
    rows = catalog()
    row = rows.provider("gateway")
    assert row is not None
    return World(rows, row, lambda _: FileProblem("is not asked for"))


def validate(made: Compiled, *, fast: bool = True) -> None:
    """Hold every request against the schema, as everything that runs or prints requests does."""
    validator = Validator(catalog(), wire=False, fast=fast)
    for step in made.plan.steps:
        validator.validate(step.request.body)
