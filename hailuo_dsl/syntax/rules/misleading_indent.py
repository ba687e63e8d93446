"""A line stands no further left than what it belongs to, nor than the first of its siblings.

Indentation carries no meaning: a line belongs to the heading above it, and a shot to the scene
above it, wherever they stand. A line that stands further left than that heading, or than the first
line under it, or a shot that stands further left than its scene or than the first shot in it, looks
as if it belonged elsewhere, and it probably should. Comments and definitions may stand anywhere.

A tab reaches to the next multiple of four columns, and an ideographic space is two columns wide.
Lines that follow each other out of place are said once. There is no automatic fix: `hailuo-dsl fmt`
sets each line under the heading that it belongs to, and only its author knows if that was meant.
"""

from hailuo_dsl.ground.model import Rule

RULE = Rule("W101", "misleading-indent")

WRONG = """\
model: MiniMax-Hailuo-2.3

scene harbour

  shot arrive
    from: pier.png
    > She walks the pier.
  duration: 10s

  shot leave
    from: pier.png
    > She leaves.
"""

RIGHT = """\
model: MiniMax-Hailuo-2.3

scene harbour
  duration: 10s

  shot arrive
    from: pier.png
    > She walks the pier.

  shot leave
    from: pier.png
    > She leaves.
"""
