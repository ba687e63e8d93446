"""A script names no file outside its project's folder.

A script that came from somebody else must not read, and send to a service, what else lies on
your disk. The project's folder is the nearest one above the script that holds `hailuo.toml` or
`.git`; a link that leads out of it counts as outside too. Where you mean it, `--allow-outside`
allows it for one command.
"""

from hailuo_dsl.ground.model import Rule

RULE = Rule("E314", "outside-project")

WRONG = """\
use ../looks/noir.shots
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
