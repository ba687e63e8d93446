"""Scenarios: how they are read, and that chance in them is none."""

from collections import Counter

import pytest

from hailuo_dsl.api.simulator.app import Settings, Simulator
from hailuo_dsl.api.simulator.clock import Clock
from hailuo_dsl.api.simulator.deal import Dealer, Pace
from hailuo_dsl.api.simulator.model import Task
from hailuo_dsl.api.simulator.scenario import (
    SHIPPED,
    Clip,
    Fault,
    Scenario,
    ScenarioError,
    Spelling,
    load_scenario,
    read_scenario,
)
from hailuo_dsl.api.simulator.shapes import Shape, Word, spellings
from hailuo_dsl.api.simulator.words import WORDS, Does, Place
from hailuo_dsl.catalog.load import catalog

PROMPTS = [f"The fog lifts, {number}." for number in range(400)]


def task(prompt="A pier.", turn=1, task_id="task_1"):
    return Task(task_id, 0.0, 1.0, 512, {"prompt": prompt, "metadata": {}}, turn)


def lost(**more):
    return Fault(at=Place.SUBMIT, does=Does.LOST, **more)


def dealer(*faults, seed=7, **more):
    return Dealer(Scenario(seed=seed, faults=faults, **more), {})


def struck(dealer, prompts):
    """Which of the prompts' submits are struck."""
    return [prompt for prompt in prompts if dealer.submit(prompt)[1]]


def test_every_key_is_read():
    text = """
        seed = 7
        job_seconds = 1.5
        requests_per_minute = 1200
        limit_answer = "429-date"
        honours_idempotency_key = true
        shapes = ["newapi", "vendor-v1"]
        spelling = "every"
        link_seconds = 60
        ranges = false
        task_not_exist_seconds = 2
        clip = "small"
        clock_speed = 10
        [[fault]]
        at = "submit"
        does = "fails"
        share = 0.25
        times = 3
        prompt = "storm"
        code = "1027"
        says = "no"
        [[fault]]
        at = "submit"
        does = "lost"
        nth = [1, 4]
        accepted = false
        [[fault]]
        at = "query"
        does = "drip"
        seconds = 0.5
    """

    assert read_scenario(text) == Scenario(
        seed=7,
        job_seconds=1.5,
        requests_per_minute=1200,
        limit_answer=Does.BUSY_DATE,
        honours_idempotency_key=True,
        shapes=(Shape.NEWAPI, Shape.VENDOR_V1),
        spelling=Spelling.EVERY,
        link_seconds=60.0,
        ranges=False,
        task_not_exist_seconds=2.0,
        clip=Clip.SMALL,
        clock_speed=10.0,
        faults=(
            Fault(
                at=Place.SUBMIT,
                does=Does.FAILS,
                share=0.25,
                times=3,
                prompt="storm",
                code="1027",
                says="no",
            ),
            lost(nth=frozenset({1, 4}), accepted=False),
            Fault(at=Place.QUERY, does=Does.DRIP, seconds=0.5),
        ),
    )


def test_an_empty_scenario_is_an_honest_service():
    assert read_scenario("") == Scenario()


@pytest.mark.parametrize("name", SHIPPED)
def test_what_ships_can_be_played(name):
    assert load_scenario(name).faults


def test_a_file_in_the_folder_goes_before_what_ships(tmp_path, monkeypatch):
    (tmp_path / "stormy").write_text("seed = 99")
    monkeypatch.chdir(tmp_path)

    assert load_scenario("stormy") == Scenario(seed=99)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("seed = 1\nseed = 2", r"storm\.toml is no TOML"),
        ("shape = 'newapi'", "no key is called `shape`; did you mean `shapes`"),
        ("colour = 1", "no key is called `colour`; there are seed, .*, fault"),
        ("seed = 1.5", "`seed`: a whole number was expected, not 1.5"),
        ("seed = true", "`seed`: a whole number was expected, not True"),
        ("job_seconds = nan", "`job_seconds`: a number of seconds from 0 was expected"),
        ("job_seconds = -1", "`job_seconds`: a number of seconds from 0 was expected"),
        ("job_seconds = '1'", "`job_seconds`: a number of seconds was expected, not '1'"),
        ("clock_speed = 0", "`clock_speed`: a number over 0 was expected"),
        ("requests_per_minute = 0", "`requests_per_minute`: a whole number from 1"),
        ("limit_answer = 'lost'", "`limit_answer`: one of 429, 429-date, 429-seconds, vendor-400"),
        ("shapes = 'newapi'", r"`shapes`: a list was expected, as in \[\"newapi\"\]"),
        ("shapes = ['newap']", "not 'newap'; did you mean `newapi`"),
        ("shapes = [[]]", "`shapes`: one of tokensmind, newapi"),
        ("ranges = 1", "`ranges`: true or false was expected, not 1"),
        ("clip = 'tiny'", "`clip`: one of animatic, small was expected, not 'tiny'"),
        ("[fault]\nat = 'submit'", r"written \[\[fault\]\], in double brackets"),
        ("fault = [1]", "row 1: keys were expected, not 1"),
        ("[[fault]]\nat = 'submit'", "row 1: `does` is missing"),
        ("[[fault]]\ndoes = 'lost'", "row 1: `at` is missing"),
        (
            "[[fault]]\nat = 'submit'\ndoes = 'lots'",
            "row 1: `does`: one of lost, .*, expired-link was expected, not 'lots'",
        ),
        ("[[fault]]\nat = 'sumbit'\ndoes = 'lost'", "not 'sumbit'; did you mean `submit`"),
        ("[[fault]]\nat = 'query'\ndoes = 'fails'", "`fails` happens at submit alone"),
        ("[[fault]]\nat = 'download'\ndoes = 'vendor-400'", "happens at query and submit alone"),
        ("[[fault]]\nat = 'query'\ndoes = 'lost'\nshare = 0", "`share`: a share over 0"),
        ("[[fault]]\nat = 'query'\ndoes = 'lost'\nshare = 1.1", "`share`: a share over 0"),
        ("[[fault]]\nat = 'query'\ndoes = 'lost'\nnth = 1", r"`nth`: a list was expected"),
        ("[[fault]]\nat = 'query'\ndoes = 'lost'\nnth = [0]", "`nth`: a whole number from 1"),
        ("[[fault]]\nat = 'query'\ndoes = 'lost'\nnth = [1]\nshare = 0.5", "`nth` and `share`"),
        ("[[fault]]\nat = 'query'\ndoes = 'lost'\ncode = '1'", "`code` means nothing with `lost`"),
        ("[[fault]]\nat = 'query'\ndoes = 'lost'\nsays = 'x'", "`says` means nothing with `lost`"),
        ("[[fault]]\nat = 'query'\ndoes = 'lost'\nseconds = 1", "`seconds` means nothing"),
        (
            "[[fault]]\nat = 'query'\ndoes = 'lost'\naccepted = true",
            "`accepted` cannot be chosen with `lost` at query",
        ),
        (
            "[[fault]]\nat = 'submit'\ndoes = '429'\naccepted = true",
            "`accepted` cannot be chosen with `429` at submit",
        ),
        ("[[fault]]\nat = 'submit'\ndoes = 'fails'\ncode = 'x'", "the code of `fails` is a number"),
        ("[[fault]]\nat = 'submit'\ndoes = 'lost'\nat_ = 1", "no key is called `at_`"),
    ],
)
def test_what_cannot_be_played_is_told_in_one_sentence(tmp_path, text, words):
    (tmp_path / "storm.toml").write_text(text)

    with pytest.raises(ScenarioError, match=words) as caught:
        load_scenario(str(tmp_path / "storm.toml"))

    assert "storm.toml" in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("name", ["storm.toml", "."])
def test_a_file_that_cannot_be_read_is_told(tmp_path, monkeypatch, name):
    monkeypatch.chdir(tmp_path)

    with pytest.raises(ScenarioError, match=r"cannot be read: .*; stormy is there without a file"):
        load_scenario(name)


def test_a_file_that_is_no_text_is_told(tmp_path):
    (tmp_path / "storm.toml").write_bytes(b"\xff")

    with pytest.raises(ScenarioError, match="no text in UTF-8"):
        load_scenario(str(tmp_path / "storm.toml"))


@pytest.mark.parametrize("does", [it for it in Does if WORDS[it].line])
def test_inside_one_process_there_is_no_line_to_cut(does):
    scenario = Scenario(faults=(Fault(at=Place.QUERY, does=does),))

    with pytest.raises(ScenarioError, match=f"`{does}`, for which there must be a TCP line"):
        Simulator(Settings(catalog(), scenario=scenario))


def test_every_word_has_its_terms():
    assert set(WORDS) == set(Does)


def test_chance_is_the_seeds_and_not_the_orders():
    half = [lost(share=0.5)]

    found = set(struck(dealer(*half), PROMPTS))

    assert set(struck(dealer(*half), reversed(PROMPTS))) == found
    assert set(struck(dealer(*half, seed=8), PROMPTS)) != found
    assert 140 < len(found) < 260


def test_chance_is_thrown_anew_for_each_submit_of_a_prompt():
    found = dealer(lost(share=0.5))

    assert len({bool(found.submit("A pier.")[1]) for _ in range(20)}) == 2


def test_moderation_stops_a_prompt_each_time():
    strict = dealer(Fault(at=Place.SUBMIT, does=Does.MODERATED, share=0.5))
    once = struck(strict, PROMPTS)

    assert 140 < len(once) < 260
    assert struck(strict, PROMPTS) == once


def test_chance_of_a_query_is_the_tasks_and_not_its_ids():
    faults = [Fault(at=Place.QUERY, does=Does.NO_ANSWER, share=0.5)]
    one, other = dealer(*faults), dealer(*faults)
    asked = [bool(one.query(task(task_id="task_1"))) for _ in range(40)]

    assert asked == [bool(other.query(task(task_id="task_2"))) for _ in range(40)]
    assert asked != [bool(one.query(task(turn=2, task_id="task_3"))) for _ in range(40)]
    assert len(set(asked)) == 2


def test_a_row_says_which_times_it_strikes():
    found = dealer(lost(nth=frozenset({1, 4})), Fault(at=Place.QUERY, does=Does.HTML, nth={2}))

    assert [bool(found.submit(it)[1]) for it in PROMPTS[:6]] == [1, 0, 0, 1, 0, 0]
    for id in ("task_1", "task_2"):
        assert [bool(found.query(task(task_id=id))) for _ in range(3)] == [0, 1, 0]
    assert found.dealt == {"lost": 2, "html": 2}


def test_a_row_says_how_often_it_strikes():
    found = dealer(lost(times=2), Fault(at=Place.SUBMIT, does=Does.RESET, times=1))

    dealt = [found.submit(it)[1] for it in PROMPTS[:5]]

    assert [it and it.does for it in dealt] == ["lost", "lost", "reset", None, None]


def test_a_row_says_whom_it_strikes():
    found = dealer(lost(prompt="fog"))

    assert struck(found, ["The fog lifts.", "A pier.", "Into fog"]) == [
        "The fog lifts.",
        "Into fog",
    ]


def test_the_submits_of_a_prompt_are_counted_on():
    found = Dealer(Scenario(), {"A pier.": 3})

    assert [found.submit(it)[0] for it in ("A pier.", "A pier.", "A boat.")] == [4, 5, 1]


def test_every_shape_has_its_share_and_a_task_keeps_its_own():
    found = dealer(shapes=tuple(Shape))
    dealt = [found.shape(task(prompt)) for prompt in PROMPTS]

    assert set(dealt) == set(Shape)
    assert max(Counter(dealt).values()) < 3 * len(PROMPTS) / len(Shape)
    assert dealt == [found.shape(task(prompt)) for prompt in PROMPTS]


def test_every_spelling_has_its_turn():
    found, one = dealer(spelling=Spelling.EVERY), task()
    words = []
    for _ in spellings(Word.QUEUED):
        found.query(one)
        words.append(found.spelling(one, Word.QUEUED))

    assert sorted(words) == sorted(spellings(Word.QUEUED))
    assert dealer().spelling(one, Word.QUEUED) is None


class Real:
    def __init__(self):
        self.now = 1_780_000_000.0

    def __call__(self):
        return self.now


def test_a_clock_runs_as_fast_as_it_is_told_and_jumps_ahead():
    real = Real()
    clock = Clock(real, speed=10.0)
    real.now += 3.0
    clock.advance(100.0)

    assert clock() == 1_780_000_000.0 + 30.0 + 100.0
    assert clock.ahead == 127.0
    assert clock.real_seconds(60.0) == 6.0


def test_an_honest_clock_is_the_real_one():
    real = Real()
    clock = Clock(real)
    real.now -= 1_000.1

    assert clock() == real.now


def test_so_many_pass_in_any_minute():
    real = Real()
    pace = Pace(2, Clock(real))
    waits = []
    for seconds in (0, 20, 10, 30, 0, 20):
        real.now += seconds
        waits.append(pace.wait())

    assert waits == [0.0, 0.0, 30.0, 0.0, 20.0, 0.0]


def test_a_wait_is_told_in_real_seconds():
    real = Real()
    pace = Pace(1, Clock(real, speed=10.0))

    assert [pace.wait(), pace.wait()] == [0.0, 6.0]
    real.now += 6.0
    assert pace.wait() == 0.0


def test_without_a_limit_all_pass():
    pace = Pace(None, Clock(Real()))

    assert {pace.wait() for _ in range(1000)} == {0.0}
