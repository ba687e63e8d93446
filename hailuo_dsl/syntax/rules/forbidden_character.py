"""A script holds no letters that cannot be seen.

Control characters, and marks that turn the direction of the text, make a line say something else
than what is read. Delete the letter; in an editor that hides it, type the line anew.
"""

from hailuo_dsl.ground.model import Rule

RULE = Rule("E102", "forbidden-character")

WRONG = """\
model: MiniMax-Hailuo-2.3

shot arrive
  from: pier.png
  > She \u202ewalks the pier.
"""

RIGHT = """\
model: MiniMax-Hailuo-2.3

shot arrive
  from: pier.png
  > She walks the pier.
"""
