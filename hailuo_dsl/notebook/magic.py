"""The magics: `%%shots`, a cell that is a script, and `%shots VERB NAME`, what is done with it."""

# IPython's own functions carry no types.
# mypy: allow-untyped-calls, allow-untyped-decorators

from __future__ import annotations

import keyword
import shlex
from pathlib import Path
from typing import TYPE_CHECKING, Any
from unicodedata import normalize

from IPython.core.magic import Magics, cell_magic, line_magic, magics_class, no_var_expand
from IPython.core.magic_arguments import argument, magic_arguments

from hailuo_dsl.ground.suggest import did_you_mean
from hailuo_dsl.ground.trouble import Trouble
from hailuo_dsl.notebook.cells import allow_no_shots, cell_of, defined_for_others, film_called
from hailuo_dsl.notebook.complete import NAME, matcher_of
from hailuo_dsl.notebook.live import said, show
from hailuo_dsl.notebook.show import storyboard, words_of
from hailuo_dsl.notebook.verbs import VERBS, Way, attach
from hailuo_dsl.studio.film import Film, film_of

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Mapping

    from hailuo_dsl.studio.asked import Asked

UNNAMED = "cell"

ONLY_FOR = {
    "yes": {"run"},
    "budget": {"plan", "run"},
    "allow_unknown_price": {"plan", "run"},
    "wait": {"preview", "run"},
}
"""The verbs that an option goes with."""


def load(ipython: Any) -> None:
    """Give *ipython* the magics, and its completer the words of the language."""
    magics = ShotMagics(ipython)
    ipython.register_magics(magics)
    usages = (ShotMagics.shots.parser.format_usage(), ShotMagics.shots_verb.parser.format_usage())
    completer = ipython.Completer
    others = [it for it in completer.custom_matchers if _name(it) != NAME]
    completer.custom_matchers = [*others, matcher_of(ipython.user_ns, VERBS, usages)]


def _name(matcher: object) -> str:
    return getattr(matcher, "matcher_identifier", "")


@magics_class
class ShotMagics(Magics):
    """Scripts in cells."""

    def __init__(self, shell: Any) -> None:
        super().__init__(shell)
        self._shell = shell

    @no_var_expand
    @magic_arguments()
    @argument("name", nargs="?", help="bind the compiled film to this name")
    @argument(
        "--with",
        dest="used",
        action="append",
        metavar="NAME",
        help="use what the cell of this name defines; may be given more than once",
    )
    @argument("--provider", help="who makes the clips: `local` (default) or `gateway`")
    @argument("--folder", help="what paths are relative to; the working folder by default")
    @argument("--set", action="append", help="a setting for every shot: `resolution=768P`")
    @argument("--let", action="append", help="another value for a `let` of the cell: `tone=cold`")
    @argument("--limit", type=int, help="how many requests a shot may become (200)")
    @argument("--allow-outside", action="store_true", help="read files outside the project too")
    @cell_magic
    def shots(self, line: str, cell: str) -> None:
        """Compile the cell; show its storyboard, or what is wrong with it.

        With a name, the film is bound to it, also where it has mistakes: `film.compiled.ok` tells.
        The numbers of lines are those of the cell, `%%shots` being the first.
        """
        with _Told():
            args = _read(ShotMagics.shots.parser, line)
            name = None if args.name is None else self._free(args.name)
            film = self._film(cell, name, args)
            defined = defined_for_others(film) if name else ()
            if defined:
                allow_no_shots(film)
            if name:
                self._shell.user_ns[name] = film
            show(storyboard(film, defined))
            if name:
                attach(film, Way(pages=self._has_pages))

    @magic_arguments(name="shots")
    @argument("verb", nargs="?", help="`check`, `plan`, `preview`, `run`, `status` or `stop`")
    @argument("name", nargs="?", help="the name that the film is bound to")
    @argument("shots", nargs="*", help="shots by id or glob, as `harbour/*`; none for all")
    @argument("--yes", action="store_true", help="send what costs money")
    @argument("--budget", help="the most that all takes of the ledger may cost: `5.00`")
    @argument("--allow-unknown-price", action="store_true", help="under a budget, send those too")
    @argument("--wait", action="store_true", help="block until the end")
    @line_magic("shots")  # type: ignore[arg-type]  # IPython types it as if it took a class
    def shots_verb(self, line: str) -> None:
        """Do with a film what the verb of the command line does with a script.

        `preview` and `run` return at once and show how far they are; a run of the same film that is
        under way is gone on with, and no second one begins.
        """
        with _Told():
            args = _read(ShotMagics.shots_verb.parser, line)
            if args.verb not in VERBS:
                there_are = f"there are {', '.join(VERBS)}"
                raise Trouble(
                    f"`%shots {args.verb}`: {did_you_mean(args.verb, VERBS, there_are)}"
                    if args.verb
                    else f"`%shots VERB NAME` wants a verb; {there_are}"
                )
            if args.name is None:
                raise Trouble(f"`%shots {args.verb}` wants the name of a film")
            film = film_called(args.name, self._shell.user_ns)
            VERBS[args.verb](film, self._way(args))

    @property
    def _has_pages(self) -> bool:
        """Whether what was shown can be drawn over: a kernel's pages can, a terminal cannot."""
        return getattr(self._shell, "kernel", None) is not None

    def _way(self, args: Namespace) -> Way:
        for option, verbs in ONLY_FOR.items():
            if getattr(args, option) and args.verb not in verbs:
                written = option.replace("_", "-")
                raise Trouble(f"`--{written}` goes with `%shots {' or '.join(sorted(verbs))}`")
        return Way(
            tuple(args.shots),
            args.yes,
            args.budget,
            args.allow_unknown_price,
            self._has_pages,
            args.wait,
        )

    def _free(self, name: str) -> str:
        """*name* as Python reads it.

        Raises:
            Trouble: no variable can be called so, or it is IPython's own.
        """
        read = normalize("NFKC", name)
        if not read.isidentifier() or keyword.iskeyword(read):
            raise Trouble(f"`{name}` cannot be the name of a variable; write a word such as `pier`")
        if read.startswith("_") or read in self._shell.user_ns_hidden:
            raise Trouble(f"`{name}` is a name of IPython's own; write a word such as `pier`")
        return read

    def _film(self, cell: str, name: str | None, args: Namespace) -> Film:
        home = Path(args.folder).expanduser() if args.folder else Path.cwd()
        if not home.is_dir():
            raise Trouble(f"there is no folder {args.folder}")
        known = self._shell.user_ns
        used = [normalize("NFKC", it) for it in args.used or ()]
        text, drafts = cell_of(cell, name, used, known, home)
        return film_of(text, name or UNNAMED, folder=home, **_asked(args, drafts))


class _Told:
    """Shows what its author can put right as a sentence, without a traceback."""

    def __enter__(self) -> None:
        return None

    def __exit__(self, _kind: object, error: BaseException | None, _at: object) -> bool:
        if not isinstance(error, Trouble | OSError):
            return False
        show(said(words_of(error)))
        return True


def _read(parser: Any, line: str) -> Namespace:
    """The words of a magic's line, parted as a shell would.

    Raises:
        Trouble: a quote is not closed.
    """
    try:
        words = shlex.split(line)
    except ValueError as error:
        raise Trouble(f"a quote is not closed in `{line}`") from error
    args: Namespace = parser.parse_args(words)
    return args


def _asked(args: Namespace, drafts: Mapping[str, bytes]) -> Asked:
    """What was asked for beside the cell."""
    if args.limit is not None and args.limit < 1:
        raise Trouble(f"`--limit {args.limit}` leaves nothing; it is 1 at least")
    asked: Asked = {
        "provider": args.provider,
        "settings": args.set or (),
        "lets": args.let or (),
        "allow_outside": args.allow_outside,
        "drafts": drafts,
    }
    return asked if args.limit is None else {**asked, "limit": args.limit}
