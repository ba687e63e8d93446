"""Requests back to scripts: what comes back is the same JSON, or a refusal that says why."""

from __future__ import annotations

import json
import os
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hailuo_dsl.catalog.load import catalog
from hailuo_dsl.catalog.model import Dialect
from hailuo_dsl.ground.model import Report
from hailuo_dsl.ground.read import source_of
from hailuo_dsl.ground.trouble import Trouble
from hailuo_dsl.request.decompile.model import Unsayable
from hailuo_dsl.request.decompile.vendor import gateway_body
from hailuo_dsl.request.show import document
from hailuo_dsl.studio.decompile import decompiled
from hailuo_dsl.syntax.format import format_script
from tests import conftest
from tests.request.askable import (
    CATALOG,
    TABLE,
    URL,
    askable_requests,
    long_prompts,
    whole_scripts,
)

HERE = Path(__file__).parent
FILMS = sorted((HERE.parent / "films").glob("*/4-requests.json"))
UPDATE = bool(os.environ.get("HAILUO_UPDATE_FILMS"))


def request(prompt="Go.", *, model="MiniMax-Hailuo-2.3", duration=6, **metadata):
    """A request of the gateway's shape."""
    metadata = {"first_frame_image": "file:a.png"} | metadata
    kept = {key: value for key, value in metadata.items() if value is not None}
    return {"model": model, "prompt": prompt, "duration": duration, "metadata": kept}


def vendor(**fields):
    """A request of the vendor's shape."""
    return {"model": "MiniMax-Hailuo-2.3", "prompt": "Go.", "first_frame_image": URL, **fields}


def named(**requests):
    """The document of requests by their ids."""
    entries = [{"id": id_, "request": body} for id_, body in requests.items()]
    return {"version": 1, "requests": entries}


def read(requests):
    """What becomes of *requests*, or of JSON text."""
    text = requests if isinstance(requests, str) else json.dumps(requests)
    return decompiled(text, CATALOG, CATALOG.provider("gateway"))


def script(requests):
    return read(requests).text


def shot_lines(body):
    """The lines of the only shot that makes *body*, its model and duration left out."""
    lines = [line.strip() for line in script(body).splitlines()]
    return [line for line in lines[1:] if not line.startswith(("model:", "duration:"))]


def comes_back(requests, wanted):
    """Hold that *requests* come back as *wanted*, from a script that the formatter likes."""
    made = read(requests)
    bodies = conftest.requests(made.text, files=made.tables).values()

    assert [json.dumps(it, sort_keys=True) for it in bodies] == [
        json.dumps(it, sort_keys=True) for it in wanted
    ]
    assert format_script(source_of("film.shots", made.text), Report()) == made.text


def refusal(requests):
    with pytest.raises(Unsayable) as error:
        read(requests)
    return str(error.value).removeprefix("this cannot be said in a script:\n  ")


def told(requests):
    """The script of *requests*, or why there is none."""
    try:
        return read(requests).text
    except Trouble as trouble:
        return str(trouble)


@settings(deadline=None, max_examples=120)
@given(askable_requests())
def test_a_request_comes_back(body):
    comes_back(body, [body])


@settings(deadline=None, max_examples=25)
@given(askable_requests(prompt=long_prompts))
def test_a_long_prompt_comes_back(body):
    comes_back(body, [body])


@settings(deadline=None, max_examples=50)
@given(
    st.lists(askable_requests() | askable_requests(CATALOG.offers[0]), min_size=1), st.booleans()
)
def test_a_list_comes_back_and_so_do_json_lines(requests, as_lines):
    requests = [*requests, *requests[-1:], *requests[:2]]
    comes_back("\n".join(map(json.dumps, requests)) if as_lines else requests, requests)


@settings(deadline=None, max_examples=60)
@given(whole_scripts())
def test_the_requests_of_a_script_come_back(text):
    made = conftest.compiled(text, files={"shoes.csv": TABLE})
    requests = [step.request for step in made.plan.steps]

    assert [it.message for it in made.report if it.is_error] == []
    comes_back(document(requests), [it.body for it in requests])


@pytest.mark.parametrize("path", FILMS, ids=lambda it: it.parent.name)
def test_the_requests_of_a_whole_film_come_back(path):
    text = path.read_text(encoding="utf-8")

    comes_back(text, [it["request"] for it in json.loads(text)["requests"]])


@pytest.mark.parametrize(
    "path", sorted((HERE / "decompiled").glob("*.json")), ids=lambda it: it.stem
)
def test_the_script_is_as_it_was(path):
    golden = path.with_suffix(".shots")
    text = script(path.read_text(encoding="utf-8"))
    if UPDATE:
        golden.write_text(text, encoding="utf-8")

    assert golden.read_text(encoding="utf-8") == text


def test_the_vendors_shape_asks_for_the_same():
    flat = vendor(duration=10, resolution="768P", prompt_optimizer=False, callback_url=URL)
    said = request(
        duration=10,
        first_frame_image=URL,
        resolution="768P",
        prompt_optimizer=False,
        callback_url=URL,
    )

    assert gateway_body(flat, CATALOG) == said
    comes_back(flat, [said])


def test_a_duration_that_the_vendor_is_not_told_is_not_said():
    assert "duration" not in script(vendor())
    comes_back(vendor(), [request(first_frame_image=URL)])
    comes_back([vendor(), vendor(duration=10), vendor(duration=10)], [
        request(duration=seconds, first_frame_image=URL) for seconds in (6, 10, 10)
    ])  # fmt: skip


@pytest.mark.parametrize(
    ("prompt", "lines"),
    [
        ("[dolly in] She walks.", ["camera: dolly in", "> She walks."]),
        ("[a] walks [dolly in]", ["> \\[a\\] walks", "camera: dolly in"]),
        ("[pan left,shake] [tilt up]", ["camera: pan left + shake, then tilt up"]),
        ("[dolly in]She walks.", ["> [dolly in]She walks."]),
        ("[dolly in]走。[tilt up]", ["camera: dolly in", "> 走。", "camera: tilt up"]),
        ("[dolly in] 走", ["> [dolly in] 走"]),
        ("[dolly in][tilt up]", ["> [dolly in][tilt up]"]),
        ("[Push in] Go [Pan left].", ["tags: english", "camera: Push in", "> Go [Pan left]."]),
        ("Go [推进,左摇].", ["tags: chinese", "> Go [推进,左摇]."]),
        ("Go [Push in] [dolly in].", ["> Go \\[Push in\\] [dolly in]."]),
        ("Go [push in].", ["> Go \\[push in\\]."]),
        ("Go [Push in, Pan left].", ["> Go \\[Push in, Pan left\\]."]),
        ("\nOne.\n\nTwo {x}\\", [">", "> One.", ">", ">", "> Two \\{x\\}\\\\"]),
        ("[dolly in]\n[tilt up]", ["camera: dolly in", ">", "camera: tilt up"]),
    ],
)
def test_a_prompt_is_said_as_people_write_it(prompt, lines):
    assert shot_lines(request(prompt))[1:] == lines


@pytest.mark.parametrize(
    ("path", "lines"),
    [
        ("frames/a-1.PNG", ["from: frames/a-1.PNG"]),
        ("a b.png", ['from: "a b.png"']),
        ("a", ['from: "a"']),
        ("a.last", ['from: "a.last"']),
        ("previous", ['from: "previous"']),
        ("c:/a.png", ['from: "c:/a.png"']),
        ("a # {b}[1].png", ['from: "a # \\{b\\}\\[1\\].png"']),
        (' a" # b ', ['let picture-from: a" # b', 'from: " {picture-from} "']),
    ],
)
def test_a_path_is_quoted_where_it_would_be_read_otherwise(path, lines):
    assert shot_lines(request(first_frame_image=f"file:{path}"))[:-1] == lines


def test_no_frame_and_a_last_frame():
    plain = request(model="MiniMax-Hailuo-02", first_frame_image=None)
    to = request(model="MiniMax-Hailuo-02", first_frame_image=None, last_frame_image=URL)

    assert shot_lines(plain) == ["from: none", "> Go."]
    assert shot_lines(to) == ["from: none", f"to: {URL}", "> Go."]


def test_what_most_shots_share_rises():
    text = script([
        request("One.", callback_url=URL, prompt_optimizer=True),
        request("Two.", callback_url=URL, prompt_optimizer=True),
        request("Three.", duration=10, prompt_optimizer=True),
        request("Four.", callback_url=URL, resolution="768P"),
    ])  # fmt: skip
    head, *shots = text.split("\n\n")

    assert head == f"model: MiniMax-Hailuo-2.3\nduration: 6s\ncallback: {URL}"
    assert "  callback: none\n" in shots[2]
    assert text.count("callback") == 2
    assert text.count("optimizer: on") == 3


def test_equal_requests_without_ids_are_takes():
    assert "  takes: 3\n" in script([request()] * 3)
    assert "takes" not in script(named(a=request(), b=request()))


def test_ids_give_scenes_and_names():
    text = script({"requests": [
        {"id": "start", "request": request()},
        {"id": "harbour/arrive", "request": request()},
        {"id": "harbour/lamp@dawn#3", "request": request()},
        {"id": "Harbour 2!", "request": request()},
        {"id": "previous", "request": request()},
    ]})  # fmt: skip
    names = [line.strip() for line in text.splitlines() if line.strip().startswith("s")]

    # Scenes do not hold together here, so every shot stands by itself.
    assert names == [
        "shot start",
        "shot harbour-arrive",
        "shot harbour-lamp-dawn-3",
        "shot harbour-2",
        "shot shot-5",
    ]


def test_names_differ_by_more_than_case():
    text = script([request("Go there."), request("GO there!"), request("Go, there")])

    assert [line for line in text.splitlines() if line.startswith("shot")] == [
        "shot go-there",
        "shot go-there-2",
        "shot go-there-3",
    ]


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ([], "request 1: a request is a JSON object, not []"),
        (3, "request 1: a request is a JSON object, not 3"),
        (request() | {"seed": 1}, "request 1: seed: no setting says it"),
        (request(seed=1), "request 1: metadata.seed: no setting says it"),
        (request(resolutoin="768P"), "metadata.resolutoin: did you mean `resolution`?"),
        (request() | {"resolution": "768P"}, "resolution: the gateway reads it only in `metadata`"),
        (request(duration=None) | {"duration": None}, "duration: a whole number was expected"),
        (request(duration=6.0), "duration: a whole number was expected, not 6.0"),
        (request(duration=True), "duration: a whole number was expected, not True"),
        (request(prompt_optimizer=1), "metadata.prompt_optimizer: true or false was expected"),
        (request() | {"metadata": "{}"}, "metadata: an object was expected, not `{}`"),
        ({"model": "I2V-01", "prompt": "Go.", "metadata": {}}, "duration: is missing"),
        ({"model": "I2V-01", "metadata": {}, "duration": 6}, "prompt: is missing"),
        (request(model="MiniMax-Hailuo-2.4"), "did you mean `MiniMax-Hailuo-2.3`?"),
        (request(model="S2V-01"), "model: there is no model `S2V-01`; there are MiniMax"),
        (request(duration=10, resolution="1080P"), "metadata.resolution: '1080P' is none of 768P"),
        (request(duration=7), "duration: 7 is none of 6, 10"),
        (request(last_frame_image=URL), "model: MiniMax-Hailuo-2.3 offers"),
        (request(model="I2V-01", resolution="720P"), "metadata.resolution: I2V-01 takes none"),
        (vendor(resolution="512P"), "request 1: resolution: '512P' is none of"),
        (vendor(fast_pretreatment=False), "fast_pretreatment: no setting says it; take it out"),
        ({"model": "S2V-01", "prompt": "x", "subject_reference": []}, "somebody's likeness"),
        ({"model": "MiniMax-H3", "content": [], "duration": 8}, "content: this is the vendor's"),
        (request("x" * 2001), "prompt: 2001 characters, 2000 fit"),
        (request("a\u202eb"), "prompt: character 2 (U+202E) may not stand in a script"),
        (request("One.\r\nTwo."), "prompt: character 5 (U+000D) may not stand in a script"),
        (request("灯\ud800"), "prompt: character 2 (U+D800) may not stand in a script"),
        (request("Go. "), "prompt: character 4 is a blank at the end of a line"),
        (request("One.\n\u3000Two."), "prompt: character 6 is a blank at the end of a line"),
        (request("\u200b"), "prompt: there is nothing in it that can be seen"),
        (request(first_frame_image="https://a b"), "character 10 (' ') may not stand in an addr"),
        (request(first_frame_image="data:image/png;base64,AA-"), "character 25 ('-') may not"),
        (request(first_frame_image="file:a\nb"), "character 7 is a line feed"),
        (request(first_frame_image=f"file:{URL}"), "as a path in a script it would be an address"),
        (request(first_frame_image="a.png"), "first_frame_image: 'a.png' is not a public URL"),
        (request(callback_url="https://a\x01"), "metadata.callback_url: character 10 (U+0001)"),
        (request(callback_url="ftp://a"), "metadata.callback_url: 'ftp://a' is not"),
    ],
)
def test_what_cannot_be_said_is_refused_with_its_field(body, said):
    found = refusal([body] if isinstance(body, list) else body)

    assert found.startswith("request 1: ")
    assert said in found


START = request()
AFTER = request(first_frame_image="shot:a.last")


@pytest.mark.parametrize(
    ("requests", "said"),
    [
        ([AFTER], "these requests have no ids; give the document"),
        (named(b=AFTER), "request 1 (`b`): metadata.first_frame_image: `shot:a.last` is a frame"),
        (named(b=AFTER), "of a shot that is not among these requests; give it too"),
        (named(a=AFTER), "these shots wait for each other: a → a"),
        (named(**{"a#2": START, "b": request(first_frame_image="shot:a#2.last")}),
         "is one of several takes, and those before it are not among these requests"),
        (named(**{"a#1": START, "a#2": START, "b": request(first_frame_image="shot:a#3.last")}),
         "`shot:a#3.last` names a take that is not among these requests"),
        (named(**{"a@x": START, "b": request(first_frame_image="shot:a@x.last")}),
         "is one of several variants, and not all of them are here"),
        (named(**{"s@x/a": START, "t": START, "s@y/a": START,
                  "u": request(first_frame_image="shot:s@x/a.last")}),
         "is in a scene that a table repeats, and not all of it is here"),
        (named(**{"a b": START, "b": request(first_frame_image="shot:a b.last")}),
         "has an id that is no name"),
        (named(**{"a": START, "b": START, "s/a": START,
                  "s/c": request(first_frame_image="shot:a.last")}),
         "would be a frame of `s/a` in that scene"),
        (named(**{"s/a": START, "t/a": START, "s/b": request(first_frame_image="shot:s/a.last")}),
         "its scene is left and comes again"),
        ([*named(a=START)["requests"], *named(a=START, b=AFTER)["requests"]],
         "may be any of several requests that are called so"),
    ],
)  # fmt: skip
def test_a_frame_of_a_shot_that_cannot_be_named_is_refused(requests, said):
    assert said in refusal(requests)


def test_every_refusal_is_told_and_many_are_counted():
    found = refusal([request(seed=number) for number in range(12)])

    assert found.count("metadata.seed") == 10
    assert found.endswith("\n  and 2 more")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "there is no request in this"),
        (" [] ", "there is no request in this"),
        ("shot it", "line 1, column 1: this is no JSON: expecting value"),
        ('{"a": 1}\n{"b": }', "line 2, column 7: this is no JSON: expecting value"),
        ('{"prompt": 1, "prompt": 2}', "line 1, an object says `prompt` twice"),
        ('{}\n{"duration": NaN}', "line 2, NaN stands for a number"),
        ("[" * 100_000, "line 1, objects or lists are nested too deep"),
        ('{"duration": ' + "1" * 5000 + "}", "line 1, "),
        ('{"requests": 3}', "`requests` is no list"),
        ('{"requests": [], "version": 2}', "is of version 2, and only 1 can be read"),
        ('{"requests": [], "note": ""}', "a key that nothing is known of: `note`"),
        ('[{"id": 3, "request": {}}]', "request 1: id: 3 is no text"),
        ('[{"id": "a", "request": {}, "trim": 3}]', "request 1 (`a`): trim: no script can say it"),
        ('[{"id": "\\u202e", "request": 3}]', "request 1 ('\\u202e'): a request is a JSON object"),
    ],
)
def test_what_is_no_request_is_said_plainly(text, said):
    with pytest.raises(Trouble) as error:
        read(text)

    assert said in str(error.value)


FIELDS = ("model", "prompt", "duration", "metadata", "id", "request", "first_frame_image", "x")
values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=4),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(FIELDS), inner),
    max_leaves=8,
)
parts = st.sampled_from(["a", "A", "é", "s/", "@x", "@y", "#1", "#2", " ", "none", "2"])
ids = st.lists(parts, min_size=1, max_size=4).map("".join)


@settings(deadline=None, max_examples=150)
@given(
    values, st.sampled_from(FIELDS), st.sampled_from([(), ("request",), ("request", "metadata")])
)
def test_whatever_is_given_is_said_or_refused(value, field, path):
    entry = {"id": "a", "request": request()}
    target = entry
    for key in path:
        target = target[key]
    target[field] = value
    for requests in (value, entry, {"requests": [entry, entry]}):
        assert told(requests).encode()


@settings(deadline=None, max_examples=150)
@given(st.lists(ids, min_size=1, max_size=6), st.data())
def test_whatever_the_ids_are_the_requests_come_back_or_are_refused(names, data):
    bodies = []
    for _ in names:
        shot = data.draw(st.sampled_from(["", "", *names]))
        frame = f"shot:{shot}.last" if shot else "file:a.png"
        bodies.append(request(model="MiniMax-Hailuo-02", first_frame_image=frame))
    entries = [{"id": id_, "request": it} for id_, it in zip(names, bodies, strict=True)]
    said = told(entries)
    if said.startswith("this cannot be said"):
        assert "first_frame_image: `shot:" in said or "wait for each other" in said
    else:
        comes_back(entries, bodies)


def test_a_provider_of_another_dialect_and_fewer_modes():
    provider = replace(
        CATALOG.provider("gateway"), dialect=Dialect.CHINESE, modes=CATALOG.providers[0].modes[:1]
    )
    rows = replace(catalog(), providers=(provider,))

    assert "tags: gateway" in decompiled(json.dumps(request("[tilt up]")), rows, provider).text
    assert "tags" not in decompiled(json.dumps(request("[上摇]")), rows, provider).text
    with pytest.raises(Unsayable, match="does not offer text-to-video"):
        decompiled(json.dumps(request(first_frame_image=None)), rows, provider)


def test_the_projects_defaults_are_taken_back():
    provider = CATALOG.provider("gateway")
    said = f"tags: chinese\ntakes: 2\ncallback: {URL}\nduration: 10s\n"
    requests = json.dumps([vendor(), request("[tilt up]")])
    text = decompiled(requests, CATALOG, provider, [source_of("defaults", said)]).text
    head, _, second = text.split("\n\n")

    assert head == "model: MiniMax-Hailuo-2.3\nduration: 6s\ncallback: none\ntakes: 1"
    assert "  tags: gateway\n" in second


def test_a_default_that_no_script_of_its_own_can_have():
    defaults = [source_of("defaults", "look: noir\n")]
    with pytest.raises(Trouble, match="the project's defaults: there is no style `noir`"):
        decompiled(json.dumps(request()), CATALOG, CATALOG.provider("gateway"), defaults)


def test_a_default_that_cannot_be_taken_back_is_refused():
    defaults = [source_of("defaults", "optimizer: on\n")]
    provider = CATALOG.provider("gateway")

    assert decompiled(json.dumps(request(prompt_optimizer=False)), CATALOG, provider, defaults)
    with pytest.raises(Unsayable, match=r"metadata\.prompt_optimizer: is left out, and"):
        decompiled(json.dumps(request()), CATALOG, provider, defaults)
