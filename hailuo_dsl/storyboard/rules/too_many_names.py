"""Names stand for names, but not without end.

A prompt has room for 2000 characters, and a name that stands for names that stand for names fills
it soon. Say it in fewer names.
"""

from hailuo_dsl.ground.model import Rule

RULE = Rule("E311", "too-many-names")

WRONG = """\
model: MiniMax-Hailuo-2.3
let a0: rain
let a1: {a0} {a0}
let a2: {a1} {a1}
let a3: {a2} {a2}
let a4: {a3} {a3}
let a5: {a4} {a4}
let a6: {a5} {a5}
let a7: {a6} {a6}
let a8: {a7} {a7}
let a9: {a8} {a8}
let a10: {a9} {a9}
let a11: {a10} {a10}

shot arrive
  from: pier.png
  > The weather: {a11}.
"""

RIGHT = """\
model: MiniMax-Hailuo-2.3
let weather: rain, rain and rain

shot arrive
  from: pier.png
  > The weather: {weather}.
"""
