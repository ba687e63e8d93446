"""`hailuo-dsl decompile` as an author meets it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from hailuo_dsl.cli.main import cli

WIRE = Path(__file__).parents[1] / "api/wire"
BODY = {
    "model": "MiniMax-Hailuo-2.3",
    "prompt": "[dolly in] 灯塔 rises.",
    "duration": 6,
    "metadata": {"first_frame_image": "https://example.com/a.png"},
}
SCRIPT = """\
shot 灯塔-rises
  from: https://example.com/a.png
  model: MiniMax-Hailuo-2.3
  duration: 6s
  > [dolly in] 灯塔 rises.
"""


@pytest.fixture
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("HAILUO_PROVIDER", raising=False)
    (tmp_path / "one.json").write_text(json.dumps(BODY))
    return tmp_path


def call(*words, text=None):
    """Run `hailuo-dsl decompile WORDS`."""
    result = CliRunner().invoke(cli, ["decompile", *words], input=text)
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def test_a_file_and_standard_input(here):
    assert call("one.json").stdout == SCRIPT
    assert call(text=json.dumps(BODY)).stdout == SCRIPT
    assert call("-", text=json.dumps(BODY)).stdout == SCRIPT


def test_what_compile_prints_comes_back(here):
    source = "model: MiniMax-Hailuo-2.3\nshot it\n  takes: 2\n  from: none\n  > Steam rises.\n"
    (here / "film.shots").write_text(source)
    runner = CliRunner()
    for options in ([], ["--bodies"]):
        printed = runner.invoke(cli, ["compile", "film.shots", *options]).stdout
        (here / "again.shots").write_text(call(text=printed).stdout)

        assert runner.invoke(cli, ["compile", "again.shots", "--bodies"]).stdout == (
            runner.invoke(cli, ["compile", "film.shots", "--bodies"]).stdout
        )


def test_a_file_is_written_over_only_by_force(here):
    first = call("one.json", "--out", "film.shots")
    (here / "film.shots").write_text("mine")
    again = call("one.json", "--out", "film.shots")

    assert (first.exit_code, first.stdout, first.stderr) == (0, "", "wrote film.shots\n")
    assert again.exit_code == 2
    assert "film.shots is there already; `--force` writes over it" in again.stderr
    assert (here / "film.shots").read_text() == "mine"
    assert call("one.json", "--out", "film.shots", "--force").exit_code == 0
    assert (here / "film.shots").read_text(encoding="utf-8") == SCRIPT


def test_a_table_goes_beside_the_script(here):
    frame = {"first_frame_image": "shot:ad@red/a.last"}
    entries = [
        {"id": f"ad@{row}/{name}", "request": {**BODY, "metadata": metadata}}
        for row in ("red", "blue")
        for name, metadata in (("a", BODY["metadata"]), ("b", frame))
    ]
    (here / "ads.json").write_text(json.dumps({"version": 1, "requests": entries}))
    printed = call("ads.json")
    (here / "out").mkdir()

    assert printed.exit_code == 2
    assert "the script needs ad.csv beside it; say where with `--out FILE`" in printed.stderr
    assert call("ads.json", "--out", "out/ads.shots").stderr == (
        f"wrote {Path('out/ads.shots')}\nwrote {Path('out/ad.csv')}\n"
    )
    assert (here / "out/ad.csv").read_text() == "id\nred\nblue\n"
    assert "ad.csv is there already" in call("ads.json", "--out", "out/other.shots").stderr
    assert not (here / "out/other.shots").exists()
    compiled = CliRunner().invoke(cli, ["compile", "out/ads.shots", "--bodies"]).stdout
    assert [json.loads(line) for line in compiled.splitlines()] == [it["request"] for it in entries]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"{", "error: bad.json: line 1, column 2: this is no JSON"),
        (b"\xff\xfe{", "error: bad.json is not UTF-8: byte 0 is 0xff"),
        (b'\xef\xbb\xbf{"model": 3}', "bad.json: this cannot be said in a script:\n  request 1: "),
        (b"[" * 200_000, "nested too deep"),
        (b'{"model": "T2V-01", "prompt": "\\ud800"}', "character 1 (U+D800) may not stand in"),
    ],
)
def test_what_cannot_be_read_is_said_in_a_sentence(here, data, said):
    (here / "bad.json").write_bytes(data)
    result = call("bad.json")

    assert (result.exit_code, result.stdout) == (2, "")
    assert said in result.stderr
    assert "Traceback" not in result.stderr


@pytest.mark.parametrize("path", sorted(WIRE.glob("*.json")), ids=lambda it: it.stem)
def test_an_answer_of_the_service_is_told_from_a_request(here, path):
    result = call(str(path))
    is_answer = "it has no `prompt`: this is what a service answers" in result.stderr

    assert is_answer == ("request" not in path.name)
    assert len(result.stderr.splitlines()) <= 2


def test_bad_usage(here):
    assert "cannot read nowhere.json: No such file" in call("nowhere.json").stderr
    assert "no provider `vimeo`" in call("one.json", "--provider", "vimeo").stderr
    assert "cannot be written" in call("one.json", "--out", "nowhere/film.shots").stderr


def test_the_projects_rows_and_defaults_are_regarded(here):
    (here / "hailuo.toml").write_text('[defaults]\ncallback = "https://example.com/hook"\n')
    script = call("one.json").stdout
    (here / "hailuo.toml").write_text('[defaults]\noptimizer = "on"\n')

    assert "  callback: none\n" in script
    assert "the project's default `optimizer` cannot be taken back" in call("one.json").stderr


def test_a_large_script_says_how_it_is_read(here):
    frame = f"data:image/png;base64,{'A' * 9_000_000}"
    (here / "large.json").write_text(json.dumps({**BODY, "metadata": {"first_frame_image": frame}}))

    assert "other verbs read it with `--max-size 10`" in call("large.json").stderr


def test_the_script_is_utf_8_whatever_the_terminal_knows(here):
    result = subprocess.run(
        [sys.executable, "-m", "hailuo_dsl", "decompile", "one.json"],
        env={**os.environ, "PYTHONIOENCODING": "ascii"},
        capture_output=True,
    )

    assert result.stdout.decode("utf-8") == SCRIPT
