"""A shot, or a scene with a table, becomes at most 200 requests.

Rows, choices and takes multiply, and each request is paid for. `--limit` allows more for one
command; a whole script may become 250 times that limit.
"""

from hailuo_dsl.ground.model import Rule

RULE = Rule("E322", "too-many-requests")

WRONG = """\
model: MiniMax-Hailuo-2.3

shot lamp
  from: lamp.png
  vary light: 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9 | 10 | 11 | 12 | 13 | 14 | 15
  vary wind: 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9 | 10 | 11 | 12 | 13 | 14 | 15
  > The lamp, lit by light {light} in wind {wind}.
"""

RIGHT = """\
model: MiniMax-Hailuo-2.3

shot lamp
  from: lamp.png
  vary light: 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9 | 10 | 11 | 12 | 13 | 14 | 15
  > The lamp, lit by light {light}.
"""
