"""A script has shots.

Without one it asks for nothing. A file of looks and characters for others to `use` needs none,
where it is checked together with a script that uses it.
"""

from hailuo_dsl.ground.model import Rule

RULE = Rule("W120", "no-shots")

WRONG = """\
style noir
  > black and white
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
