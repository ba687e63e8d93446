"""A shot asks only for what its model offers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hailuo_dsl.catalog.model import Mode
from hailuo_dsl.ground.model import Label
from hailuo_dsl.storyboard.rules import (
    DURATION_NOT_OFFERED,
    MODE_NOT_OFFERED,
    RESOLUTION_NOT_OFFERED,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from hailuo_dsl.catalog.model import Offer
    from hailuo_dsl.storyboard.checks.case import Case
    from hailuo_dsl.storyboard.model import Chosen

LACKS = {Mode.IMAGE: "takes no first frame", Mode.TEXT: "needs a first frame"}


def shot_is_offered(case: Case) -> None:
    """Model, mode, duration and resolution go together as the catalogue has them."""
    model = case.settings.model
    if model is None:
        return
    offer = case.offer
    if offer is None or case.settings.mode not in case.provider.modes:
        _refuse_mode(case, model)
        return
    duration, resolution = case.settings.duration, case.settings.resolution
    if duration and duration.value not in offer.durations:
        case.report.add(
            DURATION_NOT_OFFERED,
            duration.span,
            f"{offer.model} shoots {_or(_seconds(offer))}, not {duration.value} seconds",
            related=_chosen(model),
            help=f"write {_or(f'`{it}s`' for it in offer.durations)}",
        )
    elif resolution and resolution.value not in offer.sizes:
        case.report.add(
            RESOLUTION_NOT_OFFERED,
            resolution.span,
            f"{offer.model} offers {_or(offer.sizes)} in {offer.mode}, not {resolution.value}",
            related=_chosen(model),
            help=f"write {_or(f'`{it}`' for it in offer.sizes)}",
        )
    else:
        _hold_together(case, offer)


def _hold_together(case: Case, offer: Offer) -> None:
    """Each may be offered, and the two together not: 10 seconds never at 1080P."""
    duration, resolution = case.settings.duration, case.settings.resolution
    seconds = duration.value if duration else offer.default_duration
    size = resolution.value if resolution else offer.default_resolution
    if seconds in offer.sizes[size]:
        return
    blamed = duration or resolution
    if blamed is None:
        return
    others = resolution if blamed is duration else None
    related = [Label(others.span, "the resolution is chosen here")] if others else []
    case.report.add(
        DURATION_NOT_OFFERED,
        blamed.span,
        f"{offer.model} shoots {size} for {_or(f'{it}' for it in offer.sizes[size])} seconds,"
        f" not {seconds}",
        related=(*related, *_chosen(case.settings.model)),
        help=f"write `duration: {offer.sizes[size][0]}s`,"
        f" or `resolution: {_or(offer.resolutions_at(seconds))}`",
    )


def _refuse_mode(case: Case, model: Chosen[str]) -> None:
    first = case.settings.first
    at = first.span if first else case.shot.span
    if case.offer:
        message = f"{case.provider.title} does not offer {case.settings.mode}"
    else:
        message = f"{model.value} {LACKS[case.settings.mode]}"
    able = [
        name
        for name, modes in case.catalog.models.items()
        if case.settings.mode in modes and case.settings.mode in case.provider.modes
    ]
    case.report.add(
        MODE_NOT_OFFERED,
        at,
        message,
        related=_chosen(model),
        help=f"models for {case.settings.mode}: {', '.join(able)}" if able else "",
    )


def _chosen(model: Chosen[str] | None) -> tuple[Label, ...]:
    return (Label(model.span, "the model is chosen here"),) if model else ()


def _seconds(offer: Offer) -> list[str]:
    return [f"{seconds} seconds" for seconds in offer.durations]


def _or(words: Iterable[str]) -> str:
    *rest, last = words
    return f"{', '.join(rest)} or {last}" if rest else last
