"""Hold given requests against what a script can say; what it cannot is refused, field by field."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from hailuo_dsl.ground.suggest import did_you_mean
from hailuo_dsl.request.decompile.frame import address_problem, frame_problem
from hailuo_dsl.request.decompile.model import Asked, Refusal, Unsayable, shown
from hailuo_dsl.request.decompile.prompt import prompt_problem
from hailuo_dsl.request.decompile.vendor import METADATA, gateway_body, is_vendors
from hailuo_dsl.request.model import FRAME_KEYS
from hailuo_dsl.request.read import mode_of
from hailuo_dsl.request.validate import Validator

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from hailuo_dsl.catalog.model import Catalog, Provider
    from hailuo_dsl.request.decompile.model import Given

TOP = ("model", "prompt", "duration")
TYPES: Mapping[str, tuple[type, str]] = {
    "model": (str, "text"),
    "prompt": (str, "text"),
    "duration": (int, "a whole number"),
    "metadata": (dict, "an object"),
    "first_frame_image": (str, "text"),
    "last_frame_image": (str, "text"),
    "resolution": (str, "text"),
    "prompt_optimizer": (bool, "true or false"),
    "callback_url": (str, "text"),
    "aigc_watermark": (bool, "true or false"),
}
"""Field -> what it must be. JSON's `true` is no whole number, and neither is `6.0`."""

UNSAID = {
    "fast_pretreatment": "no setting says it; take it out if it is false, the vendor's default",
    "subject_reference": "a script cannot ask for a clip of somebody's likeness",
    "content": "this is the vendor's second API, and a script asks for what the first one offers",
}
"""What the vendor knows and the language does not, and why."""

ANSWERS = frozenset({"task_id", "task", "status", "code", "data", "error", "base_resp", "file_id"})
"""Fields of what services answer; a request has none of them."""


def hold(given: Iterable[Given], catalog: Catalog, provider: Provider) -> tuple[Asked, ...]:
    """The requests of *given*, each in the gateway's shape and fit to be said.

    Raises:
        Unsayable: some are not; all of them are named.
    """
    holder = _Holder(catalog, provider)
    asked = [holder.held(it) for it in given]
    if holder.refusals:
        raise Unsayable(holder.refusals)
    return tuple(it for it in asked if it)


class _Holder:
    """Collects what cannot be said."""

    def __init__(self, catalog: Catalog, provider: Provider) -> None:
        self.refusals: list[Refusal] = []
        self._catalog = catalog
        self._provider = provider
        self._validator = Validator(catalog, wire=False)

    def held(self, given: Given) -> Asked | None:
        """*given* in the gateway's shape; None if it has been refused."""
        found = list(self._problems(given.body))
        self.refusals += (Refusal(given.number, given.id, *problem) for problem in found)
        if found:
            return None
        silent = "duration" not in given.body
        return Asked(given.number, given.id, self._gateways(given.body), silent)

    def _gateways(self, body: Mapping[str, Any]) -> Mapping[str, Any]:
        return gateway_body(body, self._catalog) if is_vendors(body) else body

    def _problems(self, body: Any) -> Iterator[tuple[str, str]]:
        """Each field that cannot be said, and why; the first kind of mistake hides the next."""
        if not isinstance(body, dict):
            yield "", f"a request is a JSON object, not {shown(body)}"
            return
        for look in (_kind, _shape, self._model, self._fit):
            found = list(look(body))
            if found:
                yield from found
                return

    def _model(self, body: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
        models = self._catalog.models
        if body["model"] not in models:
            near = did_you_mean(body["model"], models, f"there are {', '.join(models)}")
            yield "model", f"there is no model {shown(body['model'])}; {near}"

    def _fit(self, body: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
        """What the service does not take and what no line can hold, one problem a field."""
        found = dict([*self._letters(body), *self._offer(body)])
        yield from found.items()

    def _offer(self, body: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
        gateways = self._gateways(body)
        mode = mode_of(gateways)
        offer = self._catalog.models[body["model"]].get(mode)
        if offer and mode not in self._provider.modes:
            yield "model", f"{self._provider.title} does not offer {mode}"
        elif offer and not offer.sends_size and "resolution" in gateways["metadata"]:
            yield _path(body, "resolution"), f"{offer.model} takes none in a request; take it out"
        else:
            for problem in self._validator.problems(gateways):
                field, colon, why = problem.partition(": ")
                yield (_path(body, field), why) if colon else ("", problem)

    def _letters(self, body: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
        metadata = self._gateways(body)["metadata"]
        problem = prompt_problem(body["prompt"])
        if problem:
            yield "prompt", problem
        for key in FRAME_KEYS:
            problem = frame_problem(metadata[key], self._catalog) if key in metadata else None
            if problem:
                yield _path(body, key), problem
        problem = address_problem(metadata.get("callback_url", ""))
        if problem:
            yield _path(body, "callback_url"), problem


def _kind(body: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    if "prompt" not in body and not ANSWERS.isdisjoint(body):
        yield "", "it has no `prompt`: this is what a service answers, not what it is asked"


def _shape(body: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Keys that are not known, values of the wrong kind, and what is missing."""
    vendors = is_vendors(body)
    yield from _fields(body, (*TOP, *METADATA) if vendors else (*TOP, "metadata"), "")
    metadata = body.get("metadata")
    if isinstance(metadata, dict):
        yield from _fields(metadata, METADATA, "metadata.")
    needed = ("model", "prompt") if vendors else TOP
    for key in needed:
        if key not in body and not (vendors and UNSAID.keys() & body.keys()):
            yield key, f"is missing; {_why_needed(key)}"


def _fields(
    fields: Mapping[str, Any], known: Collection[str], before: str
) -> Iterator[tuple[str, str]]:
    for key, value in fields.items():
        if key not in known:
            yield f"{before}{_name(key)}", _unknown(key, known)
            continue
        kind, said = TYPES[key]
        if type(value) is not kind:
            yield f"{before}{key}", f"{said} was expected, not {shown(value)}"


def _unknown(key: str, known: Collection[str]) -> str:
    if key in UNSAID:
        return UNSAID[key]
    if key in METADATA:
        return "the gateway reads it only in `metadata`"
    if key in TOP:
        return "the gateway reads it beside `metadata`, not in it"
    return did_you_mean(key, known, "no setting says it")


def _why_needed(key: str) -> str:
    if key == "duration":
        return "the request of a script always has one, so add it"
    return "a shot always has one"


def _name(key: str) -> str:
    return key if re.fullmatch(r"\w{1,40}", key) else shown(key)


def _path(body: Mapping[str, Any], field: str) -> str:
    """*field* as it is called in the shape that *body* has."""
    if is_vendors(body):
        return field.removeprefix("metadata.")
    return f"metadata.{field}" if field in METADATA else field
