"""A setting is one that the language has.

`model`, `duration`, `resolution`, `from`, `to`, `camera`, `look` and the others are written in
small letters with a colon right after them. A line that should go into the prompt begins with `>`.
"""

from hailuo_dsl.ground.model import Rule

RULE = Rule("E104", "unknown-key")

WRONG = """\
model: MiniMax-Hailuo-2.3
duraton: 6s

shot arrive
  from: pier.png
  > She walks the pier.
"""

RIGHT = """\
model: MiniMax-Hailuo-2.3
duration: 6s

shot arrive
  from: pier.png
  > She walks the pier.
"""
