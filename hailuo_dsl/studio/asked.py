"""What a caller may ask for beside the script itself, and the lines of a script that it becomes."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict

from hailuo_dsl.ground.read import source_of
from hailuo_dsl.ground.suggest import did_you_mean
from hailuo_dsl.ground.trouble import Trouble
from hailuo_dsl.syntax.names import name_problem
from hailuo_dsl.syntax.words import STANDS_IN, Key

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from hailuo_dsl.ground.model import Source


class Asked(TypedDict, total=False):
    """What a caller asks for; each may be left out.

    Attributes:
        provider: who makes the clips; without it `HAILUO_PROVIDER`, else `local`.
        settings: `key=value`, each stronger than what the script says.
        lets: `name=value`, each in the place of a `let` of the file.
        limit: how many requests a shot, or a scene with a table, may become.
        allow_outside: the script may name files outside the project's folder.
        max_size: the largest script that is read, in megabytes (8); its lines go with it.
        drafts: what is read in the place of a file, by its real path or as `<stdin>`.
    """

    provider: str | None
    settings: Sequence[str]
    lets: Sequence[str]
    limit: int
    allow_outside: bool
    max_size: float
    drafts: Mapping[str, bytes]


def overrides(settings: Iterable[str]) -> tuple[Source, ...]:
    """The settings of `--set`, as a source.

    Raises:
        Trouble: one is no setting that a whole file can have.
    """
    chosen = _pairs(settings, "--set", "resolution=768P")
    return (settings_source("--set", chosen),) if chosen else ()


def let_source(lets: Iterable[str]) -> Source | None:
    """The variables of `--let`, as a source.

    Raises:
        Trouble: one is no `name=value`.
    """
    chosen = _pairs(lets, "--let", "tone=cold")
    for name in chosen:
        if (problem := name_problem(name)) is not None:
            raise Trouble(f"--let: `{name}` cannot be a name: {problem}")
    lines = (f"let {name}: {' '.join(value.split())}\n" for name, value in chosen.items())
    return source_of("--let", "".join(lines)) if chosen else None


def settings_source(name: str, chosen: Mapping[str, str]) -> Source:
    """Settings from elsewhere, as the lines of a script, so that one reader reads both.

    Raises:
        Trouble: one is no setting that a whole file can have.
    """
    for key, value in chosen.items():
        if key not in set(Key) or None not in STANDS_IN[Key(key)]:
            keys = [str(it) for it in Key if None in STANDS_IN[it]]
            advice = did_you_mean(key, keys, f"there are {', '.join(keys)}")
            raise Trouble(f"{name}: no setting of all shots is called `{key}`; {advice}")
        if not value.strip():
            raise Trouble(f"{name}: `{key}` has no value")
    lines = (f"{key}: {' '.join(value.splitlines())}\n" for key, value in chosen.items())
    return source_of(name, "".join(lines))


def _pairs(words: Iterable[str], option: str, example: str) -> dict[str, str]:
    chosen = {}
    for word in words:
        key, equals, value = word.partition("=")
        if not equals:
            raise Trouble(f"`{option} {word}` has no `=`; write `{option} {example}`")
        if not value.strip():
            raise Trouble(f"{option}: `{key.strip()}` has no value")
        chosen[key.strip()] = value.strip()
    return chosen
