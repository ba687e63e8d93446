"""A heading is a keyword, a name and, in quotes, a title.

The name is one word without blanks; what people read stands in the title, with a quote before it
and one after.
"""

from hailuo_dsl.ground.model import Rule

RULE = Rule("E107", "bad-heading")

WRONG = """\
model: MiniMax-Hailuo-2.3

shot arrive on the pier
  from: pier.png
  > She walks the pier.
"""

RIGHT = """\
model: MiniMax-Hailuo-2.3

shot arrive "On the pier"
  from: pier.png
  > She walks the pier.
"""
