"""Panels: the widgets that write a film, run it, compare its takes and play its reel.

Take a script: a file, a text or a compiled film. Yield widgets of one kind, `Panel`: one synced
value that is replaced whole, and custom messages for all that is large or is asked for. What they
show is in `look`, read from the script and the ledger; what is on the page is in plain modules of
JavaScript beside them.

Promises: nothing here blocks a kernel or prints. A clip is never a part of a widget's state, so no
notebook that is saved holds one. Whatever goes wrong stands in the panel.
"""

from hailuo_dsl.notebook.panels.controls import ShotControls
from hailuo_dsl.notebook.panels.desk import ShotDesk
from hailuo_dsl.notebook.panels.reel import ReelPanel
from hailuo_dsl.notebook.panels.runner import Runner
from hailuo_dsl.notebook.panels.studio import Studio
from hailuo_dsl.notebook.panels.takes import Takes

__all__ = ["ReelPanel", "Runner", "ShotControls", "ShotDesk", "Studio", "Takes"]
