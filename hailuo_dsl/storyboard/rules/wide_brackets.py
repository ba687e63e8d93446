"""A camera move stands in plain brackets.

In `【】` and `［］` it is prose: the service reads the words, and the camera stays where it is.
"""

from hailuo_dsl.ground.model import Rule

RULE = Rule("W205", "wide-brackets")

WRONG = """\
model: MiniMax-Hailuo-2.3
optimizer: off

shot arrive
  from: pier.png
  > She walks the pier 【推进】 and stops.
"""

RIGHT = """\
model: MiniMax-Hailuo-2.3
optimizer: off

shot arrive
  from: pier.png
  > She walks the pier [推进] and stops.
"""
