"""A look is a style that the script defines or uses.

A style is a heading with prose under it, and `look:` names it. Define it, or bring in the file that
does with `use`.
"""

from hailuo_dsl.ground.model import Rule

RULE = Rule("E306", "unknown-style")

WRONG = """\
model: MiniMax-Hailuo-2.3

style noir
  > black and white

shot arrive
  from: pier.png
  look: nior
  > She walks the pier.
"""

RIGHT = """\
model: MiniMax-Hailuo-2.3

style noir
  > black and white

shot arrive
  from: pier.png
  look: noir
  > She walks the pier.
"""
