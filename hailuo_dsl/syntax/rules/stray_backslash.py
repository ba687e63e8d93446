r"""A backslash stands only before one of `[ ] { } \ |`.

There it makes a letter of the sign after it. Anywhere else it would be lost without a word, so
write `\\` for a backslash that is meant, and `/` between the folders of a path.
"""

from hailuo_dsl.ground.model import Rule

RULE = Rule("E111", "stray-backslash")

WRONG = """\
model: MiniMax-Hailuo-2.3

shot arrive
  from: frames\\pier.png
  > She walks the pier.
"""

RIGHT = """\
model: MiniMax-Hailuo-2.3

shot arrive
  from: frames/pier.png
  > She walks the pier.
"""
