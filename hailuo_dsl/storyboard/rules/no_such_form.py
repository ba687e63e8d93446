"""`.full` and `.name` are forms of what is defined with a title.

`{mara.name}` is the title in quotes, `{mara.full}` the prose. A variable has neither, and what has
no title has no name to give.
"""

from hailuo_dsl.ground.model import Rule

RULE = Rule("E305", "no-such-form")

WRONG = """\
model: MiniMax-Hailuo-2.3

character mara
  > a woman in a red raincoat

shot arrive
  from: pier.png
  > {mara.name} walks the pier.
"""

RIGHT = """\
model: MiniMax-Hailuo-2.3

character mara "Mara"
  > a woman in a red raincoat

shot arrive
  from: pier.png
  > {mara.name} walks the pier.
"""
