r"""Brackets and braces close on the line that opens them.

`[` opens a camera move and `{` a name. One that is meant as a letter is written `\[` or `\{`.
"""

from hailuo_dsl.ground.model import Rule

RULE = Rule("E112", "unclosed")

WRONG = """\
model: MiniMax-Hailuo-2.3

character mara "Mara"
  > a woman in a red raincoat

shot arrive
  from: pier.png
  > {mara walks the pier.
"""

RIGHT = """\
model: MiniMax-Hailuo-2.3

character mara "Mara"
  > a woman in a red raincoat

shot arrive
  from: pier.png
  > {mara} walks the pier.
"""
