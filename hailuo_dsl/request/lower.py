"""Storyboard to requests: the prompt put together, its source map kept, a body a take."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hailuo_dsl.request.model import FILE, SHOT, SHOWN, Cutting, Mark, Request
from hailuo_dsl.storyboard.join import joined
from hailuo_dsl.storyboard.model import Kind, Picture, Run, ShotFrame, Tag
from hailuo_dsl.storyboard.rules import PROMPT_NEAR_LIMIT, PROMPT_TOO_LONG
from hailuo_dsl.storyboard.rules.prompt_near_limit import NEAR

if TYPE_CHECKING:
    from hailuo_dsl.catalog.model import Catalog, Dialect, Provider
    from hailuo_dsl.ground.model import Report
    from hailuo_dsl.storyboard.model import Frame, Settings, Shot, Storyboard


def lower(
    storyboard: Storyboard, catalog: Catalog, provider: Provider, report: Report
) -> tuple[Request, ...]:
    """The requests of every sound shot, a request a take, in the script's order."""
    takes = {shot.id: shot.takes for shot in storyboard.shots}
    requests: list[Request] = []
    for shot in storyboard.shots:
        if shot.sound:
            requests += _takes_of(shot, catalog, provider, takes, report)
    return tuple(requests)


def take_id(shot: str, take: int, takes: int) -> str:
    """The id of a take; a shot with but one has no number."""
    return shot if takes == 1 else f"{shot}#{take}"


def prompt_of(shot: Shot, dialect: Dialect) -> tuple[str, tuple[Mark, ...]]:
    """The prompt of *shot* in *dialect*, and its gapless source map."""
    texts: list[str] = []
    marks: list[Mark] = []
    at = 0
    for piece in joined((*shot.body, *shot.looks)):
        text, span, kind = _said(piece, dialect) if isinstance(piece, Tag) else piece
        end = at + len(text)
        texts.append(text)
        marks.append(Mark(at, end, span, kind))
        at = end
    return "".join(texts), tuple(marks)


def dialect_of(shot: Shot, provider: Provider) -> Dialect:
    """Whose words stand inside the brackets of *shot*: those it names, else the provider's."""
    return shot.settings.tags.value if shot.settings.tags else provider.dialect


def _said(tag: Tag, dialect: Dialect) -> Run:
    words = ",".join([move.said(dialect) for move in tag.moves])
    return Run(f"[{words}]", tag.span, Kind.CAMERA)


def _takes_of(
    shot: Shot, catalog: Catalog, provider: Provider, takes: dict[str, int], report: Report
) -> list[Request]:
    settings = shot.settings
    prompt, marks = prompt_of(shot, dialect_of(shot, provider))
    most = int(catalog.limit("prompt"))
    if len(prompt) > most:
        report.add(
            PROMPT_TOO_LONG,
            shot.span,
            f"the prompt of `{shot.id}` has {len(prompt)} characters, and {most} fit",
            help="the count includes brackets, descriptions and looks",
        )
        return []
    if len(prompt) > most * NEAR:
        report.add(
            PROMPT_NEAR_LIMIT,
            shot.span,
            f"the prompt of `{shot.id}` has {len(prompt)} of {most} characters",
            help="the count includes brackets, descriptions and looks",
        )
    body = _body(settings, prompt, catalog)
    waits = [frame for frame in settings.frames if isinstance(frame, ShotFrame)]
    depends_on = tuple(dict.fromkeys(it for frame in waits for it in _waits_for(frame, takes)))
    undecided = any(frame.undecided for frame in waits)
    return [
        Request(
            id=take_id(shot.id, take, shot.takes),
            body=body,
            source_map=marks,
            span=shot.span,
            depends_on=depends_on,
            take=take,
            undecided=undecided,
            cutting=_cutting(shot, take),
        )
        for take in range(1, shot.takes + 1)
    ]


def _waits_for(frame: ShotFrame, takes: dict[str, int]) -> tuple[str, ...]:
    count = takes[frame.shot]
    chosen = range(1, count + 1) if frame.undecided else (frame.take or 1,)
    return tuple(take_id(frame.shot, take, count) for take in chosen)


def _cutting(shot: Shot, take: int) -> Cutting:
    trim, transition = shot.settings.trim, shot.settings.transition
    if shot.shown == take and trim is None and transition is None:
        return SHOWN
    return Cutting(
        shown=shot.shown == take,
        trim=trim.value if trim else None,
        transition=transition.value if transition else None,
    )


def _body(settings: Settings, prompt: str, catalog: Catalog) -> dict[str, Any]:
    """The gateway's request. What the script leaves out is left out, but for the duration."""
    model = settings.model.value if settings.model else ""
    offer = catalog.models[model][settings.mode]
    metadata: dict[str, Any] = {}
    if settings.frame:
        metadata["first_frame_image"] = _frame(settings.frame)
    if settings.last_frame:
        metadata["last_frame_image"] = _frame(settings.last_frame)
    if settings.resolution and offer.sends_size:
        metadata["resolution"] = settings.resolution.value
    if settings.optimizer:
        metadata["prompt_optimizer"] = settings.optimizer.value
    if settings.callback:
        metadata["callback_url"] = settings.callback.value
    if settings.watermark:
        metadata["aigc_watermark"] = settings.watermark.value
    return {
        "model": model,
        "prompt": prompt,
        "duration": settings.duration.value if settings.duration else offer.default_duration,
        "metadata": metadata,
    }


def _frame(frame: Frame) -> str:
    if isinstance(frame, Picture):
        return f"{FILE}{frame.text}" if frame.is_file else frame.text
    take = f"#{frame.take}" if frame.take else ""
    return f"{SHOT}{frame.shot}{take}.{frame.which}"
