"""Every line is a heading, a setting, a variable, motion or a comment.

How it begins tells which: `shot`, `key:`, `let`, `>` or `#`. Any other line is an error, and is
never taken for prose, because prose goes into a prompt that somebody pays for.
"""

from hailuo_dsl.ground.model import Rule

RULE = Rule("E103", "unknown-line")

WRONG = """\
model: MiniMax-Hailuo-2.3

shot arrive
  from: pier.png
  She walks the pier.
  > It rains.
"""

RIGHT = """\
model: MiniMax-Hailuo-2.3

shot arrive
  from: pier.png
  > She walks the pier.
  > It rains.
"""
