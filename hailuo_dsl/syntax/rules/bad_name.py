r"""A name is letters, digits, `-` and `_`, and begins with a letter or a digit.

The letters may be of any script. `previous` and `none` mean something of their own and name
nothing. In prose, letters in braces that are no name are written `\{` and `\}`.
"""

from hailuo_dsl.ground.model import Rule

RULE = Rule("E108", "bad-name")

WRONG = """\
model: MiniMax-Hailuo-2.3

shot harbour/arrive
  from: pier.png
  > She walks the pier.
"""

RIGHT = """\
model: MiniMax-Hailuo-2.3

shot harbour-arrive
  from: pier.png
  > She walks the pier.
"""
