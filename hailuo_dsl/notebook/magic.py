"""The `%%shots` magic: a cell that is a script."""

# IPython's own functions carry no types.
# mypy: allow-untyped-calls, allow-untyped-decorators

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from IPython.core.magic import Magics, cell_magic, magics_class, no_var_expand
from IPython.core.magic_arguments import argument, magic_arguments, parse_argstring
from IPython.display import display

from hailuo_dsl.ground.trouble import Trouble
from hailuo_dsl.notebook.show import film_html, film_text, message_html
from hailuo_dsl.studio.film import Film, film_of

if TYPE_CHECKING:
    from argparse import Namespace

    from IPython.lib.pretty import PrettyPrinter

    from hailuo_dsl.studio.asked import Asked

UNNAMED = "cell"


def load(ipython: Any) -> None:
    """Give *ipython* the `%%shots` magic, and let a film show itself as the magic shows it."""
    ipython.register_magics(ShotMagics)
    formatters = ipython.display_formatter.formatters
    formatters["text/plain"].for_type(Film, _print)
    formatters["text/html"].for_type(Film, film_html)


def _print(film: Film, printer: PrettyPrinter, _cycle: bool) -> None:
    printer.text(film_text(film))


@magics_class
class ShotMagics(Magics):
    """Scripts in cells."""

    @no_var_expand
    @magic_arguments()
    @argument("name", nargs="?", help="bind the compiled film to this name")
    @argument("--provider", help="who makes the clips: `local` (default) or `gateway`")
    @argument("--folder", help="what paths are relative to; the working folder by default")
    @argument("--set", action="append", help="a setting for every shot: `resolution=768P`")
    @argument("--let", action="append", help="another value for a `let` of the cell: `tone=cold`")
    @argument("--limit", type=int, help="how many requests a shot may become (200)")
    @argument("--allow-outside", action="store_true", help="read files outside the project too")
    @cell_magic
    def shots(self, line: str, cell: str) -> None:
        """Compile the cell; show its requests, or what is wrong with it.

        With a name, the film is bound to it, also where it has mistakes: `film.compiled.ok` tells.
        """
        args = parse_argstring(self.shots, line)
        try:
            film = _film(cell, args.name, args.folder, _asked(args))
        except Trouble as trouble:
            _show(str(trouble), message_html(str(trouble)))
            return
        if args.name and self.shell:
            self.shell.user_ns[args.name] = film
        _show(film_text(film), film_html(film))


def _asked(args: Namespace) -> Asked:
    """What was asked for beside the cell."""
    if args.limit is not None and args.limit < 1:
        raise Trouble(f"`--limit {args.limit}` leaves nothing; it is 1 at least")
    asked: Asked = {
        "provider": args.provider,
        "settings": args.set or (),
        "lets": args.let or (),
        "allow_outside": args.allow_outside,
    }
    return asked if args.limit is None else {**asked, "limit": args.limit}


def _film(cell: str, name: str | None, folder: str | None, asked: Asked) -> Film:
    if name is not None and not name.isidentifier():
        raise Trouble(f"`{name}` cannot be the name of a variable; write a word such as `pier`")
    home = Path(folder).expanduser() if folder else Path.cwd()
    if not home.is_dir():
        raise Trouble(f"there is no folder {folder}")
    return film_of(cell, name or UNNAMED, folder=home, **asked)


def _show(text: str, html: str) -> None:
    display({"text/plain": text, "text/html": html}, raw=True)
