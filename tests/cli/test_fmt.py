"""`hailuo-dsl fmt` as an author meets it: files in, files out, and what is said of them."""

from __future__ import annotations

import os
import stat

import pytest

from tests.cli.test_verbs import call

MESSY = "model:X\nshot it\n\n\nfrom:  a.png\n# why\n> Steam rises.\n"
TIDY = "model: X\n\nshot it\n  from: a.png\n  # why\n  > Steam rises.\n"
LONG = "shot it\n  > one two three four five six\n"


@pytest.fixture
def here(tmp_path, monkeypatch):
    """An empty folder to work in."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def film(here):
    """A script in that folder that is not laid out."""
    path = here / "film.shots"
    path.write_text(MESSY)
    return path


def test_a_file_is_rewritten_and_named(film):
    first, second = call("fmt", film), call("fmt", film)

    assert film.read_text() == TIDY
    assert (first.exit_code, first.stdout, first.stderr) == (0, "", f"formatted {film}\n")
    assert (second.exit_code, second.stderr) == (0, "1 file was laid out already\n")


def test_check_writes_nothing_and_names_what_would_change(film, here):
    (here / "other.shots").write_text(TIDY)
    result = call("fmt", "--check", "film.shots", "other.shots")

    assert (result.exit_code, result.stdout) == (1, "would format film.shots\n")
    assert result.stderr == "1 file was laid out already\n"
    assert film.read_text() == MESSY
    assert call("fmt", "--check", "other.shots").exit_code == 0


def test_diff_writes_nothing_and_shows_what_would_change(film):
    result = call("fmt", "--diff", "film.shots")

    assert result.exit_code == 0
    assert result.stdout == (
        "--- film.shots\n+++ film.shots\n@@ -1,7 +1,6 @@\n-model:X\n+model: X\n+\n shot it\n-\n-\n"
        "-from:  a.png\n-# why\n-> Steam rises.\n+  from: a.png\n+  # why\n+  > Steam rises.\n"
    )
    assert film.read_text() == MESSY
    assert call("fmt", "--diff", "--check", "film.shots").exit_code == 1


def test_diff_of_a_file_without_a_last_line_feed(here):
    (here / "film.shots").write_bytes(b"model: X")

    assert call("fmt", "--diff", "film.shots").stdout.endswith(
        "-model: X\n\\ No newline at end of file\n+model: X\n"
    )


def test_standard_input_goes_to_standard_output(here):
    assert call("fmt", "-", text=MESSY).stdout == TIDY
    assert call("fmt", "-", text=TIDY).stdout == TIDY
    assert call("fmt", "--check", "-", text=MESSY).stdout == "would format <stdin>\n"
    assert "+model: X\n" in call("fmt", "--diff", "-", text=MESSY).stdout


@pytest.mark.parametrize("bad", [b"what\n", b"model: \xff\n", b"shot a\rmodel: X\n"])
def test_a_script_that_cannot_be_read_is_left_and_the_others_are_not(film, here, bad):
    (here / "bad.shots").write_bytes(bad)
    result = call("fmt", "bad.shots", "film.shots")

    assert result.exit_code == 1
    assert "error[E1" in result.stderr
    assert "bad.shots: left as it is, because it has errors\n" in result.stderr
    assert (here / "bad.shots").read_bytes() == bad
    assert film.read_text() == TIDY
    assert call("fmt", "-", text=bad).stdout == ""


def test_a_script_that_is_too_large_is_left(film):
    result = call("fmt", "--max-size", "0.001", "film.shots")
    film.write_text(MESSY * 20)
    large = call("fmt", "--max-size", "0.001", "film.shots")

    assert result.exit_code == 0
    assert large.exit_code == 1
    assert film.read_text() == MESSY * 20


def test_line_ends_and_byte_order_mark_are_kept(here):
    path = here / "film.shots"
    for before, after in (
        (b"\xef\xbb\xbfmodel:X\r\n\r\n\r\n# a\r\n", b"\xef\xbb\xbfmodel: X\r\n\r\n# a\r\n"),
        (b"model:X\r\n# a\n# b", b"model: X\r\n# a\r\n# b\r\n"),
        (b"model:X\n# a\r\n", b"model: X\n# a\n"),
        (b"\xef\xbb\xbf", b"\xef\xbb\xbf"),
        (b"", b""),
    ):
        path.write_bytes(before)
        call("fmt", path)
        assert path.read_bytes() == after


def test_misleading_indents_are_told_before_they_are_gone(film):
    film.write_text("scene s\n  shot it\n    from: a.png\n> Steam rises.\n")

    assert "film.shots:4:1" in call("fmt", "film.shots").stderr
    assert "misleading-indent" not in call("fmt", "film.shots").stderr


def test_a_folder_means_the_scripts_below_it(here):
    for name in ("b/film.shots", "b/a/film.shots", "b/.hailuo/film.shots", "b/film.txt"):
        (here / name).parent.mkdir(parents=True, exist_ok=True)
        (here / name).write_text(MESSY)
    result = call("fmt", "--check", "b", "b/film.shots")

    assert result.stdout == "would format b/a/film.shots\nwould format b/film.shots\n"


def test_what_a_link_leads_to_is_rewritten_with_its_permissions(film, here):
    film.chmod(0o640)
    (here / "folder").mkdir()
    (here / "folder/link.shots").symlink_to("../film.shots")
    result = call("fmt", "folder/link.shots", "film.shots")

    assert result.stderr == "formatted folder/link.shots\n"
    assert (here / "folder/link.shots").is_symlink()
    assert film.read_text() == TIDY
    assert stat.S_IMODE(film.stat().st_mode) == 0o640
    assert {it.name for it in here.iterdir()} == {"film.shots", "folder"}


def test_prose_is_wrapped_when_that_is_asked_for(film):
    film.write_text(LONG)

    assert call("fmt", "film.shots").exit_code == 0
    assert film.read_text() == LONG
    call("fmt", "--prose", "20", "film.shots")
    assert film.read_text() == "shot it\n  > one two three\n  > four five six\n"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("fmt",), "Missing argument"),
        (("fmt", "nowhere.shots"), "cannot read nowhere.shots: there is no such file or folder"),
        (("fmt", "film.shots", "nowhere.shots"), "cannot read nowhere.shots"),
        (("fmt", "empty"), "there is no script (`*.shots`) in the folder empty"),
        (("fmt", "-", "film.shots"), "`-`, the standard input, stands alone"),
        (("fmt", "--prose", "19", "film.shots"), "19 is not in the range x>=20"),
        (("fmt", os.devnull), "is no file that can be rewritten"),
    ],
)
def test_bad_usage_writes_nothing(film, here, words, said):
    (here / "empty").mkdir()
    result = call(*words)

    assert result.exit_code == 2
    assert said in result.stderr
    assert film.read_text() == MESSY
