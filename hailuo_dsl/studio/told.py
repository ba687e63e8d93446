"""What became of takes that were not made, told at the line of the script that it came from."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from hailuo_dsl.api.errors import Advice
from hailuo_dsl.ground.model import Rule, Severity, Span
from hailuo_dsl.ground.render import Noted, visible
from hailuo_dsl.job.model import ENDED_BADLY, Aside, Stage, Take
from hailuo_dsl.storyboard.frames import listed
from hailuo_dsl.storyboard.model import Kind, Picture

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from hailuo_dsl.ground.model import Diagnostic, Source
    from hailuo_dsl.request.model import Request
    from hailuo_dsl.storyboard.model import Settings
    from hailuo_dsl.studio.film import Film

BADLY = ENDED_BADLY | {Stage.REFUSED, Stage.UNKNOWN, Aside.SKIPPED, Aside.WITHHELD}
"""Where a take stands that there is something to be told of."""

OF_THE_REQUEST = frozenset({Advice.FIX, Advice.MODERATED})
"""A refusal of the one request; any other speaks of all that would be sent."""

SENT_AGAIN = frozenset({Stage.UNKNOWN, Stage.FAILED, Stage.EXPIRED})

SILENT = {
    Stage.REFUSED: "the service refused the request",
    Stage.FAILED: "the service failed to make it",
    Stage.CANCELLED: "it was cancelled",
    Stage.EXPIRED: "the service has it no longer",
    Stage.UNKNOWN: "nobody knows what became of it",
    Aside.SKIPPED: "what it starts from is not there",
    Aside.WITHHELD: "it was not sent",
}
"""What is said of a take that comes without a word."""

PROMPT, MODEL = "prompt", "model"
SUSPECTS = {
    "duration": re.compile(r"duration|时长", re.I).search,
    "resolution": re.compile(r"resolution|分辨率", re.I).search,
    "last": re.compile(r"last[ _]?frame|尾帧", re.I).search,
    "first": re.compile(r"first[ _]?frame|image(?![- ]to)|picture|首帧|图片", re.I).search,
    "optimizer": re.compile(r"optimi[sz]er", re.I).search,
    "watermark": re.compile(r"watermark|水印", re.I).search,
    "callback": re.compile(r"callback", re.I).search,
    PROMPT: re.compile(r"prompt|sensitive|moderat|提示词|敏感", re.I).search,
    MODEL: re.compile(r"model|模型", re.I).search,
}
"""What the words of a refusal may be about: the prompt, or a setting of a storyboard's shot.

They are looked for in this order, because a model is named with whatever it does not take. The
Chinese is the vendor's, who answers so at times in any language.
"""

SEEN = ("last", "first", PROMPT)
"""What moderation looks at."""

OPEN = ", or "
"""Parts what a sentence of ours leaves open; then it points at nothing."""

REQUEST_ID = re.compile(r"\(request id: [^)]*\)", re.I).sub

NEXT_BEST = (
    frozenset({Kind.PROSE}),
    frozenset({Kind.VARIABLE, Kind.CELL, Kind.CHARACTER, Kind.PLACE, Kind.PROP}),
    frozenset({Kind.LOOK}),
)
"""The pieces of a prompt that are pointed at, the best first."""


@dataclass(frozen=True, slots=True)
class Ending(Rule):
    """How a take ended: no rule of the language, so it has no code."""

    @property
    def severity(self) -> Severity:
        return Severity.ERROR


def told(take: Take, film: Film) -> Diagnostic | None:
    """What became of *take*, a take of *film*; None where there is nothing to be told."""
    return next(iter(told_of((take,), film)), None)


def told_of(takes: Iterable[Take], film: Film) -> list[Diagnostic]:
    """What became of those of *takes* that were not made, in their order.

    What is said of several in the same words is said once: of the first at its place, the others
    are named. What is wrong at different places of the script is said at each. A take that was
    skipped is named with the one that it waits for.
    """
    return _Teller(film, {take.id: take for take in takes}).all()


def left_said(take: Take) -> str:
    """What is said of *take*, which was sent before, has no known end and is no part of a run."""
    task = f" (task {visible(take.task_id)})" if take.task_id else ""
    return (
        f"left from before: {take.id} is {take.stage}{task};"
        " its shot has changed since, or is another script's"
    )


class _Teller:
    """Tells of the takes of one film."""

    def __init__(self, film: Film, takes: Mapping[str, Take]) -> None:
        self.takes = takes
        self.free = film.provider.free
        self.requests = {request.id: request for request in film.requests}
        self.settings = {shot.id: shot.settings for shot in film.compiled.storyboard.shots}
        self.sources = film.compiled.report.sources

    def all(self) -> list[Diagnostic]:
        alike: dict[object, list[Take]] = {}
        behind: dict[str, list[str]] = {}
        for take in self.takes.values():
            if take.stage not in BADLY or take.id not in self.requests:
                continue
            root = self._root(take)
            if root is not take and root.stage in BADLY:
                behind.setdefault(root.id, []).append(take.id)
            else:
                alike.setdefault(self._words(take, root), []).append(take)
        return [self._told(takes, behind) for takes in alike.values()]

    def _root(self, take: Take) -> Take:
        """The take whose clip *take* waits for in the end; itself if it waits for none."""
        while take.stage is Aside.SKIPPED:
            starts = (self.takes.get(it) for it in self.requests[take.id].depends_on)
            missing = next((it for it in starts if it and not it.clip), None)
            if missing is None or missing.id not in self.requests:
                break
            take = missing
        return take

    def _words(self, take: Take, root: Take) -> object:
        """What two takes have in common that are told of in the same words."""
        if root is not take:
            return root.id
        words = take.message.replace(f"task {take.task_id}", "task")
        if _is_of_all(take):
            return words
        return words, self._place(take) or REQUEST_ID("", take.said)

    def _told(self, takes: Sequence[Take], behind: Mapping[str, Sequence[str]]) -> Diagnostic:
        # Of those that were not sent because another was refused, the service has said nothing.
        take = min(takes, key=lambda it: (it.stage is Aside.WITHHELD, not it.said))
        said = "" if take.stage is Aside.WITHHELD or take.said in take.message else take.said
        others = [it.id for it in takes if it is not take]
        skipped = [it for one in takes for it in behind.get(one.id, ())]
        notes = (
            f"the service said: {said}" * bool(said),
            _counted("and {} more shot", others),
            _counted("skipped because of it: {} shot", skipped),
        )
        return Noted(
            Ending("", str(take.stage)),
            f"{take.id}: {take.message or SILENT[take.stage]}",
            self._place(take) or self.requests[take.id].span,
            notes=tuple(filter(None, notes)),
            help=self._help(take, alone=not others),
        )

    def _help(self, take: Take, *, alone: bool) -> str:
        if take.stage not in SENT_AGAIN and take.advice is not Advice.MODERATED:
            return ""
        if self.free:
            return "run again to send it again" if take.stage in SENT_AGAIN else ""
        if take.stage is Stage.UNKNOWN:
            return f"`hailuo-dsl reconcile {take.id if alone else 'SHOT'}` settles it"
        which = f"`--resend {take.id}` sends it" if alone else "`--resend SHOT` sends one of them"
        return f"{which} again; it may be paid twice"

    def _place(self, take: Take) -> Span | None:
        """The piece of the script that the words about *take* point at, if they do."""
        request = self.requests[take.id]
        settings = self.settings[request.shot]
        if take.stage is Aside.SKIPPED:
            return _start_of(settings, take.message)
        if take.stage not in {Stage.REFUSED, Stage.FAILED}:
            return None
        suspect = _suspect(take)
        if suspect == PROMPT:
            return _first_line(request, self.sources)
        chosen = getattr(settings, suspect) if suspect else None
        return chosen.span if chosen else None


def _suspect(take: Take) -> str:
    """The setting or the prompt, whichever the words about *take* name; empty if none."""
    among: tuple[str, ...] = tuple(SUSPECTS)
    if take.advice is Advice.MODERATED:
        among = SEEN
    elif _is_of_all(take):
        among = (MODEL,)
    # Our own sentences name a picture beside the prompt, which is more often to blame.
    by_us = sorted(among, key=lambda it: it != PROMPT)
    message = take.message if OPEN not in take.message else ""
    for names, text in ((among, take.said), (by_us, message)):
        for name in names:
            if SUSPECTS[name](text):
                return name
    return PROMPT if take.advice is Advice.MODERATED else ""


def _is_of_all(take: Take) -> bool:
    """Whether what is said of *take* would be said of any other too."""
    is_refused = take.stage is Stage.REFUSED and take.advice not in OF_THE_REQUEST
    return is_refused or take.stage is Aside.WITHHELD


def _start_of(settings: Settings, message: str) -> Span | None:
    """The place that chose the frame which *message* names, else the first of them."""
    frames = [(it.value, it.span) for it in (settings.first, settings.last) if it and it.value]
    for frame, span in frames:
        if (frame.text if isinstance(frame, Picture) else frame.shot) in message:
            return span
    return frames[0][1] if frames else None


def _first_line(request: Request, sources: Mapping[str, Source]) -> Span | None:
    """The first motion line that went into the prompt, without its `>`.

    Where the prompt has none of its own, it is the first name, look or cell in it.
    """
    for kinds in NEXT_BEST:
        for mark in request.source_map:
            if mark.kind in kinds:
                return _line_of(mark.span, sources) if Kind.PROSE in kinds else mark.span
    return None


def _line_of(span: Span, sources: Mapping[str, Source]) -> Span:
    """The whole prose of the motion line that *span* is in."""
    source = sources[span.file]
    number, _ = source.position(span.start)
    line, start = source.line(number), source.line_starts[number - 1]
    prose = line.partition(">")[2].strip()
    return Span(start + line.rindex(prose), start + line.rindex(prose) + len(prose), span.file)


def _counted(words: str, ids: Sequence[str]) -> str:
    """*words* with how many *ids* there are, and these; empty if there are none."""
    plural = "s" * (len(ids) != 1)
    return f"{words.format(len(ids))}{plural}: {listed(ids)}" if ids else ""
