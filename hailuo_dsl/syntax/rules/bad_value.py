"""A value is of the kind that its key takes.

Seconds are written `6s`, sizes as the service writes them (`768P`), switches `on` and `off`, takes
as a whole number, addresses from `https://` on.
"""

from hailuo_dsl.ground.model import Rule

RULE = Rule("E113", "bad-value")

WRONG = """\
model: MiniMax-Hailuo-2.3
duration: 6
optimizer: no

shot arrive
  from: pier.png
  > She walks the pier.
"""

RIGHT = """\
model: MiniMax-Hailuo-2.3
duration: 6s
optimizer: off

shot arrive
  from: pier.png
  > She walks the pier.
"""
