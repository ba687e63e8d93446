"""hailuo_dsl: a shot script language for Hailuo (MiniMax) image-to-video.

The film's way through the package is its architecture; see the floors, ground to top:
`ground`, `syntax` and `catalog`, `storyboard`, `request`, `rulebook`, `plan`, `compile`,
`media`, `animatic`, `api`, `job`, `reel`, `studio`, and the two faces `cli` and `notebook`.

Importing this package is cheap: no floor is opened until somebody asks for it.
"""

__version__ = "0.1.0"


def load_ipython_extension(ipython: object) -> None:
    """Give a notebook the `%%shots` magic: `%load_ext hailuo_dsl`."""
    from hailuo_dsl.notebook import load

    load(ipython)
