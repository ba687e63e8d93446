"""A script is saved as UTF-8.

Another encoding turns letters into other letters, in a prompt that somebody pays for. Save the file
as UTF-8 in your editor; the byte at which it stops being UTF-8 is shown.
"""

from hailuo_dsl.ground.model import Rule

RULE = Rule("E101", "not-utf-8")

RIGHT = """\
model: MiniMax-Hailuo-2.3

shot arrive
  from: pier.png
  > She walks to the café.
"""

WRONG = RIGHT.encode("latin-1")
