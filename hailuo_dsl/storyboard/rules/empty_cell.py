"""A cell that a setting or a bracket needs is not empty.

In a setting, a cell is read as that setting's value, and no value is none. The message names the
row and the column.
"""

from hailuo_dsl.ground.model import Rule

RULE = Rule("E317", "empty-cell")

WRONG = """\
model: MiniMax-Hailuo-2.3

shot hero
  each: shoes.csv
  from: {image}
  > It turns slowly.
"""

RIGHT = """\
model: MiniMax-Hailuo-2.3

shot hero
  each: products.csv
  from: {image}
  > It turns slowly.
"""

FILES = {
    "shoes.csv": """\
id,image
red,red.png
blue,
""",
    "products.csv": """\
id,image
red,red.png
blue,blue.png
""",
}
