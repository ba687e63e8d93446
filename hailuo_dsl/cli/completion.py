"""`hailuo-dsl completion`: print what makes a shell complete this command's words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click
from click.shell_completion import BashComplete, FishComplete, ZshComplete

from hailuo_dsl.cli.options import Listing

if TYPE_CHECKING:
    from collections.abc import Mapping

    from click.shell_completion import ShellComplete

PROGRAM = "hailuo-dsl"
VARIABLE = "_HAILUO_DSL_COMPLETE"
"""What click looks at when a shell asks; it is made of the program's name."""


class Bash(BashComplete):
    """Bash, which takes `resolution=7` for three words, and `lamp@da` for two.

    So the whole word is cut out of the line, as fish does it, and of each answer only what bash
    puts in the place of the last part is kept; an `@` is the first letter of its part.
    """

    source_template = """\
%(complete_func)s() {
    local line=${COMP_LINE:0:COMP_POINT} answer type value kept
    local word=${line##*[[:blank:]]}
    COMPREPLY=()
    while IFS= read -r answer; do
        type=${answer%%%%,*}
        value=${answer#*,}
        value=${value%%%%$'\\t'*}
        kept=${word%%"${word##*["$COMP_WORDBREAKS"]}"}
        kept=${kept%%@}
        # In `--set=key=value` an answer begins at the key.
        [[ $value == "$kept"* ]] || kept=${kept#*=}
        case $type in
            plain) COMPREPLY+=("${value#"$kept"}") ;;
            file) compopt -o default ;;
            dir) compopt -o dirnames ;;
        esac
    done < <(env COMP_WORDS="$line" COMP_CWORD="$word" %(complete_var)s=fish_complete "$1")
    if [[ ${#COMPREPLY[@]} == 1 && ${COMPREPLY[0]} == *= ]]; then compopt -o nospace; fi
}

complete -o nosort -F %(complete_func)s %(prog_name)s
"""


SHELLS: Mapping[str, type[ShellComplete]] = {"bash": Bash, "zsh": ZshComplete, "fish": FishComplete}
WORDS = {
    "bash": 'add to ~/.bashrc: eval "$(hailuo-dsl completion bash)"',
    "zsh": 'add to ~/.zshrc, after compinit: eval "$(hailuo-dsl completion zsh)"',
    "fish": "add to config.fish: hailuo-dsl completion fish | source",
}


@click.command("completion", cls=Listing, words=WORDS)
@click.argument("shell", type=click.Choice(list(SHELLS)), metavar="SHELL")
@click.pass_context
def verb(ctx: click.Context, shell: str) -> None:
    """Print what makes SHELL complete verbs, options, scripts, settings, shots and rules."""
    source = SHELLS[shell](ctx.find_root().command, {}, PROGRAM, VARIABLE).source()
    click.echo(source, nl=False)
