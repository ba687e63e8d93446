"""Nothing waits for itself, and nothing is explained by itself.

A shot that starts from another shot's frame is made after it; in a circle none can be the first.
The same is true of names that stand for names, but for titles, which stand for nothing else:
`{mara.name}`. Start one of the shots from a picture.
"""

from hailuo_dsl.ground.model import Rule

RULE = Rule("E303", "circle")

WRONG = """\
model: MiniMax-Hailuo-2.3

shot arrive
  from: door.last
  > She walks the pier.

shot door
  from: arrive.last
  > She opens the door.
"""

RIGHT = """\
model: MiniMax-Hailuo-2.3

shot arrive
  from: pier.png
  > She walks the pier.

shot door
  from: arrive.last
  > She opens the door.
"""
