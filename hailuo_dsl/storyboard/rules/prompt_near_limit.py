"""A prompt keeps away from the 2000 characters that fit.

Above nine in ten, a word more in a description or a look, which other shots share, is an error in
this one. Shorten it before that.
"""

from hailuo_dsl.ground.model import Rule

RULE = Rule("W401", "prompt-near-limit")

HEAD = """\
model: MiniMax-Hailuo-2.3

shot arrive
  from: pier.png
"""

LINE = "  > She walks the pier while the rain hammers the boards and the lamps go out one by one.\n"

WRONG = f"{HEAD}{LINE * 22}"

RIGHT = f"{HEAD}{LINE}"

NEAR = 0.9
"""The share of the limit that is near."""
