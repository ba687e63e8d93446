"""The notebook face: the `%%shots` magic and one widget, the shot desk.

Takes gestures in a cell or on a control. Yields pixels. Everything that lasts runs on the loop
thread of `studio`; a callback only hands over, and nothing is printed from one.

`magic` has the magics: `cells` lets cells use each other, `verbs` is what `%shots` does, `live` an
output that is drawn over, `complete` the completion. `choices` is pure: what a shot may choose.
`show` makes text and HTML; `widget` is the desk, of `controls` and a `player`; `work` is what is
under way. `highlight_js` makes the labextension that colours `%%shots` cells.
"""

from hailuo_dsl.notebook.magic import load
from hailuo_dsl.notebook.player import Clip
from hailuo_dsl.notebook.widget import ShotDesk

__all__ = ["Clip", "ShotDesk", "load"]
