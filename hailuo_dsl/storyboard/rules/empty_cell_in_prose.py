"""A cell that prose mentions is not empty.

The sentence is sent as it is, with nothing where the cell would stand; that is seldom what was
meant. Fill the cell, or say it in a sentence that does without the column.
"""

from hailuo_dsl.ground.model import Rule

RULE = Rule("W304", "empty-cell-in-prose")

WRONG = """\
model: MiniMax-Hailuo-2.3

shot hero
  each: shoes.csv
  from: {id}.png
  > The {colour} shoe turns slowly.
"""

RIGHT = """\
model: MiniMax-Hailuo-2.3

shot hero
  each: products.csv
  from: {id}.png
  > The {colour} shoe turns slowly.
"""

FILES = {
    "shoes.csv": """\
id,colour
a,red
b,
""",
    "products.csv": """\
id,colour
a,red
b,blue
""",
}
