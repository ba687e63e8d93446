"""A block says each thing once.

Of two durations in one shot, one would be passed over in silence. Only `camera` and `note` may be
said again. Take one of the two out.
"""

from hailuo_dsl.ground.model import Rule

RULE = Rule("E109", "repeated")

WRONG = """\
model: MiniMax-Hailuo-2.3
duration: 6s
duration: 10s

shot arrive
  from: pier.png
  > She walks the pier.
"""

RIGHT = """\
model: MiniMax-Hailuo-2.3
duration: 10s

shot arrive
  from: pier.png
  > She walks the pier.
"""
