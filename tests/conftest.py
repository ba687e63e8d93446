"""What every test may lean on."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import pytest
from hypothesis import settings

from hailuo_dsl.catalog.load import catalog
from hailuo_dsl.compile import Compiled, World, compile_script
from hailuo_dsl.ground.read import source_of
from hailuo_dsl.ground.world import FileProblem, Files, ImageFacts
from hailuo_dsl.storyboard.resolve import MOST_REQUESTS

# A machine that is busy is not a mistake; speed is shown by the benchmarks.
settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")

TESTS = Path(__file__).parent
GOOD_PICTURE = ImageFacts("JPEG", 80_000, 600, 400, "c0ffee")


OWN_PRICE = {
    "provider": "gateway",
    "model": "MiniMax-Hailuo-02",
    "resolution": "768P",
    "duration": 6,
    "amount": "1.50",
    "currency": "CNY",
    "source": "my bill",
    "checked": date(2026, 1, 1),
}
"""A row that a user of a gateway may add."""


def no_pictures(path: str) -> ImageFacts | FileProblem:
    """Every picture is a good one, but for one called `missing.png`."""
    if path == "missing.png":
        return FileProblem("does not exist", missing=True)
    return GOOD_PICTURE


def files_of(texts: dict[str, str]) -> Files:
    """The files *texts*, and one called `outside.shots` or `outside.csv` that may not be read."""

    def files(path: str) -> bytes | FileProblem:
        if path in texts:
            return texts[path].encode("utf-8", "surrogatepass")
        if path.startswith("outside."):
            return FileProblem("lies outside the project's folder", outside=True)
        return FileProblem("does not exist", missing=True)

    return files


def compiled(
    text: str,
    provider: str = "gateway",
    *,
    files: dict[str, str] | None = None,
    lets: str | None = None,
    most: int = MOST_REQUESTS,
) -> Compiled:
    """The script *text*, compiled for *provider*, with good pictures wherever it names one."""
    rows = catalog()
    row = rows.provider(provider)
    assert row is not None
    world = World(
        rows,
        row,
        no_pictures,
        files_of(files or {}),
        lets=source_of("--let", lets) if lets else None,
        most=most,
    )
    return compile_script(source_of("film.shots", text), world)


def requests(text: str, **asked) -> dict[str, dict]:
    """Request id -> body, of a script that is right."""
    made = compiled(text, **asked)
    assert [it.message for it in made.report if it.is_error] == []
    return {step.id: step.request.body for step in made.plan.steps}


def bodies(text: str) -> list[dict]:
    """The request bodies of a script that is right."""
    made = compiled(text)
    assert [it.message for it in made.report if it.is_error] == []
    return [step.request.body for step in made.plan.steps]


def prompt(body: str, head: str = "") -> str:
    """The prompt of one shot whose body is *body*, under the lines *head*."""
    text = f"model: MiniMax-Hailuo-2.3\n{head}\nshot it\nfrom: a.png\n{body}\n"
    return bodies(text)[0]["prompt"]


@pytest.fixture(autouse=True, scope="session")
def nobodys_settings(tmp_path_factory):
    """Whoever runs the tests may have a provider, a key and catalogue rows of their own."""
    mine = {name: os.environ.pop(name) for name in list(os.environ) if name.startswith("HAILUO_")}
    before = os.environ.get("XDG_CONFIG_HOME")
    os.environ["XDG_CONFIG_HOME"] = str(tmp_path_factory.mktemp("config"))
    yield
    os.environ.update(mine)
    os.environ.pop("XDG_CONFIG_HOME")
    if before is not None:
        os.environ["XDG_CONFIG_HOME"] = before


@pytest.fixture
def pictures() -> Path:
    """The folder of real pictures, credited in its CREDITS.md."""
    return TESTS / "pictures"
