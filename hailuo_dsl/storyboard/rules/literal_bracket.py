r"""A bracket that is meant as a letter may be read as a camera move.

`\[` puts a `[` into the prompt as it is, and so does a title; how the service reads it is the
service's to decide. Use other brackets if you can.
"""

from hailuo_dsl.ground.model import Rule

RULE = Rule("W121", "literal-bracket")

WRONG = """\
model: MiniMax-Hailuo-2.3

shot arrive
  from: pier.png
  > The sign says \\[closed\\].
"""

RIGHT = """\
model: MiniMax-Hailuo-2.3

shot arrive
  from: pier.png
  > The sign says (closed).
"""
