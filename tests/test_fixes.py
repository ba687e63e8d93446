"""What would put each slip right, and whether that could change what the author means."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hailuo_dsl.ground.fix import choose, edited
from tests.conftest import compiled

SCRIPT = """\
model: MiniMax-Hailuo-2.3
optimizer: off

style noir
  > black and white

setup reveal
  > The light grows.

character mara "Mara"
  > a woman in red

shot arrive
  from: pier.png
  with: reveal
  look: noir
  > {mara} walks.

shot door
  from: arrive.last
  > It opens.
"""


def mended(text, *, unsafe=False):
    """*text* with one round of fixes made."""
    chosen = choose(compiled(text).report, files={"film.shots"}, unsafe=unsafe)
    return edited(text, chosen["film.shots"].edits) if chosen else text


def slipped(right, wrong):
    """The script with *wrong* in the place of *right*."""
    assert right in SCRIPT
    return SCRIPT.replace(right, wrong, 1)


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("model:", "model :"),
        ("model:", "Model:"),
        ("model:", "model："),
        ("model:", "MODEL ："),
        ("MiniMax-Hailuo-2.3", "minimax-hailuo-2.3"),
        ("shot arrive", "Shot arrive"),
        ("shot arrive", "SHOT arrive"),
        ('character mara "Mara"', 'Character mara "Mara"'),
        ('"Mara"', "“Mara”"),
        ('"Mara"', '"Mara”'),
        ("  > {mara}", "  ＞ {mara}"),
        ("optimizer: off", "optimizer: no"),
        ("optimizer: off", "optimizer: False"),
        ("optimizer: off", "optimizer: OFF"),
    ],
)
def test_a_slip_of_one_meaning_is_put_right_safely(right, wrong):
    assert mended(slipped(right, wrong)) == SCRIPT


@pytest.mark.parametrize(
    ("line", "right"),
    [
        ("duration: 6", "duration: 6s"),
        ("duration: 10 seconds", "duration: 10s"),
        ("resolution: 1080p", "resolution: 1080P"),
        ("tags: English", "tags: english"),
        ("let tone：cold", "let tone:cold"),
        ("watermark: yes", "watermark: on"),
    ],
)
def test_a_value_of_one_meaning_is_put_right_safely(line, right):
    made = mended(f"{line}\n{SCRIPT}")

    assert made == f"{right}\n{SCRIPT}"


@pytest.mark.parametrize(
    ("line", "right"),
    [
        ("  camera: push in then tilt up\n", "  camera: push in, then tilt up\n"),
        (
            "  camera: 推进 + shake then tilt up then pan left\n",
            "  camera: 推进 + shake, then tilt up, then pan left\n",
        ),
        ("  tags: english # as ever\n", "  # as ever\n  tags: english\n"),
        ('  to: "a # b.png"  # #2\n', '  # #2\n  to: "a # b.png"\n'),
    ],
)
def test_a_line_of_a_shot_is_put_right_safely(line, right):
    assert mended(f"{SCRIPT}{line}") == f"{SCRIPT}{right}"


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("model:", "modle:"),
        ("MiniMax-Hailuo-2.3", "MiniMax-Hailuo-2.33"),
        ("look: noir", "look: nior"),
        ("with: reveal", "with: reveel"),
        ("{mara}", "{marra}"),
        ("from: arrive.last", "from: arrive"),
    ],
)
def test_a_guess_is_made_only_when_it_is_asked_for(right, wrong):
    text = slipped(right, wrong)

    assert mended(text) == text
    assert mended(text, unsafe=True) == SCRIPT


@pytest.mark.parametrize(
    ("line", "right"),
    [
        ("  > She stops 【推进】.\n", "  > She stops [推进].\n"),
        ("  > She stops, push in.\n", "  > She stops, [push in].\n"),
        ("  > She stops [push inn].\n", "  > She stops [push in].\n"),
        ("  camera: pan left + tilt pu\n", "  camera: pan left + tilt up\n"),
    ],
)
def test_what_changes_the_prompt_is_done_only_when_it_is_asked_for(line, right):
    text = f"{SCRIPT}{line}"

    assert mended(text) == text
    assert mended(text, unsafe=True) == f"{SCRIPT}{right}"


@pytest.mark.parametrize(
    "line",
    [
        "  camera: push in, tilt up\n",
        "  > She stops [push in then tilt up].\n",
        "  from the pier she walks\n",
        "  Place. And time\n",
        "  let tone cold\n",
        "  duration: long\n",
    ],
)
def test_what_could_mean_two_things_is_left_to_the_author(line):
    text = f"{SCRIPT}{line}"

    assert mended(text, unsafe=True) == text


def test_a_value_that_comes_from_a_name_is_left_to_the_author():
    text = slipped("model: MiniMax-Hailuo-2.3", "let best: minimax-hailuo-2.3\nmodel: {best}")

    assert mended(text, unsafe=True) == text


def test_an_allow_that_allows_nothing_goes():
    text = SCRIPT.replace("  > {mara}", "  # allow: said-again\n  > {mara}")

    assert mended(text) == SCRIPT


@given(st.integers(0, len(SCRIPT) - 1), st.text("：＞“ #:Aa>s", max_size=2), st.booleans())
def test_fixes_come_to_an_end(at, put, unsafe):
    text = SCRIPT[:at] + put + SCRIPT[at + 1 :]
    for _ in range(20):
        text, before = mended(text, unsafe=unsafe), text
        if text == before:
            return
    pytest.fail(f"no end of fixes: {text}")
