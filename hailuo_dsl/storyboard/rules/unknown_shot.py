"""A frame is that of a shot which the script has.

A name without a scene is looked up in the shot's own scene, then among the shots before any scene;
a shot elsewhere is named with its scene: `harbour/arrive.last`.
"""

from hailuo_dsl.ground.model import Rule

RULE = Rule("E307", "unknown-shot")

WRONG = """\
model: MiniMax-Hailuo-2.3

shot arrive
  from: pier.png
  > She walks the pier.

shot door
  from: arive.last
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
