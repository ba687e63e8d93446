"""Turn RGB pictures into the colours of video and back, the same way in both directions."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import av
import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

BT709 = 1
"""Matrix, primaries and transfer of high-definition video, as FFmpeg numbers them."""

BT601 = 5
LIMITED = 1

_UNSPECIFIED = frozenset({0, 2, 3})

# Bicubic, accurate rounding, full chroma in and out. The library's fast default darkens
# every pass by one level, which adds up along a chain of shots.
_EXACT = 0x4 | 0x40000 | 0x2000 | 0x4000


def to_video(frame: NDArray[np.uint8]) -> av.VideoFrame:
    """Return *frame* (RGB, uint8, (height, width, 3), even sides) as yuv420p in BT.709."""
    rgb = av.VideoFrame.from_numpy_buffer(np.ascontiguousarray(frame), format="rgb24")
    return rgb.reformat(
        format="yuv420p", dst_colorspace=BT709, dst_color_range=LIMITED, interpolation=_EXACT
    )


def to_rgb(frame: av.VideoFrame) -> NDArray[np.uint8]:
    """Return *frame*, in whatever pixel format, as RGB, uint8, (height, width, 3).

    A clip that names no colour matrix is read as players do: BT.709 from 720 lines on.
    """
    space = int(frame.colorspace)
    if space in _UNSPECIFIED:
        space = BT709 if frame.height >= 720 else BT601
    rgb = frame.reformat(format="rgb24", src_colorspace=space, interpolation=_EXACT)
    return cast("NDArray[np.uint8]", rgb.to_ndarray())
