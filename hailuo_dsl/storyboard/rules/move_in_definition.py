"""A character, a place, a prop or a style holds no camera moves.

Its words go wherever it is mentioned, and a move would go with them, in places where nobody sees
it. Put the move into the shot, or into a setup.
"""

from hailuo_dsl.ground.model import Rule

RULE = Rule("E203", "move-in-definition")

WRONG = """\
model: MiniMax-Hailuo-2.3

style noir
  > black and white [push in]

shot arrive
  from: pier.png
  look: noir
  > She walks the pier.
"""

RIGHT = """\
model: MiniMax-Hailuo-2.3
optimizer: off

style noir
  > black and white

shot arrive
  from: pier.png
  look: noir
  > She walks the pier [push in].
"""
