"""What a shot starts from is a picture or a shot's frame.

A picture is a path that ends in .jpg, .png or .webp or stands in quotes, an https:// address or a
data URL; a shot's frame is `arrive.last` or `arrive.first`. A bare name could be either.
"""

from hailuo_dsl.ground.model import Rule

RULE = Rule("E309", "unknown-frame")

WRONG = """\
model: MiniMax-Hailuo-2.3

shot arrive
  from: pier.png
  > She walks the pier.

shot door
  from: arrive
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
