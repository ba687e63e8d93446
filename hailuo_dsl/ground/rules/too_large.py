"""A script has at most 8 MB and 100 000 lines.

No film needs so much text; a file of that size is most likely no script at all. It is refused
before it is read, so that a wrong file costs nothing. `--max-size` raises both limits together.
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
