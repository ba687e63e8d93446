"""Generated scripts for the benchmarks."""

from __future__ import annotations

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
