"""The shot desk: a film's studio, its runner, its takes and its reel, one below the other."""

from __future__ import annotations

from typing import TYPE_CHECKING, Unpack

import ipywidgets as w

from hailuo_dsl.notebook.panels.kept import display_kept
from hailuo_dsl.notebook.panels.reel import ReelPanel
from hailuo_dsl.notebook.panels.runner import Runner
from hailuo_dsl.notebook.panels.studio import Studio
from hailuo_dsl.notebook.panels.takes import Takes

if TYPE_CHECKING:
    import os

    from hailuo_dsl.job.terms import Money
    from hailuo_dsl.notebook.panels.script import ScriptLike
    from hailuo_dsl.studio.asked import Asked

STARTER = """\
shot first
  model: MiniMax-Hailuo-2.3
  from: picture.jpg
  > Say here what moves.
"""


class ShotDesk(w.VBox):  # type: ignore[misc]  # ipywidgets is untyped
    """All panels on one film; what is typed or picked in one is seen in the others.

    Attributes:
        studio, runner, takes, reel: the panels.
    """

    def __init__(
        self,
        script: ScriptLike = STARTER,
        *,
        name: str | None = None,
        folder: str | os.PathLike[str] | None = None,
        budget: str | Money | None = None,
        poll: float | None = None,
        job_seconds: float = 2.0,
        **asked: Unpack[Asked],
    ) -> None:
        """Open a desk for a script's file, its text, or a film; see `Runner` for what is asked.

        Raises:
            Trouble: *script* is a path of no script.
        """
        self.studio = Studio(script, name=name, folder=folder, **asked)
        self.runner = Runner(
            script,
            name=name,
            folder=folder,
            budget=budget,
            poll=poll,
            job_seconds=job_seconds,
            **asked,
        )
        self.takes = Takes(script, name=name, folder=folder, **asked)
        self.reel = ReelPanel(script, name=name, folder=folder, **asked)
        super().__init__([self.studio, self.runner, self.takes, self.reel])

    def __repr__(self) -> str:
        return "\n".join(map(repr, self.children))

    def _ipython_display_(self) -> None:
        display_kept(self, super()._repr_mimebundle_(), self.children)
