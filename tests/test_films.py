"""Whole films, every stage of each kept as text beside its script.

`HAILUO_UPDATE_FILMS=1` writes the stages anew; the change is then read as a diff.
"""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from hailuo_dsl.catalog.load import catalog
from hailuo_dsl.compile import World, compile_script
from hailuo_dsl.ground.model import Report
from hailuo_dsl.ground.read import source_of_bytes
from hailuo_dsl.ground.render import render
from hailuo_dsl.plan.show import show_plan
from hailuo_dsl.request.show import document, show_requests
from hailuo_dsl.request.validate import Validator
from hailuo_dsl.storyboard.show import show_storyboard
from hailuo_dsl.studio.disk import Disk
from hailuo_dsl.syntax.parse import parse
from hailuo_dsl.syntax.show import show_tree
from tests.conftest import no_pictures

FILMS = Path(__file__).parent / "films"
UPDATE = bool(os.environ.get("HAILUO_UPDATE_FILMS"))


def stages(path):
    """Suffix -> the text of that stage."""
    rows = catalog()
    report = Report()
    source = source_of_bytes(path.name, path.read_bytes(), report)
    files = Disk(FILMS, FILMS).files
    world = World(rows, rows.provider("gateway"), no_pictures, files)
    made = compile_script(source, world, report)
    requests = [step.request for step in made.plan.steps]
    return {
        "1-tree.txt": show_tree(parse(source, Report())),
        "2-said.txt": "".join(f"{render(it, report.sources)}\n\n" for it in report),
        "3-storyboard.txt": show_storyboard(made.storyboard),
        "4-requests.json": json.dumps(document(requests), indent=1, ensure_ascii=False) + "\n",
        "5-plan.txt": show_plan(made.plan),
        "6-source-map.txt": show_requests(requests, made.report.sources),
    }


@pytest.mark.parametrize("path", sorted(FILMS.glob("*.shots")), ids=lambda it: it.stem)
def test_every_stage_is_as_it_was(path):
    for suffix, text in stages(path).items():
        golden = FILMS / path.stem / suffix
        if UPDATE:
            golden.parent.mkdir(exist_ok=True)
            golden.write_text(text, encoding="utf-8")
        assert golden.read_text(encoding="utf-8") == text


@pytest.mark.parametrize("path", sorted(FILMS.glob("*.shots")), ids=lambda it: it.stem)
def test_every_request_is_what_the_schema_allows(path):
    requests = json.loads(stages(path)["4-requests.json"])["requests"]
    validator = Validator(catalog(), wire=False)

    assert requests
    assert [problem for it in requests for problem in validator.problems(it["request"])] == []


def test_the_demo_among_the_films_is_the_demo():
    demo = FILMS.parent.parent / "notebooks/demo/launch.shots"

    assert (FILMS / "launch.shots").read_bytes() == demo.read_bytes()
