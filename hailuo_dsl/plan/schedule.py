"""Requests to a plan: each take with what makes it the same job tomorrow, and its price."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from hailuo_dsl.ground.world import ImageFacts
from hailuo_dsl.plan.key import file_identity
from hailuo_dsl.plan.model import Plan, Step
from hailuo_dsl.request.model import FILE, FRAME_KEYS
from hailuo_dsl.request.read import files_in, resolution_of

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence

    from hailuo_dsl.catalog.model import Catalog, Price, Provider
    from hailuo_dsl.ground.world import Pictures
    from hailuo_dsl.request.model import Request


def schedule(
    requests: Sequence[Request], catalog: Catalog, provider: Provider, pictures: Pictures
) -> Plan:
    """The plan of *requests*, in their order."""
    seen: Counter[Hashable] = Counter()
    steps = []
    for request in requests:
        files = _files(request, pictures)
        same = _sameness(request, files)
        seen[same] += 1
        steps.append(Step(request, seen[same], files, price_of(request, catalog, provider)))
    return Plan(tuple(steps))


def price_of(request: Request, catalog: Catalog, provider: Provider) -> Price | None:
    """What one clip of *request* costs; None where it is free or nobody says."""
    if provider.free:
        return None
    resolution = resolution_of(request.body, catalog)
    return catalog.price(provider.name, request.model, resolution, request.body["duration"])


def _files(request: Request, pictures: Pictures) -> tuple[tuple[str, str], ...]:
    """Path and sha256 of each picture beside the script."""
    facts = [(path, pictures(path)) for _, path in files_in(request.body)]
    return tuple((path, it.sha256) for path, it in facts if isinstance(it, ImageFacts))


def _sameness(request: Request, files: tuple[tuple[str, str], ...]) -> Hashable:
    """Equal for requests that ask for the same clip."""
    body = request.body
    hashes = {f"{FILE}{path}": file_identity(sha256) for path, sha256 in files}
    metadata = frozenset(
        (key, hashes.get(value, value) if key in FRAME_KEYS else value)
        for key, value in body["metadata"].items()
        if key != "callback_url"
    )
    return (request.take, body["model"], body["prompt"], body["duration"], metadata)
