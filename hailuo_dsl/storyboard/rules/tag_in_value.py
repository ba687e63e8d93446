"""A variable that is used in a setting or in brackets holds no brackets of its own.

The place that uses it has them already: `camera:` makes a bracket, and so does `[{move}]`.
"""

from hailuo_dsl.ground.model import Rule

RULE = Rule("E204", "tag-in-value")

WRONG = """\
model: MiniMax-Hailuo-2.3
let move: [push in]
optimizer: off

shot arrive
  from: pier.png
  camera: {move}
  > She walks the pier.
"""

RIGHT = """\
model: MiniMax-Hailuo-2.3
let move: push in
optimizer: off

shot arrive
  from: pier.png
  camera: {move}
  > She walks the pier.
"""
