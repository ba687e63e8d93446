"""Write into a script which clip of a shot is the one; nothing is written on the disk here."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from itertools import islice
from os.path import realpath
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from hailuo_dsl.ground.fix import edited
from hailuo_dsl.ground.suggest import did_you_mean
from hailuo_dsl.ground.trouble import Trouble
from hailuo_dsl.storyboard.frames import MOST_DIGITS, listed
from hailuo_dsl.storyboard.model import Pick
from hailuo_dsl.storyboard.resolve import MOST_REQUESTS
from hailuo_dsl.storyboard.show import shown
from hailuo_dsl.studio.disk import read_file, read_input
from hailuo_dsl.studio.edit import setting_in_shot
from hailuo_dsl.studio.film import STANDARD_INPUT, STDIN, read_film
from hailuo_dsl.syntax.names import nfc
from hailuo_dsl.syntax.values import Unreadable, read_reference
from hailuo_dsl.syntax.words import Key

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from hailuo_dsl.ground.model import Diagnostic, Report
    from hailuo_dsl.storyboard.model import Shot
    from hailuo_dsl.studio.asked import Asked
    from hailuo_dsl.studio.film import Film
    from hailuo_dsl.syntax.values import Reference

    Members: TypeAlias = Mapping[tuple[str, ...], int]
    """Variant -> how many takes it has; a shot that does not vary has the variant `()`."""


@dataclass(frozen=True)
class Draft:
    """A script that may be changed: its bytes, and the film that they make."""

    path: str
    data: bytes = field(repr=False)
    film: Film

    @property
    def name(self) -> str:
        """What diagnostics call it."""
        return STDIN if self.path == STANDARD_INPUT else self.path


@dataclass(frozen=True)
class Picked:
    """A script with a pick written into it.

    Attributes:
        shot: the shot, as it is written.
        value: what its `pick:` says now.
        before: what it said; empty where it said nothing, the same where it was picked already.
        line: the number of the line `pick:`, from 1.
        after: the script with the pick in it.
        wrong: mistakes that it would have then, and has not now.
    """

    shot: str
    value: str
    before: str
    line: int
    after: Draft
    wrong: tuple[Diagnostic, ...] = ()


def read_draft(path: str, asked: Asked) -> Draft:
    """The script at *path*; `-` is standard input.

    Raises:
        Trouble: there is no such file, provider or setting.
    """
    return _drafted(path, read_input() if path == STANDARD_INPUT else read_file(Path(path)), asked)


def pick(draft: Draft, shot: str, take: str = "") -> Picked:
    """*draft* with a line `pick:` in the shot that says which clip is the one.

    Args:
        draft: the script.
        shot: its id, with or without the variant and the take.
        take: what its id lacks: `2`, `dawn`, `dawn#2`.

    Raises:
        Trouble: the shot has no such clip, or the script cannot be written into.
    """
    named, film = _read(shot, take), draft.film
    rows = _rows_of(named, film)
    family = rows[0][0].family
    value, *_ = [_written(_wanted(named, row)) for row in rows]
    was = dict.fromkeys(_said(shot, row) for row in rows for shot in row)
    source = film.compiled.report.sources[draft.name]
    edit = setting_in_shot(source, family, Key.PICK, value)
    if edit is None:
        raise Trouble(f"{draft.name} cannot be read as far as the shot `{family}`")
    found = Picked(
        family, value, ", ".join(filter(None, was)), source.position(edit.span.start)[0], draft
    )
    if list(was) == [value]:
        return found
    after = _drafted(draft.path, edited(_text_of(draft), [edit]).encode(), film.asked)
    wrong = tuple(_new_errors(film.compiled.report, after.film.compiled.report))
    if not wrong and not all(any(it.shown for it in row) for row in _rows_of(named, after.film)):
        raise Trouble(f"the shot `{family}` has mistakes of its own; put them right first")
    return replace(found, after=after, wrong=wrong)


def _drafted(path: str, data: bytes, asked: Asked) -> Draft:
    """The draft of *path*, whatever its file may hold meanwhile."""
    name = STDIN if path == STANDARD_INPUT else realpath(path)
    drafted: Asked = {**asked, "drafts": {**asked.get("drafts", {}), name: data}}
    return Draft(path, data, read_film(path, **drafted))


def _text_of(draft: Draft) -> str:
    try:
        return draft.data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Trouble(
            f"{draft.name} is not UTF-8: byte {error.start}; save it as UTF-8 first"
        ) from None


def _read(shot: str, take: str) -> Reference:
    """The shot and all that is said of its variant and take, by both words together."""
    joint = "@" if take and take[0] not in "@#" else ""
    try:
        return read_reference(f"{nfc(shot)}{joint}{nfc(take)}.last")
    except Unreadable:
        wanted = "a clip is named by its shot and its take, as in `harbour/arrive 2`"
        raise Trouble(f"{wanted}, not by `{f'{shot} {take}'.strip()}`") from None


def _rows_of(named: Reference, film: Film) -> list[list[Shot]]:
    """The variants of the shot that is named, for each row that its scene is repeated for.

    Raises:
        Trouble: there is none, or its line would speak of more rows than the one that is named.
    """
    family = f"{named.scene}/{named.shot}" if named.scene else named.shot
    rows: dict[str | None, list[Shot]] = {}
    known: dict[str, None] = {}
    for shot in film.compiled.storyboard.shots:
        known[shot.family] = None
        if shot.family == family:
            rows.setdefault(shot.scene, []).append(shot)
    if not rows:
        there_are = f"there are {listed(list(known))}" if known else "the script has none"
        advice = did_you_mean(family, known, there_are)
        raise Trouble(f"no shot is called `{family}`; {advice}")
    home = "@".join((named.scene or "", *named.row))
    if named.row and home not in rows:
        raise Trouble(f"no scene is called `{home}`; there are {listed([*map(str, rows)])}")
    if named.row and len(rows) > 1:
        raise Trouble(
            f"a line in `{family}` speaks of every row of its scene: name it without a row, or"
            " give the table a column of picks and write `pick: {COLUMN}`"
        )
    return list(rows.values())


def _wanted(named: Reference, row: Sequence[Shot]) -> Pick:
    """Which clip of the shot whose variants are *row* is meant.

    Raises:
        Trouble: none is; the message says what there is.
    """
    members = _members(row)
    id_ = f"{row[0].scene}/{row[0].name}" if row[0].scene else row[0].name
    clips = list(islice(_clips(members), MOST_REQUESTS))
    there_are = f"there are {listed(clips)}" if len(clips) > 1 else "it has but one clip"
    pick = _meant(Pick(named.variant, named.take), members)
    if pick == Pick():
        raise Trouble(f"which clip of `{id_}` is the one? {there_are}")
    if pick.variant not in members:
        variant = "@".join(pick.variant)
        what = f"variant `{variant}`" if variant else f"take {pick.take} without a variant"
        raise Trouble(f"`{id_}` has no {what}; {did_you_mean(variant, clips, there_are)}")
    if pick.take is not None and not 1 <= pick.take <= members[pick.variant]:
        member = "@".join((id_, *pick.variant))
        raise Trouble(f"`{member}` has no take {pick.take}; {there_are}")
    return pick


def _members(row: Sequence[Shot]) -> Members:
    return {shot.variant: shot.takes for shot in row}


def _clips(members: Members) -> Iterator[str]:
    """Every pick that there can be."""
    for variant, takes in members.items():
        one = (None,) if takes == 1 and variant else range(1, takes + 1)
        yield from (_written(Pick(variant, take)) for take in one)


def _meant(pick: Pick, members: Members) -> Pick:
    """*pick*, its last name the number of a take where no variant is called so."""
    if pick.variant in members or not pick.variant or pick.take is not None:
        return pick
    *variant, last = pick.variant
    if tuple(variant) in members and last.isascii() and last.isdigit() and len(last) <= MOST_DIGITS:
        return Pick(tuple(variant), int(last))
    return pick


def _said(shot: Shot, row: Sequence[Shot]) -> str:
    """What the `pick:` of *shot* says; empty where it has none."""
    chosen = shot.settings.pick
    return _written(_meant(chosen.value, _members(row))) if chosen else ""


def _written(pick: Pick) -> str:
    """*pick* as a script says it."""
    return shown(pick).removeprefix("#")


def _new_errors(before: Report, after: Report) -> Iterator[Diagnostic]:
    """The errors of *after* that *before* has not; the places of those that it has may differ."""
    known = Counter((it.rule, it.message) for it in before if it.is_error)
    for it in after:
        known[it.rule, it.message] -= 1
        if it.is_error and known[it.rule, it.message] < 0:
            yield it
