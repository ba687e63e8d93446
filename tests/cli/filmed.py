"""A film that a run has made, without a network: the run, the ledger and the clips are real."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

from jsonschema import Draft202012Validator

from hailuo_dsl.cli.schema import SCHEMAS
from hailuo_dsl.job.model import Entry, Event
from hailuo_dsl.job.run import run
from hailuo_dsl.job.terms import Policy, Polls
from hailuo_dsl.studio.film import read_film
from hailuo_dsl.studio.production import opened, produced
from tests.cli.test_verbs import call
from tests.job.film import Hailuo

SCRIPT = """\
model: MiniMax-Hailuo-02
resolution: 512P

scene cafe
  shot cup
    from: coffee.jpg
    takes: 2
    pick: 1
    > Steam.

  shot table
    from: cup.last
    > The light moves.

  shot window
    from: previous
    > The window brightens.
"""
"""Four takes of 0.10 USD each."""

LEDGER = Path(".hailuo/ledger.sqlite")
CLIPS = Path(".hailuo/clips")
QUICK = Policy(polls=Polls(*[0.001] * 4), backoff=0.001, follow=0.002, patience=5.0)


def write(script=SCRIPT, name="film.shots"):
    Path(name).write_text(script, encoding="utf-8")


def change(old, new, name="film.shots"):
    """Write *new* where *old* stands in the script."""
    text = Path(name).read_text(encoding="utf-8")
    assert old in text
    write(text.replace(old, new), name)


def reach_a_gateway(monkeypatch, url="https://gateway.example", account="default", **table):
    """Let the provider be a gateway that is not there; *table* tells how it behaves."""
    for name, value in (("PROVIDER", "gateway"), ("BASE_URL", url), ("API_KEY", "open-sesame")):
        monkeypatch.setenv(f"HAILUO_{name}", value)
    monkeypatch.setenv("HAILUO_ACCOUNT", account)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(Path.cwd()))
    behaviour = {"requests_per_minute": 1000, **table}
    lines = [f"{key} = {json.dumps(value)}" for key, value in behaviour.items()]
    config = Path("hailuo-dsl/config.toml")
    config.parent.mkdir(exist_ok=True)
    config.write_text("\n".join(["[gateway]", *lines]))


def shoot(script="film.shots", service=None, ledger=None, **words):
    """Run *script* at a service in memory; each task of it makes another clip."""
    service = service or Hailuo()
    production = produced(read_film(script), ledger=ledger)
    with opened(production.ledger) as file:
        making = run(
            production.film.compiled.plan,
            service,
            file,
            production.store,
            terms=production.terms,
            script=production.film.name,
            root=production.film.folder,
            policy=QUICK,
            **words,
        )
        asyncio.run(making)
    return service


def lose(*prompts):
    """A service that takes the shots with *prompts* and never says so."""
    from hailuo_dsl.api.errors import Lost

    service = Hailuo()
    for prompt in prompts:
        service.answers[prompt] = [Lost("the line went dead")] * 9
    service.accepts = set(prompts)
    return service


def kept(event, shot, **data):
    """Write into the ledger that *event* happened to *shot* now, as a run does."""
    from hailuo_dsl.job.sqlite import history_of

    asked = [it for it in history_of(LEDGER) if it.data.get("shot") == shot][-1]
    with opened(LEDGER) as file:
        file.add(Entry(asked.key, asked.attempt, Event(event), asked.at + 1, data))


def begun(shot, script="film.shots", **more):
    """Write into the ledger that a run which has died meant to send *shot*."""
    from hailuo_dsl.job.sqlite import history_of

    before = [it for it in history_of(LEDGER) if it.data.get("shot") == shot][-1]
    data = {**before.data, "run": "0" * 32, **more}
    with opened(LEDGER) as file:
        file.add(Entry(before.key, before.attempt + 1, Event.INTENDED, before.at + 1, data))


def rows(text):
    """The lines of the table that *text* begins with, by their first words."""
    table = text.partition("\n\n")[0].splitlines()[1:]
    return {line.split()[0]: " ".join(line.split()[1:]) for line in table}


def document(*words, exit_code=0):
    """What a verb prints as JSON, which is as its schema says."""
    result = call(*words)
    assert result.exit_code == exit_code, result.stderr
    found = json.loads(result.stdout)
    schema = SCHEMAS[words[0]]()
    Draft202012Validator.check_schema(schema)
    Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER).validate(found)
    return found


def files():
    """Every file below the working folder, with its bytes and when it was written."""
    found = (it for it in Path().rglob("*") if it.is_file())
    return {it: (it.read_bytes(), it.stat().st_mtime_ns) for it in found}
