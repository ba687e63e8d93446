"""The command `hailuo-dsl`: finds the verb, and lets no traceback reach an author."""

from __future__ import annotations

import errno
import os
import sys
from importlib import import_module
from typing import TYPE_CHECKING, Any, NoReturn

import click

from hailuo_dsl import __version__
from hailuo_dsl.cli.page import mute, paint
from hailuo_dsl.ground.render import visible
from hailuo_dsl.ground.suggest import did_you_mean
from hailuo_dsl.ground.trouble import Trouble, disk_words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from click.shell_completion import CompletionItem

VERBS: Mapping[str, str] = {
    "new": "Write a starter script.",
    "check": "Say what is wrong with a script.",
    "explain": "Tell a rule, or where each value of a request came from.",
    "fmt": "Lay out a script.",
    "show": "Print a script's tree, storyboard or requests.",
    "diff": "Say what changed between two scripts, or since the last run.",
    "compile": "Print the requests that a script becomes.",
    "decompile": "Turn requests back into a script.",
    "board": "Draw the storyboard as one page of HTML.",
    "preview": "Make moving previews of a script's shots, without jobs.",
    "plan": "Say what a run would do, why, and what it costs.",
    "run": "Make the clips of a script, and cut them into a reel.",
    "retake": "Make the clip of a shot once more.",
    "pick": "Choose a shot's take or variant for the reel and for what starts from it.",
    "status": "Say where each take stands.",
    "reconcile": "Settle takes whose outcome is unknown.",
    "cancel": "Stop waiting for takes that are under way.",
    "ledger": "Print what ran, when, and what it cost.",
    "gc": "List clips that nothing refers to.",
    "schema": "Print the JSON Schema of what is printed or sent.",
    "models": "Print what each model offers.",
    "words": "Print the camera's words.",
    "completion": "Print what makes a shell complete this command's words.",
    "simulate": "Serve the simulator on this machine.",
}
"""The verbs in the order of the help, each with its first sentence."""


BAD_USAGE = 2
STOPPED = 130
"""What a shell says of a command that Ctrl-C ended."""

UNHEARD = 141
"""What a shell says of a command whose reader went away, as `head` does."""

GONE = frozenset({errno.EPIPE, errno.EIO})
"""What writing to a reader, or to a terminal, that is not there any more comes to."""


class Verbs(click.Group):
    """Reads a verb's module when the verb is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's
        return list(VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - click's
        if cmd_name not in VERBS:
            return None
        verb: click.Command = import_module(f"hailuo_dsl.cli.{cmd_name}").verb
        return verb

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem[str]]:
        if incomplete.startswith("-"):
            return super().shell_complete(ctx, incomplete)
        from hailuo_dsl.cli.complete import beginning

        return beginning(incomplete, VERBS)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        word = args[0]
        if word not in VERBS and not word.startswith("-") and not ctx.resilient_parsing:
            advice = did_you_mean(word, VERBS, f"there are {', '.join(VERBS)}")
            ctx.fail(f"no verb is called `{word}`; {advice}")
        return super().resolve_command(ctx, args)

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except (click.Abort, KeyboardInterrupt):
            click.echo("stopped", err=True)
            ctx.exit(STOPPED)
        except Trouble as trouble:
            _stop(str(trouble), ctx)
        except OSError as error:
            if error.errno in GONE and not error.filename:
                mute(sys.stdout, sys.stderr)
                ctx.exit(UNHEARD)
            _stop(disk_words(error), ctx)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 - click's
        with formatter.section("Verbs"):
            formatter.write_dl(list(VERBS.items()))


def _stop(words: str, ctx: click.Context) -> NoReturn:
    """Say what stopped the command, in letters that steer no terminal, and end it."""
    shown = "\n".join(map(visible, words.split("\n")))
    click.echo(f"{paint('error', 'error')}: {shown}", err=True, color=ctx.color)
    ctx.exit(BAD_USAGE)


@click.group(
    cls=Verbs,
    context_settings={"help_option_names": ["-h", "--help"]},
    subcommand_metavar="VERB ...",
)
@click.version_option(__version__, prog_name="hailuo-dsl")
@click.pass_context
def cli(ctx: click.Context) -> None:
    """Write shots in a plain text script; check, preview, run and cut them.

    Exit codes: 0 fine, 1 the script has errors, 2 bad usage, 3 the service refused or failed,
    4 something of unknown outcome remains.
    """
    if os.environ.get("NO_COLOR"):
        ctx.color = False
