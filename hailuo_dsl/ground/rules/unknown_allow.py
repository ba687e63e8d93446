"""`# allow:` names a warning or a hint.

A slug that is none silences nothing, and an error cannot be allowed, because its shot makes no
request. `hailuo-dsl explain` lists every slug.
"""

from hailuo_dsl.ground.model import Rule

RULE = Rule("W102", "unknown-allow")

WRONG = """\
model: MiniMax-Hailuo-2.3

shot arrive
  from: pier.png
  # allow: literal-brackets
  > She walks the pier.
"""

RIGHT = """\
model: MiniMax-Hailuo-2.3

shot arrive
  from: pier.png
  # allow: literal-bracket
  > The sign says \\[closed\\].
"""
