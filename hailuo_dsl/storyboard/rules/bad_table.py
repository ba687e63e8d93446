"""A table has a heading for each column, cells for each heading, and a name for each row.

`each:` reads a CSV file (UTF-8, commas, the first row names the columns) or JSON Lines (one object
a line, one text, number, true, false or null a key). The column `id`, else the first one, names the
variants: letters and digits of the cell, at most 40, different in each row. A row is a clip that
is paid for, so a table with a mistake makes no request at all.
"""

from hailuo_dsl.ground.model import Rule

RULE = Rule("E316", "bad-table")

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
blue
""",
    "products.csv": """\
id,image
red,red.png
blue,blue.png
""",
}
