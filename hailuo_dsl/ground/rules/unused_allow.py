"""`# allow:` stands on the line above something that it allows.

Where nothing of the kind is to be said, it would hide what comes later: take it out. It speaks of
the next line alone; other `# allow:` comments may stand between.
"""

from hailuo_dsl.ground.model import Rule

RULE = Rule("I101", "unused-allow")

WRONG = """\
model: MiniMax-Hailuo-2.3

shot arrive
  from: pier.png
  # allow: literal-bracket
  > The sign says (closed).
"""

RIGHT = """\
model: MiniMax-Hailuo-2.3

shot arrive
  from: pier.png
  > The sign says (closed).
"""
