"""A reference to a shot that varies says which variant is meant.

Each variant ends on another frame. Name one, as in `lamp@dawn.last`, or choose one for good with
`pick:` in the shot that varies. `previous` is a reference like any other.
"""

from hailuo_dsl.ground.model import Rule

RULE = Rule("E321", "many-variants")

WRONG = """\
model: MiniMax-Hailuo-2.3

shot lamp
  from: lamp.png
  vary light: dawn | dusk
  > The lamp, lit by {light}.

shot door
  from: previous
  > She opens the door.
"""

RIGHT = """\
model: MiniMax-Hailuo-2.3

shot lamp
  from: lamp.png
  vary light: dawn | dusk
  pick: dawn
  > The lamp, lit by {light}.

shot door
  from: previous
  > She opens the door.
"""
