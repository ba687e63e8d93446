"""The notebook face in JupyterLab, as an author meets it."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from .bench import until
from .steps import (
    BRIEF,
    DESK,
    LOAD,
    LONG,
    PAID,
    RUNNER,
    SCRIPT,
    SOON,
    STUDIO,
    advances,
    button,
    events,
    is_over,
    plays,
    stops,
)

SURFACES = [pytest.param(DESK, id="desk"), pytest.param(RUNNER, id="runner")]
"""The widgets that preview and run a film."""


@pytest.fixture
def begun(open_notebook, place):
    """A notebook whose runner is in the middle of a run."""
    book = open_notebook(LOAD, SCRIPT, RUNNER.format(seconds=LONG))
    book.run()
    button(book.output(2), "Run").click()
    until(lambda: events(place, "submitted"))
    return book


def test_a_mistake_is_underlined_and_goes_when_it_is_mended(open_notebook, picture):
    book = open_notebook(LOAD, SCRIPT.replace("push in", "tilt upp"))
    book.run()
    shown = book.output(1)

    block = shown.locator("pre", has_text="did you mean `tilt up`?")
    found = re.search(r"^(\d+ \| .*)\n(.*\^+)", block.inner_text(), re.MULTILINE)
    assert found
    line, under = found.groups()
    assert under.index("^") == line.index("tilt upp")
    assert under.count("^") == len("tilt upp")
    assert "monospace" in block.evaluate("it => getComputedStyle(it).fontFamily")
    assert "Traceback" not in shown.inner_text()
    picture(shown, "mistake")

    book.write(1, SCRIPT)
    book.run(1)
    expect(shown.locator("pre")).to_have_count(0)
    expect(shown.get_by_text("She looks up and smiles.").first).to_be_visible()


def test_a_cell_shows_its_storyboard_with_the_first_frame(open_notebook, picture):
    book = open_notebook(LOAD, SCRIPT)
    book.run()

    frame = book.output(1).locator("img").first
    expect(frame).to_be_visible()
    assert frame.evaluate("it => it.naturalWidth") > 100
    picture(book.output(1), "board")


def test_a_cell_is_coloured_as_a_script(open_notebook, page):
    open_notebook(LOAD, SCRIPT, "import this")
    word = page.locator(".cm-line span")

    def colour(text):
        return word.get_by_text(text, exact=True).evaluate("it => getComputedStyle(it).color")

    # Python would see a name here.
    assert colour("shot") == colour("import")
    assert colour("crew") != colour("import")


def test_a_mistake_shows_as_it_is_typed_at_its_place(open_notebook, page, picture):
    book = open_notebook(LOAD, SCRIPT, STUDIO)
    book.run()
    studio = book.output(2).get_by_role("region", name="Studio")
    script = studio.get_by_role("textbox", name="Script")
    expect(studio.get_by_text("No mistakes.")).to_be_visible()
    expect(studio.locator("mark").first).to_have_text("[dolly in]")
    assert plays(studio.locator("video"))
    picture(studio, "studio")

    script.fill(script.input_value().replace("push in", "tilt upp"))

    expect(studio.get_by_text("did you mean `tilt up`?")).to_be_visible()
    expect(studio.locator(".hlo-wrong")).to_have_text(["tilt upp"])
    picture(studio, "studio-mistake")
    studio.get_by_role("button", name="line 8").click()
    page.keyboard.type("tilt up")
    expect(studio.get_by_text("No mistakes.")).to_be_visible()
    expect(studio.locator("mark").first).to_have_text("[tilt up]")
    assert "camera: tilt up\n" in script.input_value()


def test_the_coloured_letters_lie_where_those_that_are_typed_do(open_notebook):
    book = open_notebook(LOAD, SCRIPT, STUDIO)
    book.run()
    studio = book.output(2).get_by_role("region", name="Studio")
    script = studio.get_by_role("textbox", name="Script")
    script.fill(SCRIPT + "  > " + "a long and winding road, 一条很长的路, " * 30)

    until(lambda: "winding" in studio.locator(".hlo-code").inner_text())
    sizes = "it => [it.clientWidth, it.scrollHeight]"
    assert script.evaluate(sizes) == studio.locator(".hlo-code").evaluate(sizes)


def test_a_control_writes_into_the_script_and_the_others_follow(open_notebook, picture):
    book = open_notebook(LOAD, SCRIPT, DESK.format(seconds=BRIEF))
    book.run()
    desk = book.output(2)
    script = desk.get_by_role("textbox", name="Script")
    expect(script).to_have_value(re.compile("shot crew"))

    desk.get_by_role("combobox", name="Model").select_option("MiniMax-Hailuo-2.3")
    expect(script).to_have_value(re.compile("model: MiniMax-Hailuo-2.3"))
    desk.get_by_role("button", name="tilt up", exact=True).click()
    expect(script).to_have_value(re.compile("camera: tilt up$", re.MULTILINE))
    desk.get_by_role("button", name="at once").click()
    desk.get_by_role("button", name="shake", exact=True).click()
    expect(script).to_have_value(re.compile(r"camera: tilt up \+ shake$", re.MULTILINE))
    desk.get_by_role("button", name="10s", exact=True).click()

    expect(desk.get_by_role("button", name="10s", pressed=True)).to_be_visible()
    expect(script).to_have_value(re.compile("duration: 10s"))
    picture(desk.get_by_role("region", name="Studio"), "studio-controls")


def test_the_shot_that_the_cursor_is_in_is_meant(open_notebook):
    second = "\nshot moon\n  from: frames/rocket.jpg\n  > It rises.\n"
    book = open_notebook(LOAD, SCRIPT + second, STUDIO)
    book.run()
    studio = book.output(2).get_by_role("region", name="Studio")
    shot = studio.get_by_role("combobox", name="Shot")
    script = studio.get_by_role("textbox", name="Script")
    expect(shot).to_have_value("")
    expect(script).to_have_value(re.compile("shot moon"))

    script.press("Control+End")
    expect(shot).to_have_value("moon")
    expect(studio.get_by_text("moon, animatic")).to_be_visible()
    script.press("Control+Home")
    for _ in range(7):
        script.press("ArrowDown")
    expect(shot).to_have_value("crew")


def test_a_script_in_a_file_is_written_as_one_types(open_notebook, page, place):
    file = place / "pier.shots"
    file.write_text(SCRIPT.partition("\n")[2])
    book = open_notebook("from hailuo_dsl.notebook import Studio\nStudio('pier.shots')")
    book.run()
    studio = book.output(0).get_by_role("region", name="Studio")
    script = studio.get_by_role("textbox", name="Script")
    expect(script).to_have_value(re.compile("shot crew"))

    script.press("Control+End")
    page.keyboard.type("  camera: shake\n")
    # The new line is indented as the one before it.
    until(lambda: file.read_text().endswith("  camera: shake\n  "))

    # Another program writes it too.
    file.write_text(file.read_text().replace("smiles", "waves"))
    script.press("Control+End")
    page.keyboard.type("# mine\n")
    expect(studio.get_by_text("was changed elsewhere")).to_be_visible()
    assert "# mine" not in file.read_text()
    studio.get_by_role("button", name="Take the other version").click()
    expect(script).to_have_value(re.compile("waves"))
    assert "# mine" not in script.input_value()


@pytest.mark.parametrize("surface", SURFACES)
def test_a_preview_plays_and_a_run_is_watched_to_its_end(
    open_notebook, picture, place, surface, request
):
    name = request.node.callspec.id
    book = open_notebook(LOAD, SCRIPT, surface.format(seconds=BRIEF))
    book.run()
    shown = book.output(2).get_by_role("region", name="Run")
    expect(button(shown, "Run")).to_be_enabled()
    picture(book.output(2), name)

    button(shown, "Preview").click()
    assert plays(shown.locator("video"))
    assert events(place, "intended") == 0

    button(shown, "Run").click()
    until((place / "out" / "launch.mp4").exists)
    is_over(shown)
    assert plays(shown.locator("video"))
    assert events(place, "intended") == 1
    picture(book.output(2), f"{name}-made")


def test_what_costs_money_is_asked_about_first(open_notebook, picture, place):
    book = open_notebook(LOAD, PAID, RUNNER.format(seconds=BRIEF))
    book.run()
    shown = book.output(2)
    assert "0.1" in button(shown, "Run").inner_text()

    button(shown, "Run").click()
    expect(button(shown, "Send")).to_be_visible()
    picture(shown, "runner-asking")
    button(shown, "Do not send").click()
    expect(shown.get_by_text("Nothing was sent.")).to_be_visible()
    assert events(place, "intended") == 0

    button(shown, "Run").click()
    button(shown, "Send").click()
    is_over(shown)
    assert events(place, "intended") == 1


def test_a_take_is_picked_and_the_script_says_so(open_notebook, picture, place):
    script = SCRIPT.partition("\n")[2].replace("shot crew\n", "shot crew\n  takes: 2\n")
    (place / "launch.shots").write_text(script)
    makes = "import hailuo_dsl\nhailuo_dsl.Film.read('launch.shots').run_sync(job_seconds=0.2)\n''"
    takes = "from hailuo_dsl.notebook import Takes\nTakes('launch.shots')"
    book = open_notebook(makes, takes)
    book.run()
    shown = book.output(1).get_by_role("region", name="Takes")

    shown.get_by_role("button", name="Play all clips of crew together").click()
    first, second = shown.locator("video").all()
    for video in (first, second):
        until(lambda video=video: video.evaluate("it => it.currentTime") > 0.3)
    apart = first.evaluate("it => it.currentTime") - second.evaluate("it => it.currentTime")
    assert abs(apart) < 0.5
    shown.get_by_role("button", name=re.compile("^Pick .*2")).click()

    expect(shown.get_by_role("button", name=re.compile("^Pick"), pressed=True)).to_be_visible()
    assert re.search(r"^  pick: .*2", (place / "launch.shots").read_text(), re.MULTILINE)
    picture(shown, "takes")


@pytest.mark.parametrize("kind", ["ShotControls", "Runner", "Takes", "ReelPanel"])
def test_every_widget_is_whole_where_all_is_made(open_notebook, picture, place, kind):
    vary = "shot crew\n  vary time: dawn | dusk\n  takes: 2\n"
    script = SCRIPT.partition("\n")[2].replace("shot crew\n", vary)
    (place / "launch.shots").write_text(script.replace("looks up", "looks up at {time}"))
    makes = "import hailuo_dsl\nhailuo_dsl.Film.read('launch.shots').run_sync(job_seconds=0.2)\n''"
    opens = f"from hailuo_dsl.notebook import {kind}\n{kind}('launch.shots')"
    book = open_notebook(makes, opens)
    book.run()
    shown = book.output(1)

    expect(shown.get_by_role("region")).to_be_visible()
    for video in shown.get_by_role("region").locator("video").all():
        until(lambda video=video: not video.is_visible() or video.evaluate("it => it.readyState"))
    picture(shown, f"made-{kind}")


def test_other_cells_run_meanwhile_also_one_that_blocks(open_notebook, place):
    blocks = "import pathlib, time\nwhile not pathlib.Path('go').exists(): time.sleep(0.05)\n'gone'"
    book = open_notebook(LOAD, SCRIPT, RUNNER.format(seconds=LONG), blocks)
    book.run(0, 1, 2)
    button(book.output(2), "Run").click()
    until(lambda: events(place, "submitted"))

    book.begin(3)
    advances(book.output(2))
    assert book.output(3).inner_text() == ""
    (place / "go").touch()

    expect(book.output(3)).to_contain_text("gone")
    stops(book.output(2))


def test_the_stop_button_ends_a_cell_that_awaits_a_run(open_notebook, place):
    book = open_notebook(LOAD, SCRIPT, f"await launch.run(job_seconds={LONG})")
    book.run(0, 1)
    book.begin(2)
    until(lambda: events(place, "submitted"))

    book.interrupt()

    expect(book.output(2)).to_contain_text(re.compile("KeyboardInterrupt|CancelledError"))
    assert events(place, "intended") == 1


def test_a_run_is_still_there_when_the_page_is_loaded_anew(begun, place):
    begun.save()

    begun.reload()

    advances(begun.output(2))
    stops(begun.output(2))
    assert events(place, "intended") == 1


def test_a_run_of_a_kernel_that_is_gone_is_taken_up(open_notebook, place):
    book = open_notebook(LOAD, SCRIPT, RUNNER.format(seconds=3))
    book.run()
    button(book.output(2), "Run").click()
    until(lambda: events(place, "submitted"))

    book.restart()
    book.run()

    until((place / "out" / "crew.mp4").exists)
    is_over(book.output(2))
    assert events(place, "intended") == 1


def test_a_panel_whose_kernel_is_gone_says_so(begun):
    begun.restart()

    silence = begun.output(2).get_by_role("alert").first
    expect(silence).to_contain_text("No word from the kernel")


def test_a_cell_that_is_run_three_times_makes_one_run(begun, place):
    shown = begun.output(2)

    for _ in range(2):
        begun.run()
        expect(button(shown, "Stop")).to_be_enabled()
        expect(button(shown, "Run")).to_be_disabled()
    advances(shown)
    stops(shown, SOON)

    # It has stopped for good: something else can be done.
    button(shown, "Preview").click(timeout=SOON)
    assert plays(shown.locator("video"))
    assert events(place, "intended") == 1


@pytest.mark.parametrize(
    ("surface", "role", "name"),
    [
        pytest.param(RUNNER, "button", "Preview", id="runner"),
        pytest.param(DESK, "button", "Preview", id="desk-button"),
        pytest.param(DESK, "combobox", "Model", id="desk-list"),
        pytest.param(DESK, "textbox", "Script", id="desk-script"),
    ],
)
def test_keys_on_a_control_are_no_commands_to_the_notebook(
    open_notebook, page, surface, role, name
):
    book = open_notebook(LOAD, SCRIPT, surface.format(seconds=BRIEF), "# last")
    book.run()
    control = book.output(2).get_by_role(role, name=name, exact=True)
    expect(control).to_be_enabled()

    control.focus()
    page.keyboard.press("d")
    page.keyboard.press("d")
    assert len(book.sources()) == 4

    # The same keys, where they are commands.
    book.select(3)
    page.keyboard.press("d")
    page.keyboard.press("d")
    assert len(book.sources()) == 3


NAMELESS = re.compile(
    r"- (?:button|textbox|combobox|meter|slider|progressbar)(?: \[.*\])?:?$", re.M
)


@pytest.mark.parametrize("surface", SURFACES)
def test_every_control_has_a_name(open_notebook, surface):
    book = open_notebook(LOAD, SCRIPT, surface.format(seconds=BRIEF))
    book.run()
    expect(button(book.output(2), "Run")).to_be_enabled()

    assert not NAMELESS.findall(book.output(2).aria_snapshot())
    if surface is DESK:
        chosen = book.output(2).get_by_role("button", name="512P", pressed=True)
        expect(chosen).to_be_visible()
