"""A shot takes a setup that the script defines or uses.

A setup is a heading with settings, camera and motion under it, and `with:` names it.
"""

from hailuo_dsl.ground.model import Rule

RULE = Rule("E312", "unknown-setup")

WRONG = """\
model: MiniMax-Hailuo-2.3

setup reveal
  > The light grows.

shot arrive
  with: reveel
  from: pier.png
  > The lamp stands there.
"""

RIGHT = """\
model: MiniMax-Hailuo-2.3

setup reveal
  > The light grows.

shot arrive
  with: reveal
  from: pier.png
  > The lamp stands there.
"""
