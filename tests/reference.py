"""Make the parts of the reference that come from the program itself."""

from __future__ import annotations

import re
from pathlib import Path

from hailuo_dsl.catalog.load import catalog
from hailuo_dsl.catalog.show import Sources, word_rows
from hailuo_dsl.ground.render import render, tally
from hailuo_dsl.rulebook import every
from hailuo_dsl.syntax.words import FORMS, STANDS_IN, TAKES, Key
from tests.conftest import compiled

HOME = Path(__file__).parent.parent / "grammar"
REFERENCE = HOME / "REFERENCE.md"
RULES = HOME / "RULES.md"
MADE = re.compile(r"(?<=<!-- made: )(\w+)( -->\n).*?(?=<!-- end -->)", re.S)
LONGEST_SCRIPT = 2000

TEN = """\
model: MiniMax-Hailuo-2.4

charakter mara "the woman in red"
  > a red raincoat

shot arrive
  from: pier.png
  duration: 6
  camera: push in, pan left
  > {maria} walks the pier.

shot door
  from: arive.last
  resolution: 1080P # the large one
  > She opens [push inn] the door.
  > It closes {behind her.
  vary light: dawn
"""
"""Ten mistakes, each on a line of its own."""


def table(head, rows):
    lines = [head, ["---"] * len(head), *rows]
    return "".join(
        f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in it)} |\n" for it in lines
    )


def lines():
    return table(["line", "what it does"], [[form or "", does] for form, does in FORMS.values()])


def settings():
    homes = {None: "file", **{key: str(key) for key in ("scene", "setup", "shot")}}
    rows = []
    for key in Key:
        stands = [name for home, name in homes.items() if home in STANDS_IN[key]]
        where = "anywhere" if len(STANDS_IN[key]) > len(homes) else ", ".join(stands)
        rows.append([f"`{key}`", TAKES[key], where])
    return table(["key", "value", "stands in"], rows)


def words():
    head, rows = word_rows(catalog(), Sources())
    shown = [head.index(it) for it in ("gateway", "english", "chinese", "also", "what it does")]
    cells = [[row[at].replace("*", r"\*") for at in shown] for row in rows]
    return table([head[at] for at in shown], cells)


def models():
    rows = [
        [
            offer.model,
            str(offer.mode),
            size,
            ", ".join(map(str, seconds)),
            "yes" if offer.tags else "no",
        ]
        for offer in catalog().offers
        for size, seconds in offer.sizes.items()
    ]
    return table(["model", "mode", "resolution", "seconds", "camera tags"], rows)


def ten():
    report = compiled(TEN).report
    said = "\n".join(f"{render(it, report.sources)}\n" for it in report)
    counts = {}
    for it in report:
        counts[it.rule.severity] = counts.get(it.rule.severity, 0) + 1
    return f"```shots wrong\n{TEN}```\n\n```text\n{said}\n{tally(counts)}\n```\n"


PARTS = {it.__name__: it for it in (lines, settings, words, models, ten)}


def made_reference():
    """The reference as it should be: its own prose, its made parts made anew."""
    return MADE.sub(lambda it: f"{it[1]}{it[2]}{PARTS[it[1]]()}", REFERENCE.read_text("utf-8"))


def made_rules():
    """The page of all rules."""
    parts = [
        "# All rules of the shot script language\n",
        (
            "Made from the rules themselves;"
            " `hailuo-dsl explain E402` tells one on the command line.\n"
        ),
        table(
            ["code", "slug", "rule"],
            [
                [f"[{it.rule.code}](#{anchor(it)})", f"`{it.rule.slug}`", it.summary]
                for it in every()
            ],
        ),
    ]
    for it in every():
        parts.append(f"## {it.rule.code} {it.rule.slug}\n\n**{it.summary}**\n\n{it.text}\n")
        files = {name: data.decode() for name, data in it.files.items()}
        parts += [f"`{name}`:\n\n```text\n{text}```\n" for name, text in files.items()]
        for what, script in (("Wrong", it.wrong), ("Right", it.right)):
            text = script.decode("utf-8", "replace")
            if len(text) <= LONGEST_SCRIPT:
                parts.append(f"{what}:\n\n```shots\n{text}```\n")
    return "\n".join(parts)


def anchor(entry):
    return f"{entry.rule.code.lower()}-{entry.rule.slug}"
