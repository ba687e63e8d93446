"""The notebook face: the `%%shots` magic, and widgets to write a film, run it and choose.

Takes gestures in a cell or on a control. Yields pixels. Everything that lasts runs on the loop
thread of `studio`; a callback only hands over, and nothing is printed from one.

`magic` has the magics: `cells` lets cells use each other, `verbs` is what `%shots` does, `live` an
output that is drawn over, `complete` the completion. The widgets are in `panels`. `choices` is
pure: what a shot may choose. `show` makes text and HTML; `work` is what is under way.
`highlight_js` makes what colours `%%shots` cells and the studio's text.
"""

from hailuo_dsl.notebook.magic import load
from hailuo_dsl.notebook.panels import ReelPanel, Runner, ShotControls, ShotDesk, Studio, Takes

__all__ = ["ReelPanel", "Runner", "ShotControls", "ShotDesk", "Studio", "Takes", "load"]
