"""A character, a place, a prop or a style has prose.

It is what goes into the prompt where the name is mentioned: say what the thing looks like on a line
that begins with `>`.
"""

from hailuo_dsl.ground.model import Rule

RULE = Rule("E124", "no-prose")

WRONG = """\
model: MiniMax-Hailuo-2.3

character mara "Mara"

shot arrive
  from: pier.png
  > {mara} walks the pier.
"""

RIGHT = """\
model: MiniMax-Hailuo-2.3

character mara "Mara"
  > a woman in a red raincoat

shot arrive
  from: pier.png
  > {mara} walks the pier.
"""
