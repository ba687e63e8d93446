"""A model is one that the catalogue has, spelled as there.

`hailuo-dsl models` lists them. A model of your gateway's own is added as a row of a project's
`hailuo.toml`.
"""

from hailuo_dsl.ground.model import Rule

RULE = Rule("E401", "unknown-model")

WRONG = """\
model: MiniMax-Hailuo-2.33

shot arrive
  from: pier.png
  > She walks the pier.
"""

RIGHT = """\
model: MiniMax-Hailuo-2.3

shot arrive
  from: pier.png
  > She walks the pier.
"""
