"""A name is taken once.

What braces can name is one kind: a character and a variable cannot share a name. Shots are apart by
scene, and become files, so two of them must differ in more than case.
"""

from hailuo_dsl.ground.model import Rule

RULE = Rule("E302", "same-name")

WRONG = """\
model: MiniMax-Hailuo-2.3
let mara: rain

character mara "Mara"
  > a woman in a red raincoat

shot arrive
  from: pier.png
  > She walks the pier.
"""

RIGHT = """\
model: MiniMax-Hailuo-2.3
let weather: rain

character mara "Mara"
  > a woman in a red raincoat

shot arrive
  from: pier.png
  > {mara} walks the pier in the {weather}.
"""
