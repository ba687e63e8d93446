"""A camera move stands in brackets or in a `camera:` line.

`push in` between two commas is prose: the service may take the hint, or may not. In brackets it is
a move. Prose in which the same words mean something else, as in `they push in the door`, is left
alone.
"""

from hailuo_dsl.ground.model import Rule

RULE = Rule("I202", "move-in-prose")

WRONG = """\
model: MiniMax-Hailuo-2.3
optimizer: off

shot arrive
  from: pier.png
  > She walks the pier, push in, and stops.
"""

RIGHT = """\
model: MiniMax-Hailuo-2.3
optimizer: off

shot arrive
  from: pier.png
  > She walks the pier [push in] and stops.
"""
