"""A film with all that the language has: made once, and after each change only what is new."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from hailuo_dsl.animatic.stage import end_frame
from hailuo_dsl.media.frames import clip_facts, first_frame, last_frame
from hailuo_dsl.media.picture import png
from tests.e2e.conftest import Place, asked, environ_in, psnr, stats

PICTURES = Path(__file__).parent.parent / "pictures"
LOOKS = """\
style film
  > 35mm film, soft grain

setup reveal
  camera: push in, then tilt up
  > {subject} comes into view as the light grows.
"""
FILM = """\
use looks/film.shots
model: MiniMax-Hailuo-02
resolution: 512P
look: film

scene cafe
  shot cup
    with: reveal
    let subject: the cup
    from: coffee.jpg
    takes: 2
    pick: 2
    trim: 1s..3s

  shot lamp
    from: previous
    vary light: dawn | storm lightning
    pick: dawn
    trim: 0s..2s
    transition: dissolve 0.5s
    camera: pan right
    > The lamp is lit by {light}.

  shot home
    resolution: 768P
    from: lamp.last
    to: cup.first
    trim: 4s..6s
    transition: fade 1s
    camera: pull out
    > It all goes back to where it began.

scene ad
  each: products.csv

  shot hero
    from: {picture}
    trim: 0s..1s
    camera: zoom in
    > {name} turns in the light.

  shot card
    resolution: 768P
    from: hero.last
    to: hubble.jpg
    trim: 5s..6s
    > The sky opens above it.
"""
TABLE = """\
id,name,picture
red-shoe,The red shoe,coffee.jpg
blue-cup,The blue cup,astronaut.jpg
"""
CLIPS = {
    "cafe/cup#1": "cafe/cup.mp4",
    "cafe/cup#2": "cafe/cup.take2.mp4",
    "cafe/lamp@dawn": "cafe/lamp@dawn.mp4",
    "cafe/lamp@storm-lightning": "cafe/lamp@storm-lightning.mp4",
    "cafe/home": "cafe/home.mp4",
    "ad@red-shoe/hero": "ad@red-shoe/hero.mp4",
    "ad@red-shoe/card": "ad@red-shoe/card.mp4",
    "ad@blue-cup/hero": "ad@blue-cup/hero.mp4",
    "ad@blue-cup/card": "ad@blue-cup/card.mp4",
}
SECONDS = 2.0 + 1.5 + 2.0 + 2 * (1.0 + 1.0)
"""The cup, the lamp less its dissolve, the way home (a fade costs nothing), and the rows."""

QUICK = """\
[[provider]]
name = "gateway"
requests_per_minute = 600
source = "this machine"
checked = 2026-11-24
"""

RUN = ("run", "film.shots", "--job-seconds", "0.1", "--poll", "0.1")


def written(folder: Path) -> Place:
    for name in ("coffee.jpg", "astronaut.jpg", "hubble.jpg", "rocket.jpg"):
        shutil.copy(PICTURES / name, folder)
    (folder / "looks").mkdir()
    (folder / "looks/film.shots").write_text(LOOKS)
    (folder / "film.shots").write_text(FILM)
    (folder / "products.csv").write_text(TABLE)
    return Place(folder, environ_in(folder))


@pytest.fixture(scope="module")
def first(tmp_path_factory):
    """The film after its first run at `local`, and what the command said; to be read only."""
    place = written(tmp_path_factory.mktemp("film"))
    return place, place.call(*RUN)


@pytest.fixture
def made(first, tmp_path) -> Place:
    """The film after its first run, to be changed."""
    shutil.copytree(first[0].folder, tmp_path, dirs_exist_ok=True)
    return Place(tmp_path, environ_in(tmp_path))


def change(place: Place, name: str, before: str, after: str) -> None:
    file = place.folder / name
    text = file.read_text()
    assert before in text
    file.write_text(text.replace(before, after))


def run_again(place: Place) -> list[str]:
    """What one more run asks for."""
    before = len(asked(place))
    result = place.call(*RUN)
    assert result.returncode == 0, result.stderr
    assert submissions(place) == len(asked(place))
    return asked(place)[before:]


def submissions(place: Place) -> int:
    """What the simulator says that it was asked for, all runs together."""
    with closing(sqlite3.connect(place.folder / ".hailuo/simulator.sqlite")) as base:
        return base.execute("SELECT count(*) FROM task").fetchone()[0]


def files(place: Place) -> set[str]:
    out = place.folder / "out"
    return {path.relative_to(out).as_posix() for path in out.rglob("*") if path.is_file()}


def like(frame, other):
    """*frame* in the size of *other*."""
    return end_frame(png(frame), other.shape[1::-1])


def test_every_take_is_asked_for_once_and_has_its_name(first):
    place, result = first

    assert result.returncode == 0, result.stderr
    assert sorted(asked(place)) == sorted(CLIPS)
    assert submissions(place) == len(CLIPS)
    assert files(place) == {*CLIPS.values(), "film.mp4"}


def test_the_reel_is_cut_as_the_script_says(first):
    place, result = first
    out = place.folder / "out"

    assert result.stdout.splitlines()[-1] == "out/film.mp4"
    assert clip_facts(out / "film.mp4").seconds == pytest.approx(SECONDS, abs=1 / 24)
    # The last row's card is square, and the reel has the shape of its first clip, 768 × 512.
    end = last_frame(out / "film.mp4")[:, 128:-128]
    assert psnr(end, like(last_frame(out / "ad@blue-cup/card.mp4"), end)) > 25


def test_clips_take_up_where_others_ended_and_end_where_they_were_told(first):
    out = first[0].folder / "out"

    def starts(clip: str, other: str) -> float:
        start = first_frame(out / clip)
        return psnr(start, like(last_frame(out / other), start))

    assert starts("cafe/lamp@dawn.mp4", "cafe/cup.take2.mp4") > 35
    assert starts("cafe/home.mp4", "cafe/lamp@dawn.mp4") > 30
    assert starts("ad@blue-cup/card.mp4", "ad@blue-cup/hero.mp4") > 30
    home = last_frame(out / "cafe/home.mp4")
    assert psnr(home, like(first_frame(out / "cafe/cup.take2.mp4"), home)) > 30
    for row in ("red-shoe", "blue-cup"):
        card = last_frame(out / f"ad@{row}/card.mp4")
        hubble = end_frame((PICTURES / "hubble.jpg").read_bytes(), card.shape[1::-1])
        assert psnr(card, hubble) > 30


def test_a_second_run_asks_for_nothing_and_leaves_the_reel(made):
    # A film in another place is cut there once.
    assert run_again(made) == []
    reel = (made.folder / "out/film.mp4").stat().st_mtime_ns

    assert run_again(made) == []
    assert (made.folder / "out/film.mp4").stat().st_mtime_ns == reel


@pytest.mark.parametrize(
    ("before", "after", "new"),
    [
        ("takes: 2", "takes: 4", {"cafe/cup#3", "cafe/cup#4"}),
        (
            "pick: dawn",
            "pick: dawn#1\n    takes: 2",
            {f"cafe/lamp@{it}#2" for it in ("dawn", "storm-lightning")},
        ),
        ("dawn | storm lightning", "dawn | storm lightning | noon", {"cafe/lamp@noon"}),
    ],
    ids=["takes", "takes of variants", "a variant"],
)
def test_more_takes_or_variants_cost_only_the_new_ones(made, before, after, new):
    change(made, "film.shots", before, after)

    assert set(run_again(made)) == new
    assert files(made) == {*CLIPS.values(), "film.mp4", *map(clip_of, new)}


def clip_of(id_: str) -> str:
    shot, _, take = id_.partition("#")
    return f"{shot}.take{take}.mp4" if take else f"{shot}.mp4"


def test_a_changed_cell_makes_only_its_row_again(made):
    change(made, "products.csv", "The red shoe,coffee.jpg", "The red shoe,rocket.jpg")

    assert run_again(made) == ["ad@red-shoe/hero", "ad@red-shoe/card"]


def test_a_row_more_makes_only_itself(made):
    with (made.folder / "products.csv").open("a") as table:
        table.write("green-hat,The green hat,rocket.jpg\n")

    assert run_again(made) == ["ad@green-hat/hero", "ad@green-hat/card"]


def test_another_last_frame_makes_only_what_ends_on_it_again(made):
    change(made, "film.shots", "to: hubble.jpg", "to: rocket.jpg")

    assert set(run_again(made)) == {"ad@red-shoe/card", "ad@blue-cup/card"}


def test_other_names_make_nothing_again(made):
    for before, after in (
        ("scene cafe", "scene bar"),
        ("scene ad", "scene shop"),
        ("shot hero", "shot star"),
        ("from: hero.last", "from: star.last"),
        ("shot cup", "shot mug"),
        ("to: cup.first", "to: mug.first"),
    ):
        change(made, "film.shots", before, after)
    change(made, "products.csv", "red-shoe,", "scarlet-shoe,")

    assert run_again(made) == []
    assert {"bar/mug.take2.mp4", "bar/lamp@dawn.mp4", "shop@scarlet-shoe/star.mp4"} <= files(made)


def test_another_cut_makes_only_the_reel_again(made):
    change(made, "film.shots", "trim: 1s..3s", "trim: 1s..4s")
    change(made, "film.shots", "pick: dawn", "pick: storm-lightning#1")
    change(made, "film.shots", "dissolve 0.5s", "cut")
    change(made, "film.shots", "from: lamp.last", "from: lamp@dawn.last")

    assert run_again(made) == []
    assert clip_facts(made.folder / "out/film.mp4").seconds == pytest.approx(
        SECONDS + 1 + 0.5, abs=1 / 24
    )


def test_the_whole_film_over_real_http(tmp_path):
    place = written(tmp_path)
    (tmp_path / "hailuo.toml").write_text(QUICK)
    words = ("run", "film.shots", "--provider", "gateway", "--yes", "--poll", "0.1")
    with place.simulator("--job-seconds", "0.1") as url:
        paying = place.gateway(url)
        results = [paying.call(*words)]
        counts = [stats(url)["submissions"]]
        results.append(paying.call(*words))
        counts.append(stats(url)["submissions"])

    assert [it.returncode for it in results] == [0, 0], results[0].stderr
    assert counts == [len(CLIPS)] * 2
    assert sorted(asked(place)) == sorted(CLIPS)
    assert files(place) == {*CLIPS.values(), "film.mp4"}
    assert clip_facts(tmp_path / "out/film.mp4").seconds == pytest.approx(SECONDS, abs=1 / 24)


def test_previews_are_what_the_run_makes(first, tmp_path):
    place = written(tmp_path)

    result = place.call("preview", "film.shots")

    assert result.returncode == 0, result.stderr
    for clip in CLIPS.values():
        preview = tmp_path / "out/preview" / clip
        assert preview.read_bytes() == (first[0].folder / "out" / clip).read_bytes(), clip
