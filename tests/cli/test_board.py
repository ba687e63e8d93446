"""`board` writes the storyboard as a page of HTML, and nothing over what is none."""

from __future__ import annotations

import pytest

from tests.cli.filmed import reach_a_gateway, shoot, write
from tests.cli.test_verbs import GOOD, call

PAGE = "<!doctype html>"


def test_the_page_stands_beside_the_script(here):
    (here / "reel").mkdir()
    (here / "reel" / "film.shots").write_text(GOOD.replace("coffee", "../coffee"))
    result = call("board", "reel/film.shots")
    page = (here / "reel" / "film.board.html").read_text(encoding="utf-8")

    assert (result.exit_code, result.stdout) == (0, "reel/film.board.html\n")
    assert page.startswith(PAGE)
    assert 'href="../coffee.jpg"' in page


def test_the_page_goes_where_it_is_wanted(here):
    write(GOOD)
    result = call("board", "film.shots", "-o", "pages/it.html")

    assert (result.exit_code, result.stdout) == (0, "pages/it.html\n")
    assert 'href="../coffee.jpg"' in (here / "pages" / "it.html").read_text(encoding="utf-8")
    assert not (here / "film.board.html").exists()


def test_the_page_is_printed(here):
    write(GOOD)
    result = call("board", "film.shots", "-o", "-")

    assert result.exit_code == 0
    assert result.stdout.startswith(PAGE)
    assert call("board", "-", text=GOOD).stdout == result.stdout.replace(
        ">film<", ">stdin<"
    ).replace("<title>film:", "<title>stdin:")
    assert sorted(it.name for it in here.iterdir()) == ["chelsea.jpg", "coffee.jpg", "film.shots"]


def test_a_page_is_written_over_and_nothing_else_is(here):
    write(GOOD)
    first = call("board", "film.shots", "-o", "it.html")
    second = call("board", "film.shots", "-o", "it.html")
    result = call("board", "film.shots", "-o", "film.shots")

    assert (first.exit_code, second.exit_code) == (0, 0)
    assert result.exit_code == 2
    assert "film.shots is there and is no page of HTML" in result.stderr
    assert (here / "film.shots").read_text() == GOOD


def test_the_shots_that_are_named(here):
    write(f"{GOOD}shot that\n  from: coffee.jpg\n  > It cools.\n")
    result = call("board", "film.shots", "that", "-o", "-")

    assert "It cools." in result.stdout
    assert "Steam rises." not in result.stdout
    wrong = call("board", "film.shots", "thta")
    assert wrong.exit_code == 2
    assert "did you mean `that`?" in wrong.stderr


def test_a_script_with_errors_is_drawn_nowhere(here):
    write(f"{GOOD}shot bad\n  from: nowhere.jpg\n  > Go.\n")
    result = call("board", "film.shots")

    assert (result.exit_code, result.stdout) == (1, "")
    assert "picture-unreadable" in result.stderr
    assert not (here / "film.board.html").exists()


def test_the_options_of_films_count(here):
    write(GOOD)
    result = call(
        "board", "film.shots", "-o", "-", "--provider", "gateway", "--set", "duration=10s"
    )

    assert "10 s" in result.stdout
    assert "USD" in result.stdout


def test_a_folder_is_no_page(here):
    write(GOOD)
    (here / "it").mkdir()

    assert call("board", "film.shots", "-o", "it").exit_code == 2


def test_no_key_is_on_the_page(here, monkeypatch):
    write(GOOD)
    reach_a_gateway(monkeypatch)

    assert "open-sesame" not in call("board", "film.shots", "-o", "-").stdout


@pytest.fixture
def made(here, monkeypatch):
    """A film whose clips a run has made."""
    reach_a_gateway(monkeypatch)
    write()
    shoot()
    return here


def test_clips_that_are_there_show_their_frames(made):
    page = call("board", "film.shots", "-o", "-").stdout

    assert "starts from cafe/cup#1.last<" in page
    assert "(preview)" not in page
    assert 'href="out/cafe/cup.take2.mp4">clip of take 2<' in page


def test_where_the_provider_is_not_set_up_there_are_previews(made, monkeypatch):
    monkeypatch.delenv("HAILUO_BASE_URL")
    result = call("board", "film.shots", "-o", "-")

    assert result.exit_code == 0
    assert "(preview)" in result.stdout
