"""The simulator's page says what is so: its commands are run, its tables held against the code."""

import json
import os
import re
import shutil
import socket
import subprocess
import sys
from dataclasses import fields
from pathlib import Path

import pytest

from hailuo_dsl.api.simulator.scenario import (
    KEYS,
    ROW_KEYS,
    SHIPPED,
    Fault,
    Scenario,
    read_scenario,
)
from hailuo_dsl.api.simulator.shapes import EVERY, Shape
from hailuo_dsl.api.simulator.small import FRAMES, SHORT_EDGE
from hailuo_dsl.api.simulator.strike import DROPS
from hailuo_dsl.api.simulator.words import FATES, LIMITS, WORDS, Place
from hailuo_dsl.cli.simulate import verb

PAGE = (Path(__file__).parents[2] / "grammar/SIMULATOR.md").read_text(encoding="utf-8")
BLOCK = re.compile(r"^```(?P<kind>\w+)(?: (?P<name>\S+))?\n(?P<text>.*?)^```", re.M | re.S)
TASK_ID = re.compile(r"task_[A-Za-z0-9]{32}")


def blocks(kind):
    return [it for it in BLOCK.finditer(PAGE) if it["kind"] == kind]


def tables(head):
    """The tables whose first heading is *head*: of each its rows, of each the cells."""
    found = re.findall(rf"^\| {head} \|.*\n\|[- |]+\|\n((?:\|.*\n)+)", PAGE, re.M)
    return [
        [[cell.strip() for cell in row[1:-1].split("|")] for row in it.splitlines()] for it in found
    ]


def names(rows):
    """What stands first in each row, without its quotes."""
    return [re.findall(r"`([^`]+)`", row[0])[0] for row in rows]


@pytest.fixture
def folder(tmp_path):
    """A folder with the files that the page shows."""
    for block in BLOCK.finditer(PAGE):
        if block["name"]:
            (tmp_path / block["name"]).write_text(block["text"], encoding="utf-8")
    return tmp_path


def run(text, folder):
    """What is printed when *text* is typed into a shell, on a port that is free."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = str(probe.getsockname()[1])
    environ = {name: it for name, it in os.environ.items() if not name.startswith("HAILUO_")}
    environ["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{environ['PATH']}"
    done = subprocess.run(
        ["bash", "-em", "-c", text.replace("8080", port)],
        cwd=folder,
        env={**environ, "NO_PROXY": "127.0.0.1"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_clients_commands_bring_a_clip(folder):
    assert shutil.which("curl"), "the page's commands are curl's"
    serves, client, _ = blocks("sh")

    assert '"now"' in run(serves["text"], folder)
    run(client["text"], folder)
    assert (folder / "pier.mp4").read_bytes()[4:8] == b"ftyp"


def test_the_account_is_as_shown(folder):
    *_, account = blocks("sh")
    (shown,) = blocks("json")

    said = run(account["text"], folder)
    counted = said[said.rindex('{"submissions"') :]

    assert "no answer came" in said
    nobody = "task_0123456789abcdefghijABCDEFGHIJ01"
    assert json.loads(TASK_ID.sub(nobody, counted)) == json.loads(shown["text"])


@pytest.mark.parametrize("block", blocks("toml"), ids=lambda it: it["name"])
def test_a_scenario_of_the_page_can_be_played(block):
    assert read_scenario(block["text"]).faults


def test_every_block_is_one_that_is_tried():
    assert [it["kind"] for it in BLOCK.finditer(PAGE)] == [
        *("sh", "python", "sh", "toml", "sh", "json", "toml")
    ]


def test_every_fault_has_its_row_with_its_terms_and_no_other_has():
    rows = {}
    for word, at, accepted, _, keys in tables("word")[0]:
        rows[word.strip("`")] = (at, accepted, keys)

    assert list(rows) == list(WORDS)
    for does, terms in WORDS.items():
        at = ", ".join(place for place in Place if place in terms.at)
        accepted = ("yes" if terms.accepted else "no") + (" ?" if terms.either else "")
        told = (
            ("code", terms.code),
            ("seconds", terms.seconds and f"{terms.seconds:g}"),
            ("says", "" if terms.says else None),
        )
        keys = ", ".join(f"`{key}` {value}".strip() for key, value in told if value is not None)
        wanted = (at, accepted if Place.SUBMIT in terms.at else "", keys)
        assert rows[does] == wanted, does


def test_every_key_has_its_row_and_no_other_has():
    scenario, fault = tables("key")

    assert names(scenario) == [*KEYS, "fault"]
    assert names(fault) == list(ROW_KEYS)
    assert {it.name for it in fields(Scenario)} - {"faults"} == set(KEYS)
    assert {it.name for it in fields(Fault)} == set(ROW_KEYS)


def test_every_key_is_told_what_is_so_without_it():
    told = {key.strip("`"): without for key, _, without in tables("key")[0]}
    for field in fields(Scenario):
        default = getattr(Scenario(), field.name)
        if field.name not in ("faults", "requests_per_minute", "link_seconds"):
            shown = json.dumps(default) if not isinstance(default, str) else str(default)
            assert told[field.name] == f"`{shown}`", field.name


def test_every_shape_and_every_spelling_has_its_row():
    spellings = {stand.strip("`"): words.split(", ") for stand, words in tables("stands")[0]}

    assert names(tables("shape")[0]) == list(Shape)
    assert spellings == {stand: words.split() for stand, words in EVERY.items()}


def test_what_is_said_in_passing_is_so():
    line = ", ".join(f"`{does}`" for does, terms in WORDS.items() if terms.line)

    assert f"{line.replace(', `torn`', ' and `torn`')} need a TCP line" in PAGE
    assert f"an MP4 of {FRAMES} frames in one colour, {SHORT_EDGE} pixels" in PAGE
    assert f"the body comes in {DROPS} pieces" in PAGE
    assert all(f"`{it}`" in PAGE for it in (*LIMITS, *FATES, *SHIPPED))


def test_every_option_has_its_row():
    options = {it.split()[0] for it in names(tables("option")[0])}

    assert options == {it.opts[0] for it in verb.params}
