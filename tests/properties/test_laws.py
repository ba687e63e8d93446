"""Laws that hold for every film that is right."""

from __future__ import annotations

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from hailuo_dsl.catalog.load import catalog
from hailuo_dsl.ground.model import Report
from hailuo_dsl.ground.read import source_of
from hailuo_dsl.request.validate import Validator
from hailuo_dsl.syntax.format import format_script
from tests.conftest import compiled
from tests.properties.films import films

VALIDATOR = Validator(catalog(), wire=False, fast=False)


def made_of(film, text=None):
    made = compiled(text or film.text()[0], files=film.files)
    assert [it.message for it in made.report if it.is_error] == []
    return made


def bodies(film, text=None):
    return {step.id: step.request.body for step in made_of(film, text).plan.steps}


@given(films())
def test_rows_choices_and_takes_multiply_in_the_order_of_the_script(film):
    found = [step.id for step in made_of(film).plan.steps]

    assert sorted(found) == sorted(id for shot in film.shots for id in shot.ids)
    assert len({id.casefold() for id in found}) == len(found)
    for shot in film.shots:
        own = [id for id in found if id in shot.ids]
        assert [id.partition("/")[2] for id in own] == [id.partition("/")[2] for id in shot.ids]


@given(films())
def test_every_request_is_what_the_schema_allows_and_waits_for_others_of_the_film(film):
    steps = made_of(film).plan.steps
    ids = {step.id for step in steps}

    for step in steps:
        assert VALIDATOR.problems(step.request.body) == []
        assert set(step.request.depends_on) <= ids
        assert not step.request.undecided


@given(films())
def test_every_character_of_a_prompt_says_truly_where_it_came_from(film):
    made = made_of(film)
    sources = made.report.sources
    for step in made.plan.steps:
        prompt, at = step.request.body["prompt"], 0
        for mark in step.request.source_map:
            assert mark.start == at < mark.end
            at = mark.end
            written = sources[mark.span.file].text[mark.span.start : mark.span.end]
            assert is_true(prompt[mark.start : mark.end], written, mark.kind)
        assert at == len(prompt)


def is_true(said, written, kind):
    if kind == "join":
        return (said, written) in {(" ", ""), ("\n", ">")}
    if kind == "camera":
        return said[0] + said[-1] == "[]" and bool(written)
    if kind == "cell":
        return said in written.replace('""', '"').replace('\\"', '"')
    if said in {" (", ")", "（", "）"}:
        return written.startswith("{")
    return written in {said, f"\\{said}"}


@given(films(), st.data())
def test_layout_and_comments_change_no_request(film, data):
    text, _ = film.text()
    lines = [
        data.draw(st.sampled_from(("", "      ", "\t", "\u3000")), label="indent") + line.strip()
        + data.draw(st.sampled_from(("", "  ", "\n", "\n# a comment\n"))) if line.strip() else ""
        for line in text.splitlines()
    ]  # fmt: skip

    assert bodies(film, "\n".join(lines)) == bodies(film)


@given(films(), st.sampled_from((None, 40)))
def test_the_formatter_changes_no_request(film, width):
    text = format_script(source_of("film.shots", film.text()[0]), Report(), prose=width)

    assert text is not None
    assert bodies(film, text) == bodies(film)


@given(films())
def test_a_name_is_only_a_name(film):
    """Call a character otherwise, wherever it is said: the prompts stay."""
    text = re.sub(r"\bmara\b", "someone", film.text()[0])

    assert bodies(film, text) == bodies(film)


@settings(max_examples=30)
@given(films())
def test_takes_1_is_no_takes(film):
    text = film.text()[0].replace("model: ", "takes: 1\nmodel: ", 1)

    assert bodies(film, text) == bodies(film)
