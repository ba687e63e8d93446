"""A file that another file uses holds definitions and variables, and nothing else.

Such a file is shared: a shot in it would be made and paid for by every script that uses it, and a
setting in it would change their shots from afar. Characters, places, props, styles, setups and
`let` lines may stand in it.
"""

from hailuo_dsl.ground.model import Rule

RULE = Rule("E315", "only-definitions")

WRONG = """\
use looks/noir.shots
model: MiniMax-Hailuo-2.3

shot arrive
  from: pier.png
  look: noir
  > She walks the pier.
"""

RIGHT = """\
use looks/grain.shots
model: MiniMax-Hailuo-2.3

shot arrive
  from: pier.png
  look: grain
  > She walks the pier.
"""

FILES = {
    "looks/noir.shots": """\
resolution: 1080P

style noir
  > black and white
""",
    "looks/grain.shots": """\
style grain
  > heavy grain
""",
}
