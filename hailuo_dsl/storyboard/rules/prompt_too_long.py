"""A prompt has at most 2000 characters.

The finished one counts: descriptions, looks and brackets included. `hailuo-dsl compile` shows it.
Shorten the descriptions, or mention fewer of them.
"""

from hailuo_dsl.ground.model import Rule

RULE = Rule("E405", "prompt-too-long")

HEAD = """\
model: MiniMax-Hailuo-2.3

shot arrive
  from: pier.png
"""

LINE = "  > She walks the pier while the rain hammers the boards and the lamps go out one by one.\n"

WRONG = f"{HEAD}{LINE * 24}"

RIGHT = f"{HEAD}{LINE}"
