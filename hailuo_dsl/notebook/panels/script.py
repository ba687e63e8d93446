"""The script that a panel works on: a file, or a text that is in none."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from hailuo_dsl.ground.trouble import Trouble
from hailuo_dsl.studio.disk import read_file
from hailuo_dsl.studio.film import Film, film_of, read_film
from hailuo_dsl.studio.news import place_of
from hailuo_dsl.studio.rewrite import SUFFIX

if TYPE_CHECKING:
    from collections.abc import Hashable

    from hailuo_dsl.studio.asked import Asked
    from hailuo_dsl.studio.pick import Draft, Picked

ScriptLike: TypeAlias = "str | os.PathLike[str] | Film"


class Changed(Trouble):
    """A script says something else than what is known of it."""


@dataclass(frozen=True)
class Script:
    """A script, and what is asked for beside it.

    Attributes:
        name: the film is called so, and its reel.
        folder: what its paths are relative to.
        text: what it says; None where it stands in a file, which is read anew each time.
    """

    name: str
    folder: Path
    asked: Asked
    text: str | None = None

    @property
    def place(self) -> Hashable:
        """Names the film among all others on this machine."""
        return place_of(self.folder, self.name)

    @property
    def path(self) -> Path:
        """The file, also of a text that is in none: what it would be called."""
        return self.folder / f"{self.name}{SUFFIX}"

    def film(self) -> Film:
        """Compile it.

        Raises:
            Trouble: there is no such file or provider.
        """
        if self.text is None:
            return read_film(str(self.path), **self.asked)
        return film_of(self.text, self.name, folder=self.folder, **self.asked)

    def read(self) -> str:
        """What it says now, with the line ends of its file.

        Raises:
            Trouble: its file is not there, or is not UTF-8.
        """
        if self.text is not None:
            return self.text
        try:
            return read_file(self.path).decode("utf-8")
        except UnicodeDecodeError as error:
            wrong = f"{self.path.name} is not UTF-8: byte {error.start}; save it as UTF-8 first"
            raise Trouble(wrong) from None

    def following(self, text: str) -> Script:
        """This script where *text* was written into it elsewhere; a file says so itself."""
        return self if self.text is None else replace(self, text=text)

    def with_text(self, text: str, before: str) -> Script:
        """This script saying *text*; a file is written, in the line ends that it has.

        Args:
            before: what it is known to say; where it says something else, it is left alone.

        Raises:
            Changed: it says something else.
            Trouble: it cannot be read or written.
        """
        from hailuo_dsl.studio.rewrite import rewrite

        if self.read() != before:
            raise Changed(f"{self.path.name} was changed elsewhere since it was read here")
        if self.text is not None:
            return replace(self, text=text)
        if text != before:
            rewrite(self.path, text.encode())
        return self

    def with_pick(self, id: str) -> tuple[Script, Picked]:
        """This script with a `pick:` of the clip *id*, and what was done for it; a file is written.

        Raises:
            Trouble: there is no such clip, the script would have a new mistake by it, or its file
                cannot be written.
        """
        from hailuo_dsl.studio.pick import pick
        from hailuo_dsl.studio.rewrite import rewrite

        draft = self._draft()
        picked = pick(draft, id)
        if picked.wrong:
            raise Trouble(f"the script is left as it is, for then {picked.wrong[0].message}")
        if self.text is not None:
            return replace(self, text=picked.after.data.decode()), picked
        if picked.after is not draft:
            rewrite(self.path, picked.after.data)
        return self, picked

    def _draft(self) -> Draft:
        from hailuo_dsl.studio.pick import Draft, read_draft

        if self.text is None:
            return read_draft(str(self.path), self.asked)
        data = self.text.encode()
        drafts = {**self.asked.get("drafts", {}), os.path.realpath(self.path): data}
        asked: Asked = {**self.asked, "drafts": drafts}
        film = read_film(str(self.path), **asked)
        return Draft(str(self.path), data, film)


def script_of(
    script: ScriptLike, name: str | None, folder: str | os.PathLike[str] | None, asked: Asked
) -> Script:
    """The script that is meant by *script*.

    Args:
        script: a file's path, a script's text (it has more than one line), or a film that was
            compiled of either.
        name: what a text is called; None is `film`.
        folder: what the paths of a text are relative to; None is the working folder.
        asked: what is asked for beside it; a film brings its own.

    Raises:
        Trouble: a path does not end as a script's does.
    """
    if isinstance(script, Film):
        asked = {**script.asked, "provider": script.provider.name, **asked}
        home = Path(folder or script.folder).resolve()
        written = Script(script.name, home, asked)
        # A film that was read from a file is called by its path, and any other by its name.
        if str(script.folder / written.path.name) in script.compiled.report.sources:
            return written
        return Script(name or script.name, home, asked, script.to_script())
    if isinstance(script, str) and ("\n" in script or not script.endswith(SUFFIX)):
        return Script(name or "film", Path(folder or ".").resolve(), asked, script)
    path = Path(folder or ".", script).resolve()
    if path.suffix != SUFFIX:
        raise Trouble(f"{path.name} is no script; the name of one ends in `{SUFFIX}`")
    return Script(path.stem, path.parent, asked)
