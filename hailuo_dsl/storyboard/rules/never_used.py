"""What a script defines, it uses.

A character, place, prop, style, setup or variable that nothing mentions is not in any prompt: most
likely its name is missing where it was meant. An axis of `vary` that nothing mentions makes the
same clip over and over, and each is paid for.
"""

from hailuo_dsl.ground.model import Rule

RULE = Rule("W303", "never-used")

WRONG = """\
model: MiniMax-Hailuo-2.3

character mara "Mara"
  > a woman in a red raincoat

shot arrive
  from: pier.png
  > Mara walks the pier.
"""

RIGHT = """\
model: MiniMax-Hailuo-2.3

character mara "Mara"
  > a woman in a red raincoat

shot arrive
  from: pier.png
  > {mara} walks the pier.
"""
