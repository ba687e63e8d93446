"""Rows of one's own at the command line: for all projects, and for one."""

from __future__ import annotations

import json
import os
import shutil

import pytest
from click.testing import CliRunner

from hailuo_dsl.cli.main import cli

PROOF = 'source = "tried"\nchecked = 2026-11-20\n'
MODEL = (
    '[[offer]]\nmodel = "Own-1"\nmode = "image-to-video"\nsizes = { "2K" = [8, 4] }\n'
    f"tags = true\n{PROOF}"
)
MOVES = (
    f'[[move]]\nid = "push_in"\naliases = ["close in"]\n{PROOF}'
    '[[move]]\nid = "orbit"\nenglish = "Orbit"\nchinese = "环绕"\nmotion = "it circles"\n' + PROOF
)
STUDIO = (
    '[[provider]]\nname = "studio"\ntitle = "a studio"\ndialect = "chinese"\n'
    f'modes = ["image-to-video"]\njobs_in_flight = 1\nfree = false\n{PROOF}'
)
SCRIPT = (
    "model: {}\noptimizer: off\nshot it\n  from: coffee.jpg\n"
    "  camera: close in + orbit\n  > Steam rises.\n"
)


@pytest.fixture
def here(tmp_path, monkeypatch, pictures):
    """A project's folder; a user's own rows stand in `config/hailuo-dsl/catalog.toml` beside it."""
    project = tmp_path / "project"
    project.mkdir()
    shutil.copy(pictures / "coffee.jpg", project)
    (tmp_path / "config" / "hailuo-dsl").mkdir(parents=True)
    monkeypatch.chdir(project)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.delenv("HAILUO_PROVIDER", raising=False)
    write(project / "film.shots", SCRIPT.format("Own-1"))
    return project


def write(path, text):
    path.write_text(text, encoding="utf-8")


def for_all(here, text):
    write(here.parent / "config" / "hailuo-dsl" / "catalog.toml", text)


def for_one(here, text):
    write(here / "hailuo.toml", text)


def call(*words):
    """Run `hailuo-dsl WORDS`."""
    result = CliRunner().invoke(cli, words)
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def body(*words):
    return json.loads(call("compile", "--bodies", "film.shots", *words).stdout)


@pytest.mark.parametrize("put", [for_all, for_one])
def test_rows_are_heard_by_every_verb(here, put):
    assert call("check", "film.shots").exit_code == 1

    put(here, MODEL + MOVES + STUDIO)

    assert call("check", "film.shots").stdout == "no mistakes\n"
    assert body()["duration"] == 8
    assert body()["prompt"] == "[dolly in,orbit] Steam rises."
    assert body("--provider", "studio")["prompt"] == "[推进,环绕] Steam rises."
    assert "Own-1" in call("models", "--provider", "studio").stdout
    assert "a studio" in call("models").stdout
    assert "close in" in call("words").stdout
    assert "Own-1.image-to-video" in json.loads(call("schema", "wire").stdout)["$defs"]
    moves = json.loads(call("show", "storyboard", "--json", "film.shots").stdout)
    assert moves["shots"][0]["body"][0][0]["moves"][1]["id"] == "orbit"


def test_durations_of_a_known_model(here):
    write(
        here / "film.shots",
        "model: MiniMax-Hailuo-2.3\nresolution: 1080P\nduration: 10s\n"
        "shot it\nfrom: coffee.jpg\n> Steam.\n",
    )
    assert "duration-not-offered" in call("check", "film.shots").stdout

    for_one(
        here,
        '[[offer]]\nmodel = "MiniMax-Hailuo-2.3"\nmode = "image-to-video"\n'
        f'sizes = {{ "768P" = [6, 10], "1080P" = [6, 10] }}\n{PROOF}',
    )

    assert call("check", "film.shots").exit_code == 0


def test_limits_and_formats(here):
    for_all(here, MODEL + MOVES)
    for_one(
        here,
        f'[[limit]]\nname = "moves"\nvalue = "1"\n{PROOF}'
        f'[[limit]]\nname = "prompt"\nvalue = "9"\n{PROOF}'
        f'[[format]]\nname = "GIF"\nmime = "image/gif"\n{PROOF}',
    )
    said = call("check", "film.shots").stdout

    assert "too-many-moves" in said
    assert "characters, and 9 fit" in said
    assert "image/gif" in call("models").stdout
    assert "image/gif" in call("schema", "wire").stdout


def test_a_projects_rows_stand_before_those_for_all(here):
    price = (
        '[[price]]\nprovider = "gateway"\nmodel = "Own-1"\nresolution = "2K"\nduration = 8\n'
        'amount = "{}"\ncurrency = "EUR"\n' + PROOF
    )
    for_all(here, MODEL + MOVES + price.format("1.50"))
    assert "1.50 EUR / unknown" in call("models").stdout

    for_one(here, price.format("2.50"))

    assert "2.50 EUR / unknown" in call("models").stdout


def test_rows_of_a_project_may_lean_on_those_for_all(here):
    for_all(here, MODEL)
    for_one(here, '[defaults]\nmodel = "Own-1"\n' + MOVES)
    write(here / "film.shots", SCRIPT.partition("\n")[2])

    assert body()["model"] == "Own-1"


def test_a_move_of_ones_own_has_a_preview(here):
    for_one(here, MODEL.replace("2K", "64P") + MOVES)

    assert call("preview", "film.shots").exit_code == 0
    assert list((here / "out" / "preview").glob("it*.mp4"))


@pytest.mark.parametrize("put", [for_all, for_one])
def test_a_mistake_names_the_file_and_the_row(here, put):
    put(here, MODEL + MOVES.replace("close in", "pan left"))
    result = call("check", "film.shots")
    file = "hailuo.toml" if put is for_one else "catalog.toml"

    assert (result.exit_code, result.stdout) == (2, "")
    assert f"{file}: [[move]] row 1 (push_in): `pan left` is a spelling of" in result.stderr


def test_a_move_that_two_files_spell_alike(here):
    for_all(here, MOVES)
    for_one(here, MODEL + f'[[move]]\nid = "zoom_in"\naliases = ["close in"]\n{PROOF}')

    assert (
        "hailuo.toml: [[move]] row 1 (zoom_in): `close in` is a spelling of the move `push_in`"
        in (call("check", "film.shots").stderr)
    )


@pytest.mark.parametrize("put", [for_all, for_one])
def test_a_file_that_is_no_text(here, put):
    put(here, "")
    path = next(it for it in here.parent.rglob("*.toml"))
    path.write_bytes(b'[[offer]]\nmodel = "\xff"\n')

    assert f"{path.name}: it is not UTF-8: byte 19" in call("check", "film.shots").stderr


def test_a_file_that_begins_with_a_byte_order_mark(here):
    for_all(here, "\ufeff" + MODEL + MOVES)

    assert call("check", "film.shots").exit_code == 0


def test_a_users_file_holds_no_settings_and_no_keys(here):
    for_all(here, '[defaults]\nmodel = "Own-1"\n')
    assert "catalog.toml: there is an unknown table `defaults`" in call("words").stderr

    for_all(here, '[gateway]\napi_key = "sesame"\n')
    said = call("words").stderr
    assert "it may not hold `api_key`" in said
    assert "sesame" not in said


def test_a_project_cannot_make_a_gateway_free(here):
    for_one(here, f'[[provider]]\nname = "gateway"\nfree = true\n{PROOF}')
    result = call("run", "--provider", "gateway", "film.shots")

    assert result.exit_code == 2
    assert "a project may not say that a provider is `free`" in result.stderr


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may look into any folder")
def test_a_config_folder_that_nobody_may_look_into(here):
    folder = here.parent / "config"
    for_one(here, MODEL + MOVES)
    folder.chmod(0)
    try:
        assert call("check", "film.shots").exit_code == 0
    finally:
        folder.chmod(0o700)
