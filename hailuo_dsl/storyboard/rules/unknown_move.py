r"""A camera move is one that the service reads.

Each has several spellings, in English and in Chinese, and `hailuo-dsl words` lists them all. The
service takes any other word in brackets for prose. A bracket meant as a letter is `\[`.
"""

from hailuo_dsl.ground.model import Rule

RULE = Rule("E201", "unknown-move")

WRONG = """\
model: MiniMax-Hailuo-2.3
optimizer: off

shot arrive
  from: pier.png
  camera: push inn
  > She walks the pier.
"""

RIGHT = """\
model: MiniMax-Hailuo-2.3
optimizer: off

shot arrive
  from: pier.png
  camera: push in
  > She walks the pier.
"""
