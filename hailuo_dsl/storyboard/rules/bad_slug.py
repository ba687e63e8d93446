"""Each choice of a `vary` line makes a name of its own.

The name of a variant is the choice in small letters, whatever is no letter, digit or `_` made one
`-`: `storm lightning` is `storm-lightning`. It has to have a letter, at most 40 characters, and
differ from the others on its line in more than case. A choice that is a single `{name}` is called
by that name, so a long text is best put into a variable.
"""

from hailuo_dsl.ground.model import Rule

RULE = Rule("E319", "bad-slug")

WRONG = """\
model: MiniMax-Hailuo-2.3

shot lamp
  from: lamp.png
  vary light: dawn | a storm with lightning that turns the whole bay white
  > The lamp, lit by {light}.
"""

RIGHT = """\
model: MiniMax-Hailuo-2.3

let storm: a storm with lightning that turns the whole bay white

shot lamp
  from: lamp.png
  vary light: dawn | {storm}
  > The lamp, lit by {light}.
"""
