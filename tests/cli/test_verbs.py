"""What the verbs print and how they exit, as an author meets them."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys

import pytest
from click.testing import CliRunner

from hailuo_dsl.catalog.load import CatalogError, catalog, with_rows
from hailuo_dsl.cli.main import VERBS, cli
from hailuo_dsl.cli.schema import SCHEMAS
from hailuo_dsl.cli.show import STAGES
from hailuo_dsl.ground.render import columns
from tests.conftest import OWN_PRICE

GOOD = "model: MiniMax-Hailuo-2.3\nshot it\n  from: coffee.jpg\n  > Steam rises.\n"


def call(*words, text=None, **context):
    """Run `hailuo-dsl WORDS`."""
    words = [str(word) for word in words]
    result = CliRunner().invoke(cli, words, input=text, prog_name="hailuo-dsl", **context)
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def test_compile_prints_one_document(here):
    (here / "film.shots").write_text(GOOD)
    result = call("compile", "film.shots")

    assert result.exit_code == 0
    assert json.loads(result.stdout) == {
        "version": 1,
        "requests": [
            {
                "id": "it",
                "request": {
                    "model": "MiniMax-Hailuo-2.3",
                    "prompt": "Steam rises.",
                    "duration": 6,
                    "metadata": {"first_frame_image": "file:coffee.jpg"},
                },
                "source_map": [
                    {
                        "start": 0,
                        "end": 12,
                        "file": "film.shots",
                        "from": 57,
                        "to": 69,
                        "kind": "prose",
                    }
                ],
                "depends_on": [],
                "take": 1,
                "undecided": False,
                "cutting": {
                    "shown": True,
                    "trim": None,
                    "transition": {"joint": "cut", "seconds": 0},
                },
            }
        ],
    }


def test_compile_embeds_pictures_and_prints_bodies(here):
    (here / "film.shots").write_text(GOOD)
    result = call("compile", "--embed", "--bodies", "film.shots")

    (line,) = result.stdout.splitlines()
    frame = json.loads(line)["metadata"]["first_frame_image"]
    assert frame.startswith("data:image/jpeg;base64,/9j/")


def test_compile_of_a_bad_script_prints_no_document(here):
    (here / "film.shots").write_text(GOOD + "what\n")
    result = call("compile", "film.shots")

    assert (result.exit_code, result.stdout) == (1, "")
    assert "unknown-line" in result.stderr


def test_a_setting_from_the_command_line_is_the_strongest(here):
    (here / "film.shots").write_text(GOOD)
    result = call("compile", "--bodies", "--set", "model=MiniMax-Hailuo-02", "film.shots")

    assert json.loads(result.stdout)["model"] == "MiniMax-Hailuo-02"
    wrong = call("check", "--set", "model=Hailuo", "film.shots")
    assert wrong.exit_code == 1
    assert "--> --set:1:8" in wrong.stdout


def test_a_project_has_settings_and_rows_of_its_own(here):
    (here / "hailuo.toml").write_text(
        '[defaults]\nmodel = "MiniMax-Hailuo-02"\nduration = "10s"\n'
        '[[price]]\nprovider = "gateway"\nmodel = "MiniMax-Hailuo-02"\nresolution = "768P"\n'
        'duration = 10\namount = "1.50"\ncurrency = "CNY"\nsource = "my bill"\n'
        "checked = 2026-01-01\n"
    )
    (here / "film.shots").write_text("shot it\nfrom: coffee.jpg\nduration: 6s\n> Go.\n")
    body = json.loads(call("compile", "--bodies", "film.shots").stdout)

    assert (body["model"], body["duration"]) == ("MiniMax-Hailuo-02", 6)
    assert "0.28 USD / 1.50 CNY" in call("models").stdout


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('base_url = "https://example.com"', "may not hold `base_url`"),
        ('[[provider]]\nname = "x"\napi_key = "sesame"', "may not hold `api_key`"),
        ("[colour]\nred = 1", "unknown table `colour`"),
        ("not toml", "is no TOML"),
        ('[[price]]\nprovider = "gateway"', "[[price]] row 1 lacks `model`"),
        ("offer = 5", "`offer` is a list of rows"),
        ("[[move]]\nid = 5", "[[move]] row 1: `id`: a text was expected"),
        ('[defaults]\ncolour = "red"', "no setting of all shots is called `colour`"),
        ('[defaults]\n"model: X\\n> hello\\nmodel" = "x"', "no setting of all shots is called"),
    ],
)
def test_a_project_file_that_is_wrong_is_bad_usage(here, text, said):
    (here / "hailuo.toml").write_text(text)
    (here / "film.shots").write_text(GOOD)
    result = call("check", "film.shots")

    assert result.exit_code == 2
    assert said in result.stderr
    assert "sesame" not in result.output


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("check", "nowhere.shots"), "cannot read nowhere.shots: No such file"),
        (("check", "--provider", "vimeo", "film.shots"), "no provider `vimeo`"),
        (("check", "--set", "model", "film.shots"), "has no `=`"),
        (("check", "--set", "modle=x", "film.shots"), "did you mean `model`?"),
        (("check", "--set", "from=a.png", "film.shots"), "no setting of all shots"),
        (("check", "--set", "model=", "film.shots"), "`model` has no value"),
        (("run", "film.shots", "itt"), "no shot is called `itt`; did you mean `it`?"),
        (("run", "film.shots", "scene/*"), "no shot is called `scene/*`; there are it"),
        (("check", ""), "an empty word names no script"),
        (("check", "--fix", ""), "an empty word names no script"),
        (("fmt", ""), "an empty word names no script"),
        (("explain", "it", ""), "an empty word names no script"),
        (("run", "--provider", "gateway", "film.shots"), "HAILUO_BASE_URL"),
    ],
)
def test_bad_usage_is_one_sentence(here, monkeypatch, words, said):
    monkeypatch.setenv("XDG_CONFIG_HOME", str(here))
    for name in ("HAILUO_BASE_URL", "HAILUO_API_KEY"):
        monkeypatch.delenv(name, raising=False)
    (here / "film.shots").write_text(GOOD)
    result = call(*words)

    assert result.exit_code == 2
    assert said in result.stderr
    assert "Traceback" not in result.output


def test_models_and_words_are_tables(here):
    models, words = call("models").stdout, call("words").stdout

    assert "MiniMax-Hailuo-2.3-Fast" in models
    assert "S2V" not in models
    assert "the list of minimax is shown" in models
    assert len([line for line in words.splitlines() if line.endswith("  [1]")]) == 15
    assert "变焦推近" in words
    assert max(map(columns, words.splitlines())) <= 140


def test_every_row_of_a_table_says_where_it_was_read(here):
    for verb in ("models", "words"):
        text = call(verb).stdout
        said = dict(re.findall(r"^(\[\d+\]) +(\d{4}-\d\d-\d\d  \S.*)$", text, re.M))
        assert set(re.findall(r"\[\d+\]", text)) == set(said)
        assert len(set(said.values())) == len(said)


def test_schemas(here):
    compiled, wire = (json.loads(call("schema", which).stdout) for which in ("compiled", "wire"))

    assert compiled["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert list(compiled["$defs"]) == list(wire["$defs"])
    assert "file:" in json.dumps(compiled)
    assert "file:" not in json.dumps(wire)


@pytest.mark.parametrize("verb", VERBS)
def test_the_help_tells_every_verb_and_its_words(verb):
    text = call(verb, "--help").stdout

    assert verb in call("--help").stdout
    assert text.startswith(f"Usage: hailuo-dsl {verb} [OPTIONS]")
    assert not re.findall(r"\\b|\bRANGE\b|\bTEXT\b|\bINTEGER\b", text)


@pytest.mark.parametrize(("verb", "words"), [("show", STAGES), ("schema", SCHEMAS)])
def test_the_help_lists_what_the_first_word_may_be(verb, words):
    text = call(verb, "--help", terminal_width=60).stdout

    assert all(re.search(rf"^  {word} +\w", text, re.M) for word in words)
    assert max(map(len, text.splitlines())) <= 60


@pytest.mark.parametrize(
    ("word", "advice"), [("chekc", "did you mean `check`?"), ("film", "there are new, check, ")]
)
def test_a_verb_that_is_none_is_told_which_are(word, advice):
    result = call(word, "film.shots")

    assert result.exit_code == 2
    assert f"no verb is called `{word}`; {advice}" in result.stderr


@pytest.mark.parametrize(
    "row",
    [
        {"amount": 0.1},
        {"amount": "much"},
        {"amount": "NaN"},
        {"duration": "6"},
        {"duration": True},
        {"model": ["x"]},
        {"currency": ""},
        {"checked": "today"},
    ],
)
def test_a_cell_of_the_wrong_kind_names_its_row(row):
    assert with_rows(catalog(), {"price": [OWN_PRICE]})
    with pytest.raises(CatalogError, match=r"^\[\[price\]\] row 1: .* expected"):
        with_rows(catalog(), {"price": [OWN_PRICE | row]})


def test_letters_that_the_terminal_does_not_know(here):
    (here / "film.shots").write_text(GOOD + "> 灯 {灯}\n", encoding="utf-8")
    for words in (("check",), ("check", "--format", "json"), ("compile",)):
        result = subprocess.run(
            [sys.executable, "-m", "hailuo_dsl", *words, "film.shots"],
            env={**os.environ, "PYTHONIOENCODING": "ascii"},
            capture_output=True,
            text=True,
        )
        assert result.returncode == 1
        assert "Traceback" not in result.stderr
        assert "\\u706f" in result.stdout + result.stderr
