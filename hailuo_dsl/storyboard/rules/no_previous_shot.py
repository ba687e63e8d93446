"""The first shot has no previous one.

`previous` is the last frame of the shot before it in the script. Start the first shot from a
picture, or from words alone with `from: none`.
"""

from hailuo_dsl.ground.model import Rule

RULE = Rule("E308", "no-previous-shot")

WRONG = """\
model: MiniMax-Hailuo-2.3

shot arrive
  from: previous
  > She walks the pier.
"""

RIGHT = """\
model: MiniMax-Hailuo-2.3

shot arrive
  from: pier.png
  > She walks the pier.
"""
