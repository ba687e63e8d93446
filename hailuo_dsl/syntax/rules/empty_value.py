"""What is set has a value.

A key, a variable or a `use` with nothing after it says nothing. Write the value, or take the line
out: what a script leaves out, the model's own default fills.
"""

from hailuo_dsl.ground.model import Rule

RULE = Rule("E105", "empty-value")

WRONG = """\
model: MiniMax-Hailuo-2.3

shot arrive
  from: pier.png
  duration:
  > She walks the pier.
"""

RIGHT = """\
model: MiniMax-Hailuo-2.3

shot arrive
  from: pier.png
  duration: 6s
  > She walks the pier.
"""
