"""What stands in a body: what the script says, and nothing that it leaves out."""

from datetime import date

from hailuo_dsl.catalog.load import catalog, with_rows
from hailuo_dsl.compile import World, compile_script
from hailuo_dsl.ground.read import source_of
from tests.conftest import bodies, compiled, no_pictures

GATEWAY_PAGE = {
    "model": "MiniMax-Hailuo-2.3",
    "prompt": "Contemporary dance, the people in the picture are performing, [dolly in]",
    "duration": 6,
    "metadata": {
        "first_frame_image": "https://example.com/start_frame.png",
        "resolution": "1080P",
        "prompt_optimizer": True,
        "aigc_watermark": False,
    },
}
"""The example of https://docs.tokensmind.ai/en/guide/video/hailuo/video-generation-i2v"""

GATEWAY_SCRIPT = """\
shot dance
  model: MiniMax-Hailuo-2.3
  duration: 6s
  resolution: 1080P
  optimizer: on
  watermark: off
  from: https://example.com/start_frame.png
  > Contemporary dance, the people in the picture are performing,
  camera: dolly in
"""


def test_the_gateway_pages_example():
    assert bodies(GATEWAY_SCRIPT) == [GATEWAY_PAGE]


def test_what_is_left_out_is_left_out_but_for_the_duration():
    assert bodies("shot it\nmodel: MiniMax-Hailuo-02\nfrom: a.png\n> Go.\n") == [
        {
            "model": "MiniMax-Hailuo-02",
            "prompt": "Go.",
            "duration": 6,
            "metadata": {"first_frame_image": "file:a.png"},
        }
    ]


def test_the_01_series_sends_no_resolution():
    (body,) = bodies("shot it\nmodel: I2V-01\nresolution: 720P\nfrom: a.png\n> Go.\n")

    assert body["metadata"] == {"first_frame_image": "file:a.png"}
    assert body["duration"] == 6


def test_the_nearest_setting_wins():
    text = """
model: MiniMax-Hailuo-2.3
duration: 10s
callback: https://example.com/hook
scene s
duration: 6s
optimizer: off
shot one
from: a.png
> Go.
shot two
from: none
optimizer: on
callback: none
> Go.
"""
    one, two = bodies(text)

    assert one["duration"] == 6
    assert one["metadata"] == {
        "first_frame_image": "file:a.png",
        "prompt_optimizer": False,
        "callback_url": "https://example.com/hook",
    }
    assert two["metadata"] == {"prompt_optimizer": True}


def test_frames_of_other_shots():
    text = """
model: MiniMax-Hailuo-2.3
shot zero
from: "a picture.png"
> Go.
scene s
shot one
from: zero.last
> Go.
shot two
from: previous
> Go.
scene t
shot one
from: s/one.first
> Go.
shot two
from: one.last
> Go.
"""
    made = compiled(text)
    frames = [
        (step.request.body["metadata"]["first_frame_image"], step.request.depends_on)
        for step in made.plan.steps
    ]

    assert frames == [
        ("file:a picture.png", ()),
        ("shot:zero.last", ("zero",)),
        ("shot:s/one.last", ("s/one",)),
        ("shot:s/one.first", ("s/one",)),
        ("shot:t/one.last", ("t/one",)),
    ]


def test_takes_are_requests_of_their_own():
    text = """
model: MiniMax-Hailuo-2.3
shot one
takes: 2
from: a.png
> Go.
shot two
from: one#2.last
> Go.
shot three
from: one.last
> Go.
"""
    steps = compiled(text).plan.steps

    assert [step.id for step in steps] == ["one#1", "one#2", "two", "three"]
    assert [step.request.take for step in steps] == [1, 2, 1, 1]
    assert steps[2].request.body["metadata"]["first_frame_image"] == "shot:one#2.last"
    assert steps[2].request.depends_on == ("one#2",)
    assert steps[3].request.undecided
    assert steps[3].request.depends_on == ("one#1", "one#2")


def test_a_mistake_in_one_shot_leaves_the_others_requests():
    text = """
model: MiniMax-Hailuo-2.3
shot one
from: a.png
> Go.
shot two
from: a.png
camera: fly
> Go.
shot three
from: two.last
> Go.
"""
    made = compiled(text)

    assert [it.rule.slug for it in made.report] == ["unknown-move"]
    assert [step.id for step in made.plan.steps] == ["one", "three"]


def test_equal_requests_are_told_apart_by_their_order():
    text = "model: MiniMax-Hailuo-2.3\n" + "".join(
        f"shot s{number}\nfrom: {name}\n> Go.\n" for number, name in enumerate("abab")
    ).replace("from: ", "from: x/").replace("\n> ", ".png\n> ")

    # All pictures of these tests have the same bytes, so all four ask for the same clip.
    assert [step.ordinal for step in compiled(text).plan.steps] == [1, 2, 3, 4]


def test_prices_are_the_vendors_list_where_a_gateway_has_none():
    text = "shot it\nmodel: MiniMax-Hailuo-2.3\nresolution: 1080P\nfrom: a.png\n> Go.\n"
    (step,) = compiled(text).plan.steps

    assert step.price is not None
    assert (str(step.price.amount), step.price.currency) == ("0.49", "USD")
    assert step.price.provider == "minimax"
    assert compiled(text, "local").plan.steps[0].price is None
    old = compiled("shot it\nmodel: I2V-01\nfrom: a.png\n> Go.\n")
    assert old.plan.steps[0].price is None


def test_a_mistake_that_two_shots_share_is_said_once_and_makes_no_request():
    text = """
model: MiniMax-Hailuo-2.3
duration: 10s
resolution: 1080P
shot one
from: a.png
> Go.
shot two
from: a.png
> Go.
shot three
duration: 6s
from: a.png
> Go.
"""
    made = compiled(text)

    assert len(list(made.report)) == 1
    assert [step.id for step in made.plan.steps] == ["three"]


def test_the_defaults_are_those_of_the_mode():
    rows = with_rows(
        catalog(),
        {
            "offer": [
                {
                    "model": "MiniMax-Hailuo-02",
                    "mode": "text-to-video",
                    "sizes": {"768P": [10]},
                    "tags": True,
                    "source": "my own",
                    "checked": date(2026, 1, 1),
                }
            ]
        },
    )
    world = World(rows, rows.provider("gateway"), no_pictures)
    text = "shot it\nmodel: MiniMax-Hailuo-02\nfrom: none\n> Go.\n"
    (step,) = compile_script(source_of("film.shots", text), world).plan.steps

    assert step.request.body["duration"] == 10


def test_brackets_in_a_value_are_letters():
    text = 'model: MiniMax-Hailuo-2.3\nlet x: b\nshot it\nfrom: "d [a]{x}[c\\{].png"\n> Go.\n'

    assert bodies(text)[0]["metadata"]["first_frame_image"] == "file:d [a]b[c{].png"
