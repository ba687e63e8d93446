"""What the tests of the command line lean on."""

from __future__ import annotations

import shutil

import pytest


@pytest.fixture
def here(tmp_path, monkeypatch, pictures):
    """An empty folder to work in, with a picture that the service takes and one it refuses."""
    for name in ("coffee.jpg", "chelsea.jpg"):
        shutil.copy(pictures / name, tmp_path)
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("HAILUO_PROVIDER", raising=False)
    return tmp_path
