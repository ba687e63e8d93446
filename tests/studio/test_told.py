"""What became of a take, drawn at the line of the script that it came from."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from hailuo_dsl.api.decode import decode_submit
from hailuo_dsl.api.errors import Advice, Refused
from hailuo_dsl.ground.render import render
from hailuo_dsl.job.model import Aside, Stage, Take
from hailuo_dsl.studio.film import film_of
from hailuo_dsl.studio.told import BADLY, SILENT, told, told_of

SCRIPT = """\
model: MiniMax-Hailuo-2.3
let size: 768P

character mara "the woman"
  > a woman in red

style noir
  > black and white

scene cafe
  shot cup
    from: coffee.jpg
    camera: push in
    > {mara} lifts the {size} cup [tilt up],
    > and drinks.
    duration: 10s
    resolution: {size}

  shot table
    from: previous
    look: noir
    takes: 2
    > Steam rises.

  shot window
    from: table#1.last
    camera: shake
    look: noir
    vary words: one | two
    > {words}

  shot end
    from: window@one.last
    > It ends.
"""
SHOTS = tuple(f"cafe/{it}" for it in ("cup", "table#1", "table#2", "window@one", "window@two"))


@pytest.fixture
def film(pictures):
    return film_of(SCRIPT, "film.shots", folder=pictures, provider="gateway")


def drawn(diagnostic, film):
    return render(diagnostic, film.compiled.report.sources)


def line(diagnostic, film):
    """The line that a diagnostic speaks of, and what is underlined in it."""
    source = film.compiled.report.sources[diagnostic.span.file]
    start, end, _ = diagnostic.span
    return source.position(start)[0], source.text[start:end]


def refused(id, code, said, status=400):
    """The take *id*, which the gateway answered so."""
    body = json.dumps({"code": code, "message": said, "data": None}).encode()
    with pytest.raises(Refused) as no:
        decode_submit(status, {}, body)
    return Take(
        id, Stage.REFUSED, message=str(no.value), said=no.value.said, advice=no.value.advice
    )


def skipped(id, parent, stage):
    return Take(id, Aside.SKIPPED, message=f"starts from {parent}, which is {stage}")


def test_a_refusal_is_drawn_at_its_line_with_the_services_own_words(film):
    take = refused("cafe/cup", "invalid_request", "no such thing as\x1b[31m a cup")

    assert drawn(told(take, film), film) == (
        "error[refused]: cafe/cup: the service refused the request: it does not take this request\n"
        "  --> film.shots:11:3\n"
        "   |\n"
        "11 |   shot cup\n"
        "   |   ^^^^^^^^\n"
        "   = the service said: no such thing as [31m a cup"
    )


def test_moderation_is_told_at_the_first_motion_line(film):
    found = told(refused("cafe/cup", "1026", "hailuo api error: input new_sensitive"), film)

    assert found.message.startswith("cafe/cup: the service refused the request: its moderation")
    assert line(found, film) == (14, "{mara} lifts the {size} cup [tilt up],")
    assert "   = the service said: hailuo api error: input new_sensitive\n" in drawn(found, film)


def test_a_prompt_without_prose_of_its_own_is_told_where_its_first_name_came_from(film):
    found = told(refused("cafe/window@two", "1026", "input new_sensitive"), film)

    assert line(found, film) == (29, "two")


def test_a_prompt_of_moves_alone_is_told_at_the_heading(pictures):
    script = "model: MiniMax-Hailuo-2.3\nshot it\n  from: coffee.jpg\n  camera: shake\n"
    film = film_of(script, "film.shots", folder=pictures)

    found = told(refused("it", "1026", "input new_sensitive"), film)
    assert line(found, film) == (2, "shot it")


@pytest.mark.parametrize(
    ("code", "said", "place"),
    [
        ("2013", "invalid params, duration 10 is not for model MiniMax-Hailuo-2.3", (16, "10s")),
        ("2013", "invalid params, model X does not support Text-to-Video mode", (1, "MiniMax-Ha")),
        ("2013", "Resolution 768P is not offered", (17, "{size}")),
        ("2013", "invalid params, this model needs a first frame", (12, "coffee.jpg")),
        ("2013", "当前套餐不支持该模型", (1, "MiniMax-Hailuo-2.3")),
        ("2013", "first_frame_image: the picture is sensitive", (12, "coffee.jpg")),
        ("1026", "input new_sensitive, image", (12, "coffee.jpg")),
        ("1026", "stopped by the model's guard", (14, "{mara} lifts")),
        ("1008", "no balance for image-to-video of 10 s duration", (11, "shot cup")),
        ("service_unavailable", "no channel for model X under this group", (1, "MiniMax-Hai")),
        ("2061", "", (1, "MiniMax-Hailuo-2.3")),
        ("1042", "", (14, "{mara} lifts")),
        ("2013", "", (11, "shot cup")),
        ("2013", "last_frame_image is not for this one", (11, "shot cup")),
    ],
)
def test_what_the_words_name_is_the_place(film, code, said, place):
    number, text = line(told(refused("cafe/cup", code, said), film), film)

    assert number == place[0]
    assert text.startswith(place[1])


def test_a_picture_that_is_too_large_is_told_where_it_is_chosen(film):
    found = told(refused("cafe/cup", "", "", status=413), film)

    assert line(found, film) == (12, "coffee.jpg")


def test_a_setting_of_the_command_line_is_told_there(pictures):
    film = film_of(SCRIPT, "film.shots", folder=pictures, settings=["duration=6s"])
    found = told(refused("cafe/cup", "2013", "duration 6 is too short"), film)

    assert " --> --set:1:11\n" in drawn(found, film)


@pytest.mark.parametrize(
    ("stage", "message", "help"),
    [
        (Stage.FAILED, "the service failed to make it", "`--resend cafe/cup` sends it again"),
        (Stage.EXPIRED, "the service says that its time is over", "`--resend cafe/cup` sends it"),
        (Stage.UNKNOWN, "no answer came in time", "`hailuo-dsl reconcile cafe/cup` settles it"),
        (Stage.CANCELLED, "", ""),
        (Stage.REFUSED, "", ""),
        (Aside.WITHHELD, "", ""),
    ],
)
def test_every_bad_end_is_told_at_the_shot(film, stage, message, help):
    found = told(Take("cafe/cup", stage, message=message), film)

    said = f"cafe/cup: {message or SILENT[stage]}"
    assert drawn(found, film).startswith(f"error[{stage}]: {said}\n  --> film.shots:11:3\n")
    assert line(found, film) == (11, "shot cup")
    assert found.help.startswith(help)
    assert bool(found.help) == bool(help)


def test_there_are_words_for_every_bad_end():
    assert SILENT.keys() == BADLY


def test_what_costs_nothing_is_sent_again_by_the_next_run(pictures):
    film = film_of(SCRIPT, "film.shots", folder=pictures, provider="local")

    assert told(Take("cafe/cup", Stage.FAILED), film).help == "run again to send it again"


def test_a_moderated_failure_is_told_at_the_prompt(film):
    take = Take(
        "cafe/cup",
        Stage.FAILED,
        message="the service's moderation stopped it; change the prompt or the picture",
    )

    assert line(told(take, film), film)[0] == 14
    assert line(told(replace(take, said="output new_sensitive"), film), film)[0] == 14


@pytest.mark.parametrize("stage", [Stage.DONE, Stage.RUNNING, Stage.PLANNED, Aside.UNDECIDED])
def test_what_did_not_end_badly_is_not_told(film, stage):
    assert told(Take("cafe/cup", stage, message="it waits"), film) is None


def test_a_take_that_the_script_does_not_know_has_no_place(film):
    assert told(Take("cafe/door", Stage.UNKNOWN, message="lost"), film) is None


def test_one_trouble_with_the_account_is_told_once(film):
    broke = refused("cafe/table#2", "1008", "insufficient balance (request id: r1)")
    also = refused("cafe/window@one", "1008", "insufficient balance (request id: r2)")
    unsent = [
        Take(it, Aside.WITHHELD, message=broke.message, said="an old word")
        for it in ("cafe/cup", "cafe/table#1", "cafe/window@two")
    ]
    (found,) = told_of([*unsent, broke, also], film)

    assert line(found, film) == (19, "shot table")
    assert drawn(found, film) == (
        "error[refused]: cafe/table#2: the service refused the request: the balance is used up\n"
        "  --> film.shots:19:3\n"
        "   |\n"
        "19 |   shot table\n"
        "   |   ^^^^^^^^^^\n"
        "   = the service said: insufficient balance (request id: r1)\n"
        "   = and 4 more shots: cafe/cup, cafe/table#1, cafe/window@two, cafe/window@one"
    )


def test_what_is_wrong_at_several_lines_is_told_at_each(film):
    takes = [refused(it, "1026", "input new_sensitive") for it in SHOTS]
    found = told_of(takes, film)

    assert [line(it, film)[0] for it in found] == [14, 23, 29, 29]
    assert found[1].notes[1] == "and 1 more shot: cafe/table#2"


def test_what_is_wrong_at_one_line_is_told_once_though_it_is_of_many_shots(film):
    takes = [refused(it, "2013", "model X does not support this") for it in SHOTS]
    (found,) = told_of(takes, film)

    assert line(found, film) == (1, "MiniMax-Hailuo-2.3")
    assert found.notes[1].startswith("and 4 more shots: cafe/table#1")


def test_names_of_tasks_and_requests_are_no_other_words(film):
    takes = [
        Take(it, Stage.UNKNOWN, message=f"the service does not know task {task}", task_id=task)
        for it, task in zip(SHOTS, "abcde", strict=True)
    ]
    whys = ("bad (request id: 1)", "bad (request id: 2)", "worse", "worse", "worst")
    failed = [
        Take(it, Stage.FAILED, message="the service failed to make it", said=why)
        for it, why in zip(SHOTS, whys, strict=True)
    ]

    (found,) = told_of(takes, film)
    assert found.help == "`hailuo-dsl reconcile SHOT` settles it"
    assert [it.notes[1:] for it in told_of(failed, film)] == [
        ("and 1 more shot: cafe/table#1",),
        ("and 1 more shot: cafe/window@one",),
        (),
    ]


def test_what_waits_for_a_take_is_named_with_it(film):
    takes = [
        refused("cafe/cup", "1026", "input new_sensitive"),
        skipped("cafe/table#1", "cafe/cup", "refused"),
        skipped("cafe/table#2", "cafe/cup", "refused"),
        skipped("cafe/window@one", "cafe/table#1", "skipped"),
        skipped("cafe/end", "cafe/window@one", "skipped"),
    ]
    (found,) = told_of(takes, film)

    assert found.notes[-1] == (
        "skipped because of it: 4 shots: cafe/table#1, cafe/table#2, cafe/window@one, cafe/end"
    )


def test_what_waits_for_a_take_that_is_under_way_is_told_where_it_names_it(film):
    takes = [
        Take("cafe/cup", Stage.RUNNING, message="task 7 is still running"),
        skipped("cafe/table#1", "cafe/cup", "running"),
        skipped("cafe/table#2", "cafe/cup", "running"),
        skipped("cafe/window@one", "cafe/table#1", "skipped"),
    ]
    (found,) = told_of(takes, film)

    assert found.message == "cafe/table#1: starts from cafe/cup, which is running"
    assert line(found, film) == (20, "previous")
    assert found.notes == ("and 2 more shots: cafe/table#2, cafe/window@one",)


def test_a_picture_that_cannot_be_sent_is_told_where_it_is_chosen(pictures):
    script = (
        "model: MiniMax-Hailuo-02\nshot it\n  from: coffee.jpg\n  to: rocket.jpg\n  > It turns.\n"
    )
    film = film_of(script, "film.shots", folder=pictures)
    gone = "the picture rocket.jpg has changed since it was checked; run again"

    assert line(told(Take("it", Aside.SKIPPED, message=gone), film), film) == (4, "rocket.jpg")
    assert line(told(Take("it", Aside.SKIPPED), film), film) == (3, "coffee.jpg")


def test_a_shot_from_words_alone_is_told_at_its_heading_when_it_was_skipped(pictures):
    script = "model: MiniMax-Hailuo-2.3\nshot it\n  from: none\n  > It turns.\n"
    film = film_of(script, "film.shots", folder=pictures)

    assert line(told(Take("it", Aside.SKIPPED), film), film) == (2, "shot it")


def test_a_prompt_out_of_a_table_is_told_at_the_row(tmp_path):
    (tmp_path / "shoes.csv").write_text("id,line\nred,It runs.\nblue,It stands.\n")
    script = "model: MiniMax-Hailuo-2.3\nshot it\n  each: shoes.csv\n  from: none\n  > {line}\n"
    film = film_of(script, "film.shots", folder=tmp_path)
    found = told(Take("it@blue", Stage.REFUSED, advice=Advice.MODERATED), film)

    assert "shoes.csv:3:1\n" in drawn(found, film)
    assert line(found, film) == (3, "blue,It stands.")


def test_a_line_of_a_used_file_is_told_there(tmp_path):
    (tmp_path / "reveal.shots").write_text("setup reveal\n  from: none\n  >  It  comes. \n")
    script = "use reveal.shots\nmodel: MiniMax-Hailuo-2.3\nshot it\n  with: reveal\n"
    film = film_of(script, "film.shots", folder=tmp_path)
    found = told(Take("it", Stage.REFUSED, advice=Advice.MODERATED), film)

    assert found.span.file.endswith("reveal.shots")
    assert line(found, film) == (3, "It  comes.")
