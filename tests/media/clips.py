"""Frames and clips to test with, and what a clip shows."""

from __future__ import annotations

from pathlib import Path

import av
import cv2
import numpy as np

from hailuo_dsl.media.picture import read_picture

PICTURES = Path(__file__).parent.parent / "pictures"


def still(name: str, width: int, height: int) -> np.ndarray:
    picture = read_picture((PICTURES / f"{name}.jpg").read_bytes())
    return cv2.resize(picture, (width, height), interpolation=cv2.INTER_AREA)


def moving(
    name: str = "coffee", count: int = 24, size: tuple[int, int] = (192, 128)
) -> list[np.ndarray]:
    """A picture that slides left, two pixels a frame."""
    return [np.roll(still(name, *size), -2 * frame, axis=1) for frame in range(count)]


def psnr(one: np.ndarray, other: np.ndarray) -> float:
    assert one.shape == other.shape
    return float(cv2.PSNR(one, other))


def shown(path: Path) -> list[np.ndarray]:
    """Decode all of a clip, strictly."""
    with av.open(path) as clip:
        clip.streams.video[0].codec_context.options = {"err_detect": "explode"}
        return [frame.to_ndarray(format="rgb24") for frame in clip.decode(video=0)]


def foreign(
    path: Path, frames: list[np.ndarray], codec: str = "libx264", rate: int = 24, **options
) -> Path:
    """A clip as another encoder would make it: B-frames, no colour tags, sound beside it."""
    with av.open(path, "w") as out:
        stream = out.add_stream(codec, rate=rate, options={"threads": "1", "crf": "15", **options})
        stream.height, stream.width = frames[0].shape[:2]
        stream.pix_fmt = "yuv420p"
        sound = out.add_stream("aac", rate=44100)
        for frame in frames:
            out.mux(stream.encode(av.VideoFrame.from_ndarray(frame, format="rgb24")))
        out.mux(stream.encode())
        silence = av.AudioFrame.from_ndarray(np.zeros((2, 1024), np.float32), "fltp", "stereo")
        silence.sample_rate = 44100
        for packet in (*sound.encode(silence), *sound.encode()):
            out.mux(packet)
    return path
