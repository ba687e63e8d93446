"""The schema says what the catalogue says: every offer is taken, and nothing beside it."""

from __future__ import annotations

import itertools

import jsonschema
import pytest

from hailuo_dsl.catalog.load import catalog
from hailuo_dsl.request.schema import schema
from hailuo_dsl.request.validate import InvalidRequestError, Validator
from tests.conftest import compiled

CATALOG = catalog()
SIZES = (None, "512P", "720P", "768P", "1080P")
SECONDS = (6, 8, 10)
FRAMES = (
    (),
    ("first_frame_image",),
    ("last_frame_image",),
    ("first_frame_image", "last_frame_image"),
)
URL = "https://example.com/a.png"


def body(model="MiniMax-Hailuo-2.3", prompt="Go.", duration=6, **metadata):
    return {"model": model, "prompt": prompt, "duration": duration, "metadata": metadata}


@pytest.fixture(params=[False, True], ids=["plain", "accelerated"])
def fast(request):
    return request.param


@pytest.fixture
def taken(fast):
    """Whether a body is taken, on the wire or as compiled, with or without the accelerator."""
    validators = {wire: Validator(CATALOG, wire=wire, fast=fast) for wire in (True, False)}
    return lambda body, *, wire=True: not validators[wire].problems(body)


def offered(model, seconds, size, frames):
    """The rules as the vendor's pages tell them, written out once more by hand."""
    if model.startswith(("I2V-01", "T2V-01")):
        wanted = () if model.startswith("T2V") else ("first_frame_image",)
        return seconds == 6 and size is None and frames == wanted
    if seconds not in (6, 10) or (seconds == 10 and size == "1080P") or size == "720P":
        return False
    if size == "512P" and (model != "MiniMax-Hailuo-02" or frames != ("first_frame_image",)):
        return False
    if "last_frame_image" in frames and model != "MiniMax-Hailuo-02":
        return False
    return not (model == "MiniMax-Hailuo-2.3-Fast" and not frames)


@pytest.mark.parametrize("model", CATALOG.models)
def test_every_combination(taken, model):
    for seconds, size, frames in itertools.product(SECONDS, SIZES, FRAMES):
        metadata = dict.fromkeys(frames, URL) | ({"resolution": size} if size else {})
        request = body(model, duration=seconds, **metadata)

        assert taken(request) == offered(model, seconds, size, frames), request


def test_it_is_a_schema_of_the_draft_and_takes_what_the_chosen_one_takes():
    whole = schema(CATALOG, wire=True)
    jsonschema.Draft202012Validator.check_schema(whole)
    validator = jsonschema.Draft202012Validator(whole)

    assert set(whole["$defs"]) == {offer.name for offer in CATALOG.offers}
    assert validator.is_valid(body(first_frame_image=URL))
    assert not validator.is_valid(body(first_frame_image=URL, duration=10, resolution="1080P"))


@pytest.mark.parametrize(
    ("frame", "compiled", "wire"),
    [
        ("https://example.com/a.png", True, True),
        ("data:image/png;base64,AAAA", True, True),
        ("file:frames/a.png", True, False),
        ("shot:harbour/arrive.last", True, False),
        ("shot:harbour/arrive", False, False),
        ("data:text/plain;base64,AAAA", False, False),
        ("data:image/png;base64,", False, False),
        ("ftp://example.com/a.png", False, False),
        ("a.png", False, False),
        ("shot:harbour/arrive.last\n", False, False),
        ("file:\u2028.png", True, False),
        ("https://\ufeff", False, False),
        ("https://\x1c", False, False),
    ],
)
def test_frames_of_compiled_requests_and_of_the_wire(taken, frame, compiled, wire):
    request = body(first_frame_image=frame)

    assert taken(request, wire=False) == compiled
    assert taken(request, wire=True) == wire


@pytest.mark.parametrize("after", ["\n", " a", "\u2028", "\x85", "\ufeff"])
def test_a_callback_ends_where_its_address_ends(taken, after):
    assert taken(body(callback_url=URL))
    assert not taken(body(callback_url=f"{URL}{after}"))


@pytest.mark.parametrize("prompt", ["\n", "\x1c", "\x85", "\u3000\ufeff"])
def test_a_prompt_says_something(taken, prompt):
    assert not taken(body(prompt=prompt))
    assert taken(body(prompt=f"{prompt}走"))


@pytest.mark.parametrize(
    ("request_", "said"),
    [
        (body("Hailuo-9"), "model: 'Hailuo-9' is none of MiniMax-Hailuo-2.3"),
        (body("MiniMax-Hailuo-2.3-Fast"), "offers image-to-video, not text-to-video"),
        (body(duration=8), "duration: 8 is none of 6, 10"),
        (body(duration=10, resolution="1080P"), "metadata.resolution: '1080P' is none of 768P"),
        (body(prompt=""), "prompt: is empty"),
        (body(prompt="a" * 2001), "prompt: 2001 characters, 2000 fit"),
        (body(seed=1), "'seed' was unexpected"),
        (body(prompt_optimizer="on"), "metadata.prompt_optimizer: 'on' is not of type 'boolean'"),
        ([], "a request is a JSON object"),
        ({"model": "MiniMax-Hailuo-2.3"}, "'prompt' is a required property"),
    ],
)
def test_mistakes_are_said_in_plain_words(fast, request_, said):
    with pytest.raises(InvalidRequestError) as caught:
        Validator(CATALOG, wire=True, fast=fast).validate(request_)

    assert said in str(caught.value)


def test_a_picture_as_text_is_not_printed_whole(fast):
    long = "data:image/gif;base64," + "A" * 1_000_000
    with pytest.raises(InvalidRequestError) as caught:
        Validator(CATALOG, wire=True, fast=fast).validate(body(first_frame_image=long))

    assert len(str(caught.value)) < 400


@pytest.mark.parametrize("model", CATALOG.models)
def test_the_checks_refuse_what_the_schema_refuses(taken, model):
    """A script passes the checks if, and only if, its request passes the schema."""
    for seconds, size, frame in itertools.product(SECONDS, SIZES, ("none", URL)):
        resolution = f"resolution: {size}\n" if size else ""
        text = f"shot it\nmodel: {model}\nduration: {seconds}s\n{resolution}from: {frame}\n> Go.\n"
        made = compiled(text)
        frames = {} if frame == "none" else {"first_frame_image": frame}
        asked = body(model, duration=seconds, **frames, **({"resolution": size} if size else {}))
        if made.ok:
            (step,) = made.plan.steps
            assert taken(step.request.body), text
        # The 01 series takes 720P in a script, and no resolution on the wire.
        silent = model.startswith(("I2V-01", "T2V-01")) and size == "720P"
        if silent:
            del asked["metadata"]["resolution"]
        assert made.ok == taken(asked), text
