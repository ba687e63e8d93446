"""What has no title is described in full each time it is mentioned.

With a title, the first mention gives title and description, and the later ones the title alone. The
same words twice use up the prompt and may show the thing twice.
"""

from hailuo_dsl.ground.model import Rule

RULE = Rule("W302", "said-again")

WRONG = """\
model: MiniMax-Hailuo-2.3

character mara
  > a woman in a red raincoat

shot arrive
  from: pier.png
  > {mara} walks the pier.
  > {mara} stops.
"""

RIGHT = """\
model: MiniMax-Hailuo-2.3

character mara "Mara"
  > a woman in a red raincoat

shot arrive
  from: pier.png
  > {mara} walks the pier.
  > {mara} stops.
"""
