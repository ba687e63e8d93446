"""A line stands where it means something.

Motion stands in shots, setups and definitions, `from` in shots and setups, settings of all shots
before the first heading; a character holds prose and no settings. Move the line.
"""

from hailuo_dsl.ground.model import Rule

RULE = Rule("E110", "misplaced")

WRONG = """\
model: MiniMax-Hailuo-2.3
from: pier.png

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
