"""What may stand where an author is typing."""

from __future__ import annotations

import pytest

from hailuo_dsl.catalog.load import catalog
from hailuo_dsl.catalog.model import Dialect
from hailuo_dsl.ground.world import FileProblem
from hailuo_dsl.studio.completion import World, completed

SCRIPT = """\
use looks.shots
let tone: cold
model: MiniMax-Hailuo-2.3

character mara "Mara"
  > a woman
setup low
  camera: tilt up

scene dock
shot pier
  from: pier.jpg
  > {mara} waits.
shot sea
  let sky: grey
  @
  > She walks.

scene town
shot gate
  from: gate.jpg
  > A gate.
"""
LOOKS = b"let wind: soft\nstyle noir\n  > grey\nstyle warm\n  > warm\n"
PATHS = ("frames/", "frames/a.jpg", "notes.txt", "rows.csv", "looks.shots", "pier.png")


def files(path):
    return LOOKS if path == "looks.shots" else FileProblem("does not exist", missing=True)


def completion(line, script=SCRIPT):
    """What goes on from *line* where the script has its mark."""
    world = World(catalog(), Dialect.GATEWAY, files, lambda _typed: PATHS)
    before, after = script.split("@")
    return completed(before + line + after, len(before + line), world)


def offered(line, script=SCRIPT):
    found = completion(line, script)
    return [it.word for it in found.offers] if found else None


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("du", ["duration: "]),
        ("camera: ti", ["tilt up", "tilt down"]),
        ("camera: Ti", ["tilt up", "tilt down"]),
        ("camera: push in + tilt u", ["tilt up"]),
        ("camera: push in, ", ["then "]),
        ("camera: push in, then tilt u", ["tilt up"]),
        ("camera: pu", ["push in", "pull out"]),
        ("camera: 推", ["推进"]),
        ("> She [tilt u", ["tilt up"]),
        ("> She [push in, tilt u", ["tilt up"]),
        ("> {", ["mara", "tone", "sky", "wind"]),
        ("> {MA", ["mara"]),
        ("> {mara} and {mara.f", ["full"]),
        ("let coat: red {t", ["tone"]),
        ("vary light: dawn | {t", ["tone"]),
        ("with: ", ["low"]),
        ("look: ", ["none", "noir", "warm"]),
        ("look: noir, w", ["warm"]),
        ("duration: ", ["6s", "10s"]),
        ("resolution: 7", ["768P"]),
        ("model: MiniMax-Hailuo-2.3-", ["MiniMax-Hailuo-2.3-Fast"]),
        ("optimizer: ", ["on", "off"]),
        ("tags: c", ["chinese"]),
        ("transition: d", ["dissolve "]),
        ("from: p", ["previous", "pier.last", "pier.first", "pier.png"]),
        ("to: town/", ["town/gate.last", "town/gate.first"]),
        ("from: f", ["frames/", "frames/a.jpg"]),
        ("each: ", ["frames/", "rows.csv"]),
    ],
)
def test_each_place_has_its_words(line, words):
    assert offered(line) == words


@pytest.mark.parametrize(
    "line",
    [
        "> She walks",
        "> \\{ma",
        "> \\[tilt",
        "# du",
        "note: {t",
        "shot ne",
        "pick: ",
        "takes: ",
        "Δ: x",
    ],
)
def test_where_nothing_can_be_told_nothing_is_offered(line):
    assert not offered(line)


def test_a_line_begins_with_what_may_stand_in_its_block_and_is_not_there():
    in_a_shot, at_the_top = offered(""), offered("", "model: x\n@\nshot a\n")

    assert {"camera: ", "> ", "vary ", "shot "} <= set(in_a_shot)
    assert "use " not in in_a_shot
    assert {"use ", "let ", "duration: ", "style "} <= set(at_the_top)
    assert {"model: ", "camera: ", "> ", "vary "}.isdisjoint(at_the_top)
    assert offered("ca", "shot a\n  camera: tilt up\n  callback: none\n  @\n") == ["camera: "]


def test_what_a_model_offers_follows_the_nearest_model():
    script = "model: MiniMax-Hailuo-2.3\nshot a\n  model: MiniMax-Hailuo-02\n  @\nshot b\n"

    assert offered("resolution: 5", script) == ["512P"]
    assert offered("resolution: 5", script.replace("  @\nshot b\n", "shot b\n  @\n")) == []
    assert "720P" in offered("resolution: ", "model: nobody\nshot a\n  @\n")


def test_moves_are_said_as_the_script_says_them():
    assert "推进" in offered("camera: ", "tags: chinese\nshot a\n  @\n")
    assert "Push in" in offered("camera: ", "tags: english\nshot a\n  @\n")


def test_the_letters_that_are_replaced_end_at_the_cursor():
    assert completion("look: noir, w").fragment == "w"
    assert completion("> [push in, tilt u").fragment == "tilt u"
    assert completion("from: town/g").fragment == "town/g"


def test_a_script_that_is_cut_anywhere_is_completed():
    script = SCRIPT.replace("@", "camera: push in + [tilt\\ {x")
    world = World(catalog(), Dialect.GATEWAY, files, lambda _typed: PATHS)
    for at in range(len(script) + 1):
        for text in (script, script[:at], f"{script[:at]}\x00{{[\\{script[at:]}"):
            found = completed(text, at, world)
            assert found is None or text[:at].endswith(found.fragment)
