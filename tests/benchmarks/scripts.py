"""Generated scripts for the benchmarks: every shot says, moves and inherits something."""

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
CAMERAS = ("push in", "pan left + tilt up", "zoom out, then shake")
SHOTS_A_SCENE = 10


def script(shots: int) -> str:
    """A script of so many shots, ten a scene; two of three go on from the shot before."""
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
