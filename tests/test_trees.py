"""Tree, storyboard and requests as data: the JSON that their published schemas describe."""

from __future__ import annotations

import copy
import json
from functools import cache
from pathlib import Path
from unicodedata import normalize

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from hailuo_dsl.catalog.load import catalog
from hailuo_dsl.compile import World, compile_script
from hailuo_dsl.ground.model import Report
from hailuo_dsl.ground.read import source_of
from hailuo_dsl.request import show as requests
from hailuo_dsl.storyboard import data as storyboard
from hailuo_dsl.studio.disk import Disk
from hailuo_dsl.syntax import data as tree
from hailuo_dsl.syntax.parse import parse
from tests.conftest import compiled, no_pictures
from tests.syntax.scripts import films, scripts

FILMS = Path(__file__).parent / "films"
STAGES = ("tree", "storyboard", "requests")

every_film = pytest.mark.parametrize("name", sorted(it.name for it in FILMS.glob("*.shots")))
every_stage = pytest.mark.parametrize("stage", STAGES)


@cache
def film(name):
    source = source_of(name, (FILMS / name).read_text(encoding="utf-8"))
    rows = catalog()
    return source, compile_script(
        source, World(rows, rows.provider("gateway"), no_pictures, Disk(FILMS, FILMS).files)
    )


def documents(name):
    """Stage -> the document of the film called *name*."""
    source, made = film(name)
    return {
        "tree": tree.document(parse(source, Report()), source),
        "storyboard": storyboard.document(made.storyboard, made.report.sources),
        "requests": requests.document(step.request for step in made.plan.steps),
    }


@cache
def validator(stage):
    schema = {
        "tree": tree.schema,
        "storyboard": storyboard.schema,
        "requests": lambda: requests.schema(catalog()),
    }[stage]()
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


def tree_of(text):
    source = source_of("film.shots", text)
    return tree.document(parse(source, Report()), source), source


def lines_of(document):
    for block in document["blocks"]:
        yield from [block["heading"]] * (block["heading"] is not None)
        yield from block["lines"]


def objects(value, path=()):
    """Every object in a document, with the way to it; list places do not tell ways apart."""
    if isinstance(value, list):
        for item in value:
            yield from objects(item, (*path, "[]"))
    if isinstance(value, dict):
        yield path, value
        for key, item in value.items():
            yield from objects(item, (*path, key))


@every_stage
@every_film
def test_a_document_is_what_its_schema_says(name, stage):
    document = documents(name)[stage]

    assert [it.message for it in validator(stage).iter_errors(document)] == []
    assert json.loads(json.dumps(document)) == document


@every_stage
def test_the_same_script_has_the_same_document(stage):
    first = json.dumps(documents("products.shots")[stage])
    film.cache_clear()

    assert json.dumps(documents("products.shots")[stage]) == first


@every_stage
def test_a_schema_lets_nothing_be_missing_and_nothing_strange(stage):
    document = copy.deepcopy(documents("lighthouse.shots")[stage])
    # What may stand in a request's body is the service's to say.
    kinds = {path: it for path, it in objects(document) if "request" not in path}
    check = validator(stage).is_valid

    assert check(document)
    for path, thing in kinds.items():
        for key in list(thing):
            kept = thing.pop(key)
            assert not check(document), (path, key)
            thing[key] = kept
        thing["strange"] = 1
        assert not check(document), path
        del thing["strange"]


@given(scripts() | st.text() | st.text("shot x:>#\n \t\u3000\x00\r\u202e[{"))
def test_the_text_can_be_made_of_its_tree(text):
    document, source = tree_of(text)

    assert "".join(f"{it['text']}\n" for it in lines_of(document)) == source.text
    assert [it.message for it in validator("tree").iter_errors(document)] == []


@given(scripts() | st.text("shot x:>#\n \t\u3000e\u0301[{"))
def test_every_place_in_a_tree_holds_what_stands_there(text):
    document, source = tree_of(text)
    for _, thing in objects(document):
        if set(thing) == {"file", "start", "end", "line", "column"}:
            assert source.position(thing["start"]) == (thing["line"], thing["column"])
        elif "span" in thing and thing["text"]:
            said = source.text[thing["span"]["start"] : thing["span"]["end"]]
            assert normalize("NFC", said) == normalize("NFC", thing["text"])


@settings(max_examples=60, deadline=None)
@given(scripts() | films())
def test_whatever_a_script_says_its_documents_are_what_the_schemas_say(text):
    made = compiled(text)
    board = storyboard.document(made.storyboard, made.report.sources)
    asked = requests.document(step.request for step in made.plan.steps)

    assert [it.message for it in validator("storyboard").iter_errors(board)] == []
    assert [it.message for it in validator("requests").iter_errors(asked)] == []


def test_a_tree_tells_lines_by_their_class():
    document, _ = tree_of(
        "# c\nuse a.shots\nmodel: x\n\nlet a: b\nwhat\nshott it\nshot it\nvary a: b | c\n>\n"
    )
    lines = [(it["class"], it["span"]["line"]) for it in lines_of(document)]
    head, meant, shot = document["blocks"]

    said = "comment use setting blank let bad heading heading vary motion"
    assert " ".join(name for name, _ in lines) == said
    assert [number for _, number in lines] == list(range(1, 11))
    assert (head["heading"], meant["heading"]["keyword"]) == (None, None)
    assert (shot["heading"]["keyword"], shot["heading"]["name"]["text"]) == ("shot", "it")
    assert [block["sound"] for block in document["blocks"]] == [False, False, True]


def test_what_a_line_may_not_say_is_told():
    document, _ = tree_of("shot a\n  each: b.csv\n  use c.shots\n")
    _, shot = document["blocks"]
    setting, bad = shot["lines"]

    assert (setting["key"]["text"], setting["value"]["text"]) == ("each", "b.csv")
    assert bad["text"] == "  use c.shots"
    assert bad["refused"]["span"]["column"] == 7


@every_film
def test_every_place_names_its_file(name):
    _, made = film(name)
    sources = made.report.sources
    document = documents(name)["storyboard"]
    places = [it for _, it in objects(document) if "column" in it]

    assert places
    for it in places:
        assert sources[it["file"]].position(it["start"]) == (it["line"], it["column"])


def test_a_storyboard_tells_where_things_come_from_in_other_files():
    document = documents("products.shots")["storyboard"]
    files = {
        (it["kind"], it["span"]["file"])
        for _, it in objects(document)
        if "kind" in it and "span" in it
    }

    assert ("cell", "tables/shoes.csv") in files
    assert ("place", "looks/house.shots") in files
    assert ("camera", "looks/house.shots") in files


def test_a_storyboard_tells_every_kind_of_value():
    made = compiled(
        "model: MiniMax-Hailuo-02\nnote n\nresolution: 768P\n"
        "shot a\nfrom: a.png\ntakes: 2\n> Go.\n"
        "shot b\nfrom: a#2.last\nto: b.png\npick: 1\ntrim: 0.5s..5s\n"
        "transition: fade 1s\noptimizer: off\ntags: chinese\n> Go [pan left].\n"
    )
    document = storyboard.document(made.storyboard, made.report.sources)
    chosen = document["shots"][1]["settings"]

    assert validator("storyboard").is_valid(document)
    assert {name: it["value"] for name, it in chosen.items() if it} == {
        "model": "MiniMax-Hailuo-02",
        "resolution": "768P",
        "first": {"kind": "shot", "shot": "a", "take": 2, "which": "last", "undecided": False},
        "last": {"kind": "file", "text": "b.png"},
        "optimizer": False,
        "tags": "chinese",
        "pick": {"variant": ["1"], "take": None},
        "trim": {"start": 0.5, "end": 5},
        "transition": {"joint": "fade", "seconds": 1},
    }
    assert chosen["resolution"]["chosen"]["line"] == 3
    _, tag, _ = document["shots"][1]["body"][0]
    assert tag["moves"] == [
        {"id": "pan_left", "gateway": "pan left", "english": "Pan left", "chinese": "左摇"}
    ]


def test_a_shot_that_is_wrong_is_in_the_storyboard_and_no_request():
    made = compiled("model: MiniMax-Hailuo-2.3\nshot a\n> Go.\nshot b\nfrom: a.png\n> Go.\n")
    document = storyboard.document(made.storyboard, made.report.sources)

    assert [(it["id"], it["sound"]) for it in document["shots"]] == [("a", False), ("b", True)]
    assert [step.id for step in made.plan.steps] == ["b"]
    assert validator("storyboard").is_valid(document)


def test_requests_tell_how_they_stand_in_the_reel_and_what_they_wait_for():
    made = compiled(
        "model: MiniMax-Hailuo-2.3\n"
        "shot a\nfrom: a.png\ntakes: 2\n> Go.\n"
        "shot b\nfrom: previous\ntrim: 0s..2s\ntransition: dissolve 0.5s\n> Go.\n"
    )
    document = requests.document(step.request for step in made.plan.steps)
    first, second, last = document["requests"]

    assert validator("requests").is_valid(document)
    assert [(it["take"], it["cutting"]["shown"]) for it in (first, second)] == [
        (1, True),
        (2, False),
    ]
    assert (last["depends_on"], last["undecided"]) == (["a#1", "a#2"], True)
    assert last["cutting"] == {
        "shown": True,
        "trim": {"start": 0, "end": 2},
        "transition": {"joint": "dissolve", "seconds": 0.5},
    }


def test_requests_as_text():
    made = compiled(
        "model: MiniMax-Hailuo-2.3\noptimizer: off\nlet tone: cold\n"
        "shot a\nfrom: a.png\n> Go {tone}.\n>\ncamera: push in\n"
    )
    text = requests.show_requests([step.request for step in made.plan.steps], made.report.sources)

    assert text == (
        "request a\n"
        "  model = MiniMax-Hailuo-2.3\n"
        "  duration = 6\n"
        "  first_frame_image = file:a.png\n"
        "  prompt_optimizer = off\n"
        "  reel cut\n"
        '  prompt = "Go cold.\\n[dolly in]"\n'
        '    "Go " film.shots:6:3 prose\n'
        '    "cold" film.shots:3:11 variable\n'
        '    "." film.shots:6:12 prose\n'
        '    "\\n" film.shots:7:1 join\n'
        '    "[dolly in]" film.shots:8:9 camera\n'
    )


def test_requests_as_text_tell_takes_waits_and_cuts():
    made = compiled(
        "model: MiniMax-Hailuo-2.3\n"
        "shot a\nfrom: data:image/png;base64," + "A" * 200 + "\ntakes: 2\n> Go.\n"
        "shot b\nfrom: previous\ntrim: 0s..2s\ntransition: dissolve 0.5s\n> Go.\n"
    )
    text = requests.show_requests([step.request for step in made.plan.steps], made.report.sources)

    assert "request a#2\n" in text
    assert "A… (222 characters)\n" in text
    assert "  reel leaves it out\n" in text
    assert "  after a#1, a#2 (undecided)\n  reel dissolve 0.5s, 0s..2s\n" in text
