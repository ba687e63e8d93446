"""A setting takes variables, and no characters, places or props.

Those are prose for the prompt. For a value that is said in several places, define a variable:
`let size: 1080P`.
"""

from hailuo_dsl.ground.model import Rule

RULE = Rule("E304", "name-in-setting")

WRONG = """\
model: MiniMax-Hailuo-2.3

character mara "Mara"
  > a woman in a red raincoat

shot arrive
  from: {mara}.png
  > {mara} walks the pier.
"""

RIGHT = """\
model: MiniMax-Hailuo-2.3
let still: mara

character mara "Mara"
  > a woman in a red raincoat

shot arrive
  from: {still}.png
  > {mara} walks the pier.
"""
