"""hailuo_dsl: a shot script language for Hailuo (MiniMax) image-to-video.

    film = hailuo_dsl.Film.read("launch.shots")
    film.plan()
    film.run_sync()

`Film` is a script that was read, and what can be done with it; `Script` builds one in Python, with
`Prose` for text that is read as a script's and `plain` for letters in it that are only letters.
What is wrong with a script is a `ScriptError`, what else a caller can put right a `Trouble`.

The film's way through the package is its architecture; see the floors, ground to top:
`ground`, `syntax` and `catalog`, `storyboard`, `request`, `rulebook`, `plan`, `compile`,
`media`, `animatic`, `api`, `job`, `reel`, `studio`, and the two faces `cli` and `notebook`.

Importing this package is cheap: no floor is opened until somebody asks for it.
"""

TYPE_CHECKING = False  # typing's own costs an import; checkers know the name
if TYPE_CHECKING:
    from hailuo_dsl.ground.trouble import Trouble
    from hailuo_dsl.studio.build import Prose, Script, plain
    from hailuo_dsl.studio.film import Film
    from hailuo_dsl.studio.script_error import ScriptError

__version__ = "0.1.0"
__all__ = ["Film", "Prose", "Script", "ScriptError", "Trouble", "plain"]

_HOMES = {
    "Film": "hailuo_dsl.studio.film",
    "Prose": "hailuo_dsl.studio.build",
    "Script": "hailuo_dsl.studio.build",
    "ScriptError": "hailuo_dsl.studio.script_error",
    "Trouble": "hailuo_dsl.ground.trouble",
    "plain": "hailuo_dsl.studio.build",
}


def __getattr__(name: str) -> object:
    """Open the floor that *name* is on, when it is asked for."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    found: object = getattr(import_module(_HOMES[name]), name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    """Name what there is, opened or not."""
    return sorted({*globals(), *__all__})


def load_ipython_extension(ipython: object) -> None:
    """Give a notebook the `%%shots` magic: `%load_ext hailuo_dsl`."""
    from hailuo_dsl.notebook import load

    load(ipython)
