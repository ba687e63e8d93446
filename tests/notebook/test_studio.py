"""The studio and its controls without a browser: the text is the truth, and gestures edit it."""

from __future__ import annotations

import pytest

from hailuo_dsl.notebook import ShotControls, ShotDesk, Studio
from hailuo_dsl.studio.film import film_of

from .conftest import until
from .panels import listened, press

ONE = """\
shot lift-off
  model: MiniMax-Hailuo-02
  resolution: 512P
  from: frames/rocket.jpg
  > The rocket climbs.
"""
TWO = ONE + "\nshot crew\n  model: I2V-01\n  from: frames/astronaut.jpg\n  > She smiles.\n"


@pytest.fixture
def studio(place, capfd):
    """Opens studios in that folder, and sees that nothing was printed."""
    yield lambda script=ONE, **more: Studio(script, folder=place, **more)
    assert capfd.readouterr() == ("", "")


def controls(panel):
    return panel.snapshot["controls"]


def types(panel, text, number=1, view="a page"):
    press(panel, "edit", text=text, view=view, number=number)


def pulled(panel, token):
    """What a page gets that asks for *token*."""
    line = listened(panel)
    press(panel, "need", item=token)
    until(lambda: line.custom)
    [(content, [data])] = line.custom
    assert content["item"] == token
    return data.decode()


@pytest.mark.parametrize("kind", [ShotControls, Studio])
def test_a_control_shows_what_the_script_says_and_writes_into_it(place, kind):
    it = kind(ONE, folder=place)
    assert controls(it)["model"]["is"] == "MiniMax-Hailuo-02"
    assert controls(it)["resolution"] == {"is": "512P", "of": ["768P", "512P", "1080P"]}

    press(it, "set", key="model", value="MiniMax-Hailuo-2.3")

    until(lambda: "model: MiniMax-Hailuo-2.3\n  resolution: 768P\n" in it.text)
    until(lambda: controls(it)["resolution"]["is"] == "768P")
    assert "512P" not in controls(it)["resolution"]["of"]


@pytest.mark.parametrize(
    ("key", "value", "line"),
    [
        ("duration", "10", "  duration: 10s\n"),
        ("resolution", "1080P", "  resolution: 1080P\n"),
        ("tags", "chinese", "  tags: chinese\n"),
    ],
)
def test_each_choice_is_a_line_of_the_script(studio, key, value, line):
    it = studio()
    press(it, "set", key=key, value=value)

    until(lambda: line in it.text)
    until(lambda: controls(it)[key]["is"] == value)


@pytest.mark.parametrize(
    ("key", "value"), [("duration", "7"), ("model", "Sora"), ("from", "x.jpg"), ("tags", "latin")]
)
def test_what_nobody_offers_is_not_written(studio, key, value):
    it = studio()
    press(it, "set", key=key, value=value)

    until(lambda: "cannot be chosen here" in it.snapshot["error"])
    assert it.text == ONE


def test_a_move_is_written_then_or_together(studio):
    it = studio()
    press(it, "move", move="tilt_up", together=False)
    until(lambda: it.text.endswith("  > The rocket climbs.\n  camera: tilt up\n"))
    press(it, "move", move="shake", together=True)

    until(lambda: it.text.endswith("  camera: tilt up + shake\n"))


def test_following_the_script_writes_nothing(studio):
    it = studio(TWO)
    assert controls(it)["shot"] == ""
    assert controls(it)["shots"] == ["lift-off", "crew"]
    press(it, "move", move="tilt_up")
    until(lambda: "choose one first" in it.snapshot["error"])

    press(it, "select", shot="crew")

    until(lambda: controls(it)["model"]["is"] == "I2V-01")
    assert it.text == TWO


def test_an_only_shot_is_meant_until_it_gets_company(studio):
    it = studio()
    assert controls(it)["shot"] == "lift-off"

    types(it, TWO)
    until(lambda: controls(it)["shot"] == "")
    press(it, "select", shot="crew")
    until(lambda: controls(it)["shot"] == "crew")
    types(it, TWO.replace("smiles", "waves"), 2)
    until(lambda: "waves" in it.text)
    assert controls(it)["shot"] == "crew"


def test_a_mistake_is_found_at_its_place_and_goes_when_it_is_mended(studio):
    it = studio()
    types(it, ONE.replace("512P", "513P"))
    until(lambda: it.snapshot["found"])
    [found] = it.snapshot["found"]
    assert (found["kind"], found["line"], found["column"], found["length"]) == ("error", 3, 15, 4)
    assert it.snapshot["error"] == ""

    types(it, ONE, 2)
    until(lambda: not it.snapshot["found"])


def test_a_mistake_that_can_be_put_right_is_put_right_by_a_press(studio):
    it = studio(ONE + "  camera: tilt upp\n")
    [found] = it.snapshot["found"]
    assert found["fixes"]
    press(it, "fix", number=found["number"], words=found["words"])

    until(lambda: it.text == ONE + "  camera: tilt up\n")
    until(lambda: "error" not in {found["kind"] for found in it.snapshot["found"]})


def test_what_is_typed_quickly_is_read_once(studio):
    it = studio()
    assert it.snapshot["board"] == "board-0"
    for number in range(1, 101):
        types(it, ONE + f"# {number}\n", number)
    until(lambda: it.snapshot["board"] != "board-0")

    assert it.text.endswith("# 100\n")
    assert it.snapshot["typed"] == {"a page": 100}
    assert it.snapshot["board"] == "board-1"


def test_a_page_is_told_whose_text_it_is_and_gets_that_of_others(studio):
    it = studio()
    assert pulled(it, it.snapshot["text"]) == ONE
    types(it, TWO)
    until(lambda: it.text == TWO)
    assert (it.snapshot["by"], it.snapshot["typed"]) == ("a page", {"a page": 1})
    press(it, "select", shot="crew")
    press(it, "move", move="shake")
    until(lambda: "shake" in it.text)

    until(lambda: it.snapshot["by"] == "")
    assert pulled(it, it.snapshot["text"]) == it.text


def test_the_board_is_pulled_and_shows_what_the_script_says(studio):
    it = studio(ONE.replace("climbs", "<img src=x onerror=alert(1)>"))
    board = pulled(it, it.snapshot["board"])
    assert "&lt;img src=x" in board
    assert "<img src=x" not in board
    before = it.snapshot["board"]
    types(it, ONE)
    until(lambda: it.snapshot["board"] != before)

    until(lambda: "The rocket climbs." in pulled(it, it.snapshot["board"]))


def test_how_long_the_prompt_is_is_told_also_where_it_is_too_long(studio):
    it = studio()
    assert controls(it)["prompt"] == {"of": "lift-off", "used": 18, "most": 2000}
    types(it, ONE.replace("climbs", "climbs and " * 200))

    until(lambda: controls(it)["prompt"]["used"] > 2000)
    assert [it["code"] for it in it.snapshot["found"]] == ["E405"]


def test_an_animatic_is_drawn_for_a_page_that_watches(studio, place):
    it = studio(TWO)
    press(it, "watch")
    until(lambda: it.snapshot["of"] == "lift-off")
    press(it, "select", shot="crew")

    until(lambda: it.snapshot["of"] == "crew")
    previews = place / "out" / "preview"
    assert {made.name for made in previews.iterdir()} == {"lift-off.mp4", "crew.mp4"}
    assert not (place / ".hailuo" / "ledger.sqlite").exists()


def test_pages_that_open_at_once_leave_nothing_undone(studio):
    it = studio()
    for _ in range(3):
        press(it, "watch")
    until(lambda: it.snapshot["of"] == "lift-off")


def test_without_a_page_nothing_is_drawn(studio, place):
    it = studio()
    types(it, TWO)
    until(lambda: len(controls(it)["shots"]) == 2)

    assert not (place / "out").exists()


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_file_is_written_as_one_types_and_keeps_its_line_ends(place, end):
    file = place / "pier.shots"
    file.write_bytes(ONE.replace("\n", end).encode())
    it = Studio(file)
    types(it, TWO)
    until(lambda: file.read_bytes() == TWO.replace("\n", end).encode())
    press(it, "select", shot="crew")
    press(it, "move", move="shake")

    until(lambda: file.read_bytes().endswith(f"  camera: shake{end}".encode()))


def test_a_file_that_was_changed_elsewhere_is_left_alone_until_one_says_so(place):
    file = place / "pier.shots"
    file.write_text(ONE)
    it = Studio(file)
    file.write_text(ONE.replace("climbs", "falls"))
    types(it, TWO)
    until(lambda: it.snapshot["changed"])
    assert "was changed elsewhere" in it.snapshot["error"]
    assert "falls" in file.read_text()
    assert pulled(it, it.snapshot["text"]) == TWO

    press(it, "overwrite")
    until(lambda: not it.snapshot["changed"])
    assert file.read_text() == TWO


def test_what_another_program_writes_while_one_looks_is_not_overwritten(place):
    file = place / "pier.shots"
    file.write_text(ONE)
    it = Studio(file)
    many = "".join(ONE.replace("lift-off", f"lift-off-{number}") for number in range(1000))
    types(it, many)
    until(lambda: file.read_text() == many)
    file.write_text(TWO)
    until(lambda: it.snapshot["board"] == "board-1")
    types(it, many + "# mine", 2)

    until(lambda: it.snapshot["changed"])
    assert file.read_text() == TWO


def test_what_could_not_be_written_can_be_forgotten(place):
    file = place / "pier.shots"
    file.write_text(ONE)
    it = Studio(file)
    file.write_text(ONE.replace("climbs", "falls"))
    types(it, TWO)
    until(lambda: it.snapshot["changed"])
    press(it, "look")

    until(lambda: not it.snapshot["changed"])
    until(lambda: it.snapshot["by"] == "")
    assert "falls" in pulled(it, it.snapshot["text"])
    types(it, TWO, 2)
    until(lambda: file.read_text() == TWO)


def test_a_file_that_is_no_text_is_refused_and_left_alone(place):
    file = place / "pier.shots"
    file.write_bytes(b"shot \xff\n")
    it = Studio(file)
    types(it, ONE)

    until(lambda: "is not UTF-8" in it.snapshot["error"])
    assert file.read_bytes() == b"shot \xff\n"


def test_a_byte_order_mark_stays_where_a_page_drops_it(place):
    file = place / "pier.shots"
    file.write_text(ONE, encoding="utf-8-sig")
    it = Studio(file)
    types(it, TWO)
    until(lambda: "crew" in file.read_text())

    assert file.read_text(encoding="utf-8") == "\ufeff" + TWO


def test_what_was_typed_is_forgotten_also_where_the_file_is_what_it_was(place):
    file = place / "pier.shots"
    file.write_text(ONE)
    it = Studio(file)
    file.write_text(ONE.replace("climbs", "falls"))
    types(it, TWO)
    until(lambda: it.snapshot["changed"])
    file.write_text(ONE)
    press(it, "look")
    until(lambda: it.snapshot["by"] == "")

    assert pulled(it, it.snapshot["text"]) == ONE


def test_a_script_that_cannot_be_read_is_looked_for_again_by_a_page(place):
    it = Studio("pier.shots", folder=place)
    press(it, "watch")
    until(lambda: it.beat)
    assert "pier.shots" in it.snapshot["error"]

    (place / "pier.shots").write_text(ONE)
    press(it, "watch")
    until(lambda: controls(it))
    assert it.snapshot["error"] == ""
    until(lambda: pulled(it, it.snapshot["text"]) == ONE)


def test_a_slow_look_is_not_shown_after_a_newer_one(studio):
    it = studio()
    many = "".join(ONE.replace("lift-off", f"lift-off-{number}") for number in range(1500))
    it.text = many
    until(lambda: it.text == many)
    it.text = TWO
    until(lambda: it.snapshot["board"] == "board-2")

    assert controls(it)["shots"] == ["lift-off", "crew"]
    assert "crew" in pulled(it, "board-2")


def test_a_mistake_is_at_its_place_only_while_the_text_is_what_was_read(studio):
    it = studio(ONE.replace("512P", "513P"))
    line = listened(it)
    types(it, "\n" + ONE.replace("512P", "513P"))
    until(lambda: [found["line"] for found in it.snapshot["found"]] == [4])

    told = [(snapshot["read"], snapshot["found"][0]["line"]) for snapshot in line.snapshots]
    assert told[0] == (False, 3)
    assert told[-1] == (True, 4)


def test_another_mistake_than_the_one_that_was_seen_is_not_put_right(studio):
    it = studio(ONE + "  camera: tilt upp\n")
    [seen] = it.snapshot["found"]
    types(it, ONE + "  camera: pan lleft\n")
    press(it, "fix", number=seen["number"], words=seen["words"])

    until(lambda: "not there any more" in it.snapshot["error"])
    assert it.text == ONE + "  camera: pan lleft\n"


def test_what_was_asked_beside_a_film_is_asked_of_its_studio(place):
    film = film_of(ONE, "film", folder=place, settings=["duration=10s"])
    it = Studio(film)
    types(it, ONE.replace("climbs", "falls"))

    until(lambda: "falls" in it.text)
    assert controls(it)["duration"]["is"] == "10"


def test_the_desk_is_all_panels_on_one_film(place):
    desk = ShotDesk(TWO, name="launch", folder=place, job_seconds=0.2)
    types(desk.studio, TWO.replace("  > She smiles.", "  takes: 2\n  > She smiles."))
    until(lambda: desk.takes.snapshot["shots"])
    press(desk.runner, "run")
    until(lambda: "3 clips ready." in desk.runner.snapshot["says"])

    until(lambda: desk.reel.snapshot["reel"])
    press(desk.takes, "pick", id="crew#2")
    until(lambda: "pick: 2" in desk.studio.text)
    until(lambda: "pick: 2" in pulled(desk.studio, desk.studio.snapshot["text"]))
    assert repr(desk).splitlines()[0] == "<Studio launch: idle>"


def test_a_pick_that_is_made_while_one_types_is_not_written_over(place):
    script = TWO.replace("  > She smiles.", "  takes: 2\n  > She smiles.")
    desk = ShotDesk(script, name="launch", folder=place)
    desk.studio._script = desk.studio._script.following(script.replace("takes: 2", "takes: 3"))
    types(desk.studio, script + "# mine\n")

    until(lambda: desk.studio.snapshot["changed"])
    press(desk.studio, "overwrite")
    until(lambda: desk.takes.text == script + "# mine\n")


def test_a_text_that_is_in_no_file_is_kept_on_the_page(studio, place):
    it = studio()
    types(it, ONE.replace("climbs", "<b>climbs</b>"))
    until(lambda: "&lt;b&gt;climbs" in it.static_html())
    (place / "pier.shots").write_text(ONE)

    assert "<summary>the script" in it.static_html()
    assert "<summary>the script" not in Studio(place / "pier.shots").static_html()
