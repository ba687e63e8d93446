"""A request as an animatic: what a preview and the simulator show of it, the same in both."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from hailuo_dsl.animatic.model import Animatic
from hailuo_dsl.animatic.moves import brackets_in, words_in
from hailuo_dsl.request.model import FRAME_KEYS
from hailuo_dsl.request.read import resolution_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hailuo_dsl.catalog.model import Catalog

SHORT_EDGE = 768
"""Pixels, for a resolution whose name is no number of lines."""


def short_edge_of(body: Mapping[str, Any], catalog: Catalog) -> int:
    """The pixels of the shorter side that *body* asks for: `768P` is 768."""
    lines = re.fullmatch(r"(\d+)P", resolution_of(body, catalog))
    return int(lines[1]) if lines else SHORT_EDGE


def animatic_of(
    body: Mapping[str, Any], pictures: Mapping[str, bytes], short_edge: int, catalog: Catalog
) -> Animatic:
    """What is shown of the request *body*.

    Args:
        body: in any stage, its frames need not be bytes.
        pictures: key of the frame (`first_frame_image`) -> its file, as far as it can be seen; one
            that cannot, as behind a URL, is shown as if it were not asked for.
        short_edge: pixels.
        catalog: knows the moves.
    """
    first, last = FRAME_KEYS
    prompt = str(body["prompt"])
    return Animatic(
        picture=pictures.get(first),
        brackets=brackets_in(prompt, catalog),
        seconds=int(body["duration"]),
        short_edge=short_edge,
        words=words_in(prompt, catalog),
        last=pictures.get(last),
    )
