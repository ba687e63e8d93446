"""In `camera:`, moves are joined by `+` or by `, then`.

A comma alone could mean either, and the two are different shots: `+` is together, in one bracket;
`, then` is one after the other.
"""

from hailuo_dsl.ground.model import Rule

RULE = Rule("E202", "camera-comma")

WRONG = """\
model: MiniMax-Hailuo-2.3
optimizer: off

shot arrive
  from: pier.png
  camera: push in, tilt up
  > She walks the pier.
"""

RIGHT = """\
model: MiniMax-Hailuo-2.3
optimizer: off

shot arrive
  from: pier.png
  camera: push in, then tilt up
  > She walks the pier.
"""
