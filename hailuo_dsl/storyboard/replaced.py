"""Put the caller's variables in the place of those that a file defines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hailuo_dsl.ground.suggest import did_you_mean
from hailuo_dsl.storyboard import rules
from hailuo_dsl.storyboard.parts import parts_of
from hailuo_dsl.storyboard.scope import Variable

if TYPE_CHECKING:
    from hailuo_dsl.ground.model import Report
    from hailuo_dsl.syntax.model import Script

Variables = dict[str, Variable]


def replaced(
    lets: Script | None, shared: Variables, own: Variables, report: Report
) -> tuple[Variables, Variables]:
    """The variables of the used files and of the file itself, with the values that *lets* has.

    A variable is known by its place in the file, so that it counts as defined there.
    """
    if lets is None:
        return shared, own
    shared, own = dict(shared), dict(own)
    for name, variable in parts_of(lets.head).lets.items():
        home = own if name in own else shared
        if name in home:
            home[name] = Variable(home[name].name, variable.value)
            continue
        known = {*own, *shared}
        there_are = f"there are {', '.join(sorted(known))}" if known else "the file defines none"
        report.add(
            rules.UNKNOWN_NAME,
            variable.name.span,
            f"the file has no `let {name}` to be replaced",
            help=did_you_mean(name, known, there_are),
        )
    return shared, own
