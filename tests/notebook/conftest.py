import shutil
import time
from pathlib import Path

import pytest

NOTEBOOKS = Path(__file__).parents[2] / "notebooks"
PATIENCE = 60


def until(true, seconds=PATIENCE):
    """Wait for *true* to be so; the loop thread does not wait for us."""
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it never came to that"
        time.sleep(0.02)


@pytest.fixture
def place(tmp_path):
    """A folder with the demo's pictures."""
    shutil.copytree(NOTEBOOKS / "demo" / "frames", tmp_path / "frames")
    return tmp_path
