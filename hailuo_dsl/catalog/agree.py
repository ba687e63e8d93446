"""Hold rows against each other: what one names is there, and no spelling means two moves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hailuo_dsl.catalog.model import folded
from hailuo_dsl.ground.suggest import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hailuo_dsl.catalog.model import Catalog, Move, Price, Provider

Places = dict[tuple[Any, ...], str]
"""Kind and identity of each row that was just read -> where it stands, for messages."""


def disagreement(catalog: Catalog, places: Places) -> str | None:
    """What of the rows in *places* does not agree with *catalog*, which holds them, or None."""
    return next(_disagreements(catalog, places), None)


def _disagreements(catalog: Catalog, places: Places) -> Iterator[str]:
    yield from _spelled_alike(catalog, places)
    for move in catalog.moves:
        where = places.get(("move", move.id))
        if where and (problem := _opposite(move, catalog)):
            yield f"{where} ({move.id}): {problem}"
    for provider in catalog.providers:
        where = places.get(("provider", provider.name))
        if where and (problem := _prices(provider, catalog)):
            yield f"{where} ({provider.name}): {problem}"
    lists = {it.provider for it in catalog.prices if _key(it) not in places}
    for price in catalog.prices:
        where = places.get(_key(price))
        if where and (problem := _priced(price, catalog, lists)):
            yield f"{where}: {problem}"


def _key(price: Price) -> tuple[Any, ...]:
    return ("price", price.provider, price.model, price.resolution, price.duration)


def _spelled_alike(catalog: Catalog, places: Places) -> Iterator[str]:
    owners: dict[str, Move] = {}
    for move in catalog.moves:
        for word in move.spellings:
            owner = owners.setdefault(folded(word), move)
            if owner is not move:
                # The rows that were there before agree, so one of the two was just read.
                new, old = (move, owner) if ("move", move.id) in places else (owner, move)
                beside = places.get(("move", old.id))
                yield (
                    f"{places.get(('move', new.id))} ({new.id}): `{word}` is a spelling of the move"
                    f" `{old.id}` already{f', {beside}' if beside else ''}"
                )


def _opposite(move: Move, catalog: Catalog) -> str | None:
    if move.opposite is None:
        return None
    if move.opposite == move.id:
        return "`opposite`: no move undoes itself"
    ids = [it.id for it in catalog.moves]
    if move.opposite in ids:
        return None
    advice = did_you_mean(move.opposite, ids, "`hailuo-dsl words` lists them")
    return f"`opposite`: there is no move `{move.opposite}`; {advice}"


def _prices(provider: Provider, catalog: Catalog) -> str | None:
    if provider.prices is None:
        return None
    lists = {it.provider for it in catalog.prices} | {it.name for it in catalog.providers}
    if provider.prices in lists:
        return None
    advice = did_you_mean(provider.prices, sorted(lists), f"there are {', '.join(sorted(lists))}")
    return f"`prices`: nobody is called `{provider.prices}`; {advice}"


def _priced(price: Price, catalog: Catalog, lists: set[str]) -> str | None:
    names = {it.name for it in catalog.providers}
    sellers = sorted(lists | names | {it.prices for it in catalog.providers if it.prices})
    if price.provider not in sellers:
        advice = did_you_mean(price.provider, sellers, f"there are {', '.join(sellers)}")
        return f"`provider`: nobody is called `{price.provider}`; {advice}"
    offers = catalog.models.get(price.model)
    if offers is None:
        advice = did_you_mean(price.model, catalog.models, "`hailuo-dsl models` lists them")
        return f"`model`: there is no model `{price.model}`; {advice}"
    if any(price.duration in it.sizes.get(price.resolution, ()) for it in offers.values()):
        return None
    return (
        f"nobody could pay it: {price.model} does not shoot {price.resolution}"
        f" for {price.duration} seconds"
    )
