"""A shot says what it starts from.

A picture, another shot's frame, or `from: none` for words alone. Nothing is taken for granted:
text to video is another product than image to video.
"""

from hailuo_dsl.ground.model import Rule

RULE = Rule("E122", "no-first-frame")

WRONG = """\
model: MiniMax-Hailuo-2.3

shot arrive
  > She walks the pier.
"""

RIGHT = """\
model: MiniMax-Hailuo-2.3

shot arrive
  from: pier.png
  > She walks the pier.
"""
