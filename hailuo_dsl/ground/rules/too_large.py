"""A script has at most 8 MB and 100 000 lines, and a line 20 000 characters.

No film needs so much text; a file of that size is most likely no script at all. It is refused
before it is read, so that a wrong file costs nothing. `--max-size` raises both limits together. Nor
is a script read to its end that has more than 10 000 mistakes. Longer than 20 000 characters may be
only a comment, a note, and a `from`, `to` or `let` that holds a picture as a data URL.
"""

from hailuo_dsl.ground.model import Rule

RULE = Rule("E114", "too-large")

WRONG = "# a line\n" * 100_001

RIGHT = """\
model: MiniMax-Hailuo-2.3

shot arrive
  from: pier.png
  > She walks the pier.
"""
