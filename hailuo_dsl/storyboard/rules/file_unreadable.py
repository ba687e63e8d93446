"""A file that a script names is there and can be read.

A path is relative to the file that names it, not to where the command runs. What a missing file
might have defined is not complained about, so put this right first.
"""

from hailuo_dsl.ground.model import Rule

RULE = Rule("E313", "file-unreadable")

WRONG = """\
use look/noir.shots
model: MiniMax-Hailuo-2.3

shot arrive
  from: pier.png
  look: noir
  > She walks the pier.
"""

RIGHT = """\
use looks/noir.shots
model: MiniMax-Hailuo-2.3

shot arrive
  from: pier.png
  look: noir
  > She walks the pier.
"""

FILES = {
    "looks/noir.shots": """\
style noir
  > black and white
""",
}
