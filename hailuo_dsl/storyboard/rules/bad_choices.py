r"""A `vary` line has at least two choices, and none is empty.

Each choice is a shot of its own that is paid for. One choice alone varies nothing: that is a
`let`. A bar that is meant as a letter is written `\|`.
"""

from hailuo_dsl.ground.model import Rule

RULE = Rule("E318", "bad-choices")

WRONG = """\
model: MiniMax-Hailuo-2.3

shot lamp
  from: lamp.png
  vary light: dawn |
  > The lamp, lit by {light}.
"""

RIGHT = """\
model: MiniMax-Hailuo-2.3

shot lamp
  from: lamp.png
  vary light: dawn | storm lightning
  > The lamp, lit by {light}.
"""
