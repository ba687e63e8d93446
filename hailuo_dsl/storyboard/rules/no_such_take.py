"""A take is named by a number that the shot has.

Takes are numbered from 1, and there are as many as `takes` says.
"""

from hailuo_dsl.ground.model import Rule

RULE = Rule("E310", "no-such-take")

WRONG = """\
model: MiniMax-Hailuo-2.3

shot arrive
  takes: 2
  from: pier.png
  > She walks the pier.

shot door
  from: arrive#3.last
  > She opens the door.
"""

RIGHT = """\
model: MiniMax-Hailuo-2.3

shot arrive
  takes: 2
  from: pier.png
  > She walks the pier.

shot door
  from: arrive#2.last
  > She opens the door.
"""
