"""`hailuo-dsl explain`: tell a rule, or where each value of a request came from."""

from __future__ import annotations

import re
from pathlib import Path
from textwrap import indent
from typing import TYPE_CHECKING

import click

from hailuo_dsl.cli.options import completed_by, film_options
from hailuo_dsl.cli.page import paint, show_prose, show_table
from hailuo_dsl.cli.scripts import is_script, only_script, report_first, script_among
from hailuo_dsl.ground.model import Severity
from hailuo_dsl.ground.render import render, visible
from hailuo_dsl.ground.rules import UNKNOWN_ALLOW, UNUSED_ALLOW
from hailuo_dsl.ground.suggest import did_you_mean
from hailuo_dsl.ground.trouble import Trouble
from hailuo_dsl.rulebook import every, find

if TYPE_CHECKING:
    from hailuo_dsl.request.model import Request
    from hailuo_dsl.rulebook import Entry
    from hailuo_dsl.studio.asked import Asked
    from hailuo_dsl.studio.film import Film

MOST_LINES = 24
"""Lines of a script that are shown; one that is too long is too long to be shown."""

ALLOWANCES = (UNKNOWN_ALLOW, UNUSED_ALLOW)
"""What is said of `# allow:` comments themselves cannot be allowed."""

CODE = re.compile(r"[A-Za-z]\d+").fullmatch


@click.command("explain")
@click.argument(
    "words",
    nargs=-1,
    metavar="[RULE | SHOT [SCRIPT]]",
    shell_complete=completed_by("explained"),
)
@film_options
def verb(words: tuple[str, ...], asked: Asked) -> None:
    """Tell a RULE by its code or slug, with a wrong and a right script.

    `hailuo-dsl explain E402` and `hailuo-dsl explain duration-not-offered` are the same; without
    anything, all rules are listed. With the id of a SHOT, tell where each value of its request and
    each piece of its prompt came from; SCRIPT can be left out where the folder has but one.
    """
    if not words:
        _list()
    elif len(words) > 2:
        raise Trouble("a rule, or a shot and its script, can be explained, and no more at once")
    elif len(words) == 2:
        script, others = script_among(words)
        shot, script = (*others, script) if script else words
        _explain(shot, script, asked)
    elif entry := find(words[0]):
        _tell(entry)
    else:
        _explain(words[0], _only_script(words[0]), asked)


def _list() -> None:
    rows = [(it.rule.code, it.rule.slug, it.summary) for it in every()]
    show_table(("code", "slug", "rule"), rows)


def _tell(entry: Entry) -> None:
    from hailuo_dsl.studio.example import said_of

    rule = entry.rule
    click.echo(f"{paint(f'{rule.code} {rule.slug}', rule.severity)} ({rule.severity})\n")
    click.echo(f"{paint(entry.summary, 'strong')}\n")
    show_prose(f"{entry.text}\n")
    if rule.severity is not Severity.ERROR and rule not in ALLOWANCES:
        click.echo(f"Where it is meant so, `# allow: {rule.slug}` on the line above says so.\n")
    click.echo(f"Wrong:\n\n{_shown(entry.wrong)}")
    report = said_of(entry.wrong, entry)
    for diagnostic in report:
        click.echo(indent(render(diagnostic, report.sources, paint), "    ") + "\n")
    for name, content in entry.files.items():
        click.echo(f"{name}:\n\n{_shown(content)}")
    click.echo(f"Right:\n\n{_shown(entry.right)}", nl=False)


def _shown(script: bytes) -> str:
    """*script* as a paragraph of its own, its letters such as can be seen."""
    lines = script.decode("utf-8", errors="replace").splitlines()
    shown = "".join(f"    {visible(line)}".rstrip() + "\n" for line in lines[:MOST_LINES])
    more = len(lines) - MOST_LINES
    return f"{shown}    … and {more} lines more\n" if more > 0 else shown


def _only_script(word: str) -> str:
    """The one script of the working folder, if *word* may be a shot of it."""
    script = only_script()
    if script and not CODE(word) and not is_script(word):
        return script
    if is_script(word):
        raise Trouble(f"which shot of {word} is to be explained? `hailuo-dsl explain SHOT {word}`")
    known = [name for it in every() for name in (it.rule.code, it.rule.slug)]
    advice = did_you_mean(word, known, "`hailuo-dsl explain` lists them")
    raise Trouble(f"no rule is called `{word}`; {advice}")


def _explain(shot: str, script: str, asked: Asked) -> None:
    from hailuo_dsl.studio.film import read_film

    film = read_film(script, **asked)
    with report_first(film):
        request = _request(shot, film)
    _show(request, film)


def _request(shot: str, film: Film) -> Request:
    """The request of that id; of a shot with takes, which differ in nothing else, the first.

    Raises:
        Trouble: there is none, or there are several.
    """
    from hailuo_dsl.storyboard.frames import listed
    from hailuo_dsl.studio.film import selected

    ids = selected(film, (shot,)) or frozenset()
    found: dict[str, Request] = {}
    for request in film.requests:
        if request.id in ids:
            found.setdefault(request.shot, request)
    if len(found) > 1:
        raise Trouble(f"`{shot}` names {len(found)} requests; name one: {listed(list(found))}")
    return next(iter(found.values()))


def _show(request: Request, film: Film) -> None:
    from hailuo_dsl.request.explain import Explainer
    from hailuo_dsl.studio.film import STDIN

    shots = {shot.id: shot for shot in film.compiled.storyboard.shots}
    sources = film.compiled.report.sources
    unlined = {name for name in sources if name != STDIN and not Path(name).is_file()}
    explainer = Explainer(film.catalog, film.provider, sources, unlined)
    explained = explainer.explain(shots[request.shot], request)
    click.echo(f"{paint(request.shot, 'strong')}\n")
    show_table(("setting", "value", "from", "line"), [_seen(row) for row in explained.origins])
    if explained.left_out:
        click.echo(f"\nleft out: {', '.join(explained.left_out)}")
    count, most = len(request.body["prompt"]), film.catalog.limit("prompt")
    click.echo(f"\nThe prompt, {count} of {most} characters:\n")
    show_table(("from", "kind", "text"), [_seen(row) for row in explained.pieces])


def _seen(row: tuple[str, ...]) -> list[str]:
    return [visible(cell) for cell in row]
