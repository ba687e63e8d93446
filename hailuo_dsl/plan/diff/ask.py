"""A request as it is compared, be it of a plan or of a ledger."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from hailuo_dsl.plan.key import file_identity
from hailuo_dsl.request.model import FILE, FRAME_KEYS
from hailuo_dsl.request.read import shots_in

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from hailuo_dsl.plan.model import Plan, Step
    from hailuo_dsl.request.model import Cutting

DATA = "data:"


@dataclass(frozen=True, slots=True)
class Start:
    """A frame that a clip starts from or ends on.

    Attributes:
        said: as in the compiled body; a data URL by its sha256.
        identity: what counts of a picture: its sha256, else its text; empty where nobody knows,
            and for another shot's frame, which counts by that shot.
        shot: plain id of the request whose clip it is taken from; empty for a picture.
        which: `first` or `last` frame of it.
        undecided: which take of the shot is meant is not said.
    """

    said: str
    identity: str = ""
    shot: str = ""
    which: str = ""
    undecided: bool = False


@dataclass(frozen=True, slots=True)
class Ask:
    """A request as it is compared.

    Attributes:
        settings: the body in one layer, without its frames.
        starts: metadata key -> frame.
        ordinal: as in `Step`; None where nobody knows.
        cutting: None where nobody knows.
    """

    id: str
    settings: Mapping[str, Any]
    starts: Mapping[str, Start] = field(default_factory=dict)
    take: int = 1
    ordinal: int | None = None
    cutting: Cutting | None = None

    @property
    def parents(self) -> tuple[str, ...]:
        """Plain ids of the requests whose clips it needs, those that are known."""
        return tuple(it.shot for it in self.starts.values() if it.shot and not it.undecided)


def plain(id: str) -> str:
    """*id* without `#1`: the first take is the same job with and without its number."""
    return id.removesuffix("#1")


def asks_of(plan: Plan) -> dict[str, Ask]:
    """The requests of *plan* by their plain ids, in its order."""
    ids = {step.id for step in plan.steps}
    return {plain(step.id): ask_of(step, ids) for step in plan.steps}


def ask_of(step: Step, ids: Collection[str]) -> Ask:
    """What *step* asks for; *ids* are those of its plan."""
    request = step.request
    pictures = {path: file_identity(sha256) for path, sha256 in step.pictures}
    undecided = {
        key for key, name, _ in shots_in(request.body) if request.undecided and name not in ids
    }
    return Ask(
        step.id,
        settings_of(request.body),
        starts_of(request.body, pictures, undecided),
        request.take,
        step.ordinal,
        request.cutting,
    )


def settings_of(body: Mapping[str, Any]) -> dict[str, Any]:
    """*body* in one layer, without its frames."""
    layer = {**body, **body.get("metadata", {})}
    return {key: value for key, value in layer.items() if key not in ("metadata", *FRAME_KEYS)}


def starts_of(
    body: Mapping[str, Any], pictures: Mapping[str, str], undecided: Collection[str] = ()
) -> dict[str, Start]:
    """The frames of *body* by their keys.

    Args:
        body: a compiled request; its data URLs may have been replaced by `sha256:…`.
        pictures: path -> identity; a path that is not there has an identity that nobody knows.
        undecided: keys of the frames whose take is not said.
    """
    shots = {key: (name, which) for key, name, which in shots_in(body)}
    metadata = body.get("metadata", {})
    starts = {}
    for key in FRAME_KEYS:
        said = metadata.get(key)
        if key in shots:
            name, which = shots[key]
            starts[key] = Start(said, "", plain(name), which, key in undecided)
        elif said is not None:
            starts[key] = _picture(said, pictures)
    return starts


def _picture(said: str, pictures: Mapping[str, str]) -> Start:
    if said.startswith(FILE):
        return Start(said, pictures.get(said.removeprefix(FILE), ""))
    if said[: len(DATA)].lower() == DATA:
        said = file_identity(hashlib.sha256(said.encode()).hexdigest())
    return Start(said, said)


def in_order(asks: Mapping[str, Ask]) -> Iterable[str]:
    """The plain ids of *asks*, each after those whose clips it needs."""
    from graphlib import TopologicalSorter

    needs = {id: [it for it in ask.parents if it in asks] for id, ask in asks.items()}
    return TopologicalSorter(needs).static_order()
