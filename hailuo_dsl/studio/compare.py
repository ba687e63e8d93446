"""What changed between two films, or since a film was last run."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from hailuo_dsl.ground.trouble import Trouble
from hailuo_dsl.plan.bill import bill
from hailuo_dsl.plan.diff.ask import Ask, asks_of, plain, settings_of, starts_of
from hailuo_dsl.plan.diff.diff import diff, diff_of
from hailuo_dsl.plan.diff.judge import Sides
from hailuo_dsl.plan.diff.pair import making, with_renamed
from hailuo_dsl.request.read import files_in

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from hailuo_dsl.job.recall import Memory, Sent
    from hailuo_dsl.job.terms import Terms
    from hailuo_dsl.plan.bill import Bill
    from hailuo_dsl.plan.diff.model import Diff
    from hailuo_dsl.studio.film import Film


@dataclass(frozen=True)
class Compared:
    """What changed, and what that costs.

    Attributes:
        bill: of the clips that are needed anew.
        against: what the new script was compared with, as JSON.
        never: that and why it has not been run yet; empty where it has.
    """

    diff: Diff
    bill: Bill
    against: Mapping[str, Any]
    never: str = ""


def compare(old: Film, new: Film, old_path: str) -> Compared:
    """What changed from *old*, the script at *old_path*, to *new*."""
    changed = diff(old.compiled.plan, new.compiled.plan)
    return Compared(changed, _bill(changed, new), {"script": old_path})


def compare_with_last_run(film: Film, ledger: Path | None = None) -> Compared:
    """What changed of *film* since it was last sent to its provider; nothing is written anywhere.

    Args:
        film: a compiled script.
        ledger: the file that remembers jobs; None for the one beside the script.

    Raises:
        Trouble: a ledger that was named is not there, or cannot be read, or the provider's address
            is not known.
    """
    from hailuo_dsl.job.recall import Memory, recall
    from hailuo_dsl.studio.production import known, produced

    production = produced(film, ledger=ledger)
    path, terms = production.ledger, production.terms
    never = f"not run yet at {film.provider.name}: "
    if path.is_file():
        memory = recall(film.compiled.plan, known(path).book, terms, film.name)
        never += f"the ledger {path} knows nothing of it"
    elif ledger:
        raise Trouble(f"there is no ledger {path}")
    else:
        memory = Memory()
        never += f"there is no ledger {path}"
    changed = since(film, memory, terms)
    against = {
        "ledger": str(path),
        "service": terms.service,
        "account": terms.account,
        "last": memory.last,
    }
    return Compared(changed, _bill(changed, film), against, never if memory.last is None else "")


def since(film: Film, memory: Memory, terms: Terms) -> Diff:
    """What changed between how the shots of *film* were sent last, and how they are."""
    # A ledger does not say how many equal requests there were.
    new = {id: replace(ask, ordinal=None) for id, ask in asks_of(film.compiled.plan).items()}
    old, partners = _remembered(new, memory)
    found = set(partners.values())
    takes = {plain(id): sent for id, sent in memory.takes.items()}
    again = {id for id, sent in takes.items() if _sent_again(sent, terms)}
    sides = Sides(
        {id: ask for id, ask in old.items() if id in found},
        new,
        partners,
        same=takes.keys(),
        made=making(new, takes.keys() - again),
        notes={id: note for id, sent in takes.items() if (note := _note(sent, id in again))},
    )
    return diff_of(sides, (ask.id for id, ask in old.items() if id not in found))


def _remembered(new: Mapping[str, Ask], memory: Memory) -> tuple[dict[str, Ask], dict[str, str]]:
    """What was sent, by plain ids, and which of it is which of *new*."""
    old: dict[str, Ask] = {}
    partners: dict[str, str] = {}
    for id, sent in memory.takes.items():
        name, ask = plain(sent.shot), new[plain(id)]
        # What has the same key asks for the same, however it was written and named then.
        was = plain(id) if name in new or name in old else name
        old[was] = replace(ask, id=ask.id if was == plain(id) else sent.shot, cutting=None)
        partners[plain(id)] = was
    for id, sent in memory.before.items():
        old[plain(id)], partners[plain(id)] = _as_sent(id, sent), plain(id)
    for sent in memory.gone:
        old.setdefault(plain(sent.shot), _as_sent(sent.shot, sent))
    return old, with_renamed(old, new, partners)


def _as_sent(id: str, sent: Sent) -> Ask:
    pictures = {
        path: sent.frames[key] for key, path in files_in(sent.request) if key in sent.frames
    }
    starts = starts_of(sent.request, pictures)
    return Ask(id, settings_of(sent.request), starts, int(id.partition("#")[2] or 1))


def _sent_again(sent: Sent, terms: Terms) -> bool:
    from hailuo_dsl.job.survey import sends

    # Whether its run still lives is no matter here: what it has sent counts as sent.
    return sends(sent.state, terms, alive=True)


def _note(sent: Sent, again: bool) -> str:
    """How a take stands that has no clip yet."""
    if sent.state.standing:
        return ""
    return f"its take is {sent.state.stage}" + (", and a run sends it again" if again else "")


def _bill(changed: Diff, film: Film) -> Bill:
    steps = [step for step in film.compiled.plan.steps if step.id in changed.anew]
    return bill(steps, film.provider.name, free=film.provider.free)
