"""A shot that starts from a shot with several takes says which of them.

Until it does, or until the other shot picks one, it is compiled and priced and not made: nobody has
said which clip it should go on from.
"""

from hailuo_dsl.ground.model import Rule

RULE = Rule("W301", "undecided-take")

WRONG = """\
model: MiniMax-Hailuo-2.3

shot arrive
  takes: 2
  from: pier.png
  > She walks the pier.

shot door
  from: arrive.last
  > She opens the door.
"""

RIGHT = """\
model: MiniMax-Hailuo-2.3

shot arrive
  takes: 2
  from: pier.png
  > She walks the pier.

shot door
  from: arrive#2.last
  > She opens the door.
"""
