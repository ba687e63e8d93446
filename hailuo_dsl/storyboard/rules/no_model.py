"""A shot has a model.

No default is taken, because the model decides what the clip costs. Choose one for the whole file
before the first heading, or for a scene, or for the shot. Where no shot has one, it is said once.
"""

from hailuo_dsl.ground.model import Rule

RULE = Rule("E121", "no-model")

WRONG = """\
shot arrive
  from: pier.png
  > She walks the pier.
"""

RIGHT = """\
model: MiniMax-Hailuo-2.3

shot arrive
  from: pier.png
  > She walks the pier.
"""
