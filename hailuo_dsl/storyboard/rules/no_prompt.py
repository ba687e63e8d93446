"""A shot says something for a prompt.

A line that begins with `>`, or a camera move. Letters that cannot be seen do not count.
"""

from hailuo_dsl.ground.model import Rule

RULE = Rule("E123", "no-prompt")

WRONG = """\
model: MiniMax-Hailuo-2.3

shot arrive
  from: pier.png
"""

RIGHT = """\
model: MiniMax-Hailuo-2.3

shot arrive
  from: pier.png
  > She walks the pier.
"""
