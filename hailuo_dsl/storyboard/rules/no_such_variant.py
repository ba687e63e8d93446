"""A reference or a `pick` names a variant that the shot has.

A variant is named by its row, then its choices in the order of the `vary` lines, each after an
`@`: `lamp@dawn@pull-out`.
"""

from hailuo_dsl.ground.model import Rule

RULE = Rule("E320", "no-such-variant")

WRONG = """\
model: MiniMax-Hailuo-2.3

shot lamp
  from: lamp.png
  vary light: dawn | dusk
  > The lamp, lit by {light}.

shot door
  from: lamp@noon.last
  > She opens the door.
"""

RIGHT = """\
model: MiniMax-Hailuo-2.3

shot lamp
  from: lamp.png
  vary light: dawn | dusk
  > The lamp, lit by {light}.

shot door
  from: lamp@dusk.last
  > She opens the door.
"""
