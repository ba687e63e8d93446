"""A comment stands on a line of its own.

After a value, `#` could belong to the value: a path may hold one. So a comment goes to the line
above; a path with ` # ` in it stands in quotes.
"""

from hailuo_dsl.ground.model import Rule

RULE = Rule("E106", "comment-in-value")

WRONG = """\
model: MiniMax-Hailuo-2.3

shot arrive
  from: pier.png # taken in May
  > She walks the pier.
"""

RIGHT = """\
model: MiniMax-Hailuo-2.3

shot arrive
  # taken in May
  from: pier.png
  > She walks the pier.
"""
