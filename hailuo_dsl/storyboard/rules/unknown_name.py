r"""What stands in braces is a name that something has here.

A character, a place, a prop or a variable: of the file, of the scene, of the shot itself. Letters
in braces that are no name are written `\{` and `\}`.
"""

from hailuo_dsl.ground.model import Rule

RULE = Rule("E301", "unknown-name")

WRONG = """\
model: MiniMax-Hailuo-2.3

character mara "Mara"
  > a woman in a red raincoat

shot arrive
  from: pier.png
  > {marra} walks the pier.
"""

RIGHT = """\
model: MiniMax-Hailuo-2.3

character mara "Mara"
  > a woman in a red raincoat

shot arrive
  from: pier.png
  > {mara} walks the pier.
"""
