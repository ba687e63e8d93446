"""Hold a request body against the schema of the one offer that it asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hailuo_dsl.request.fast import quick_yes
from hailuo_dsl.request.read import mode_of
from hailuo_dsl.request.schema import offer_schema

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from jsonschema import Draft202012Validator, ValidationError

    from hailuo_dsl.catalog.model import Catalog, Offer

SHOWN = 120
"""Characters of a value shown in a message; a picture as text has millions."""


class InvalidRequestError(Exception):
    """A body that the schema refuses; the message names each field and what is wrong with it."""


class Validator:
    """Knows what every offer of a catalogue takes; makes an offer's schema when first asked.

    Args:
        catalog: the rows that the schemas are made from.
        wire: hold bodies against the schema of the wire, where no file or shot may stand.
        fast: ask `jsonschema-rs` first, where it is installed; what is found stays the same.
    """

    def __init__(self, catalog: Catalog, *, wire: bool, fast: bool = True) -> None:
        self._catalog = catalog
        self._wire = wire
        self._fast = fast
        self._quick: dict[str, Callable[[Mapping[str, Any]], bool]] = {}
        self._made: dict[str, Draft202012Validator] = {}

    def validate(self, body: Mapping[str, Any]) -> None:
        """Promise that *body* is what the service takes.

        Raises:
            InvalidRequestError: it is not.
        """
        found = self.problems(body)
        if found:
            raise InvalidRequestError("; ".join(found))

    def problems(self, body: Any) -> list[str]:
        """What is wrong with *body*, one clause a mistake, as `metadata.resolution: …`."""
        if not isinstance(body, dict):
            return ["a request is a JSON object"]
        model = body.get("model")
        modes = self._catalog.models.get(model) if isinstance(model, str) else None
        if modes is None:
            return [f"model: {_shown(model)} is none of {', '.join(self._catalog.models)}"]
        mode = mode_of(body)
        if mode not in modes:
            return [f"model: {model} offers {' and '.join(modes)}, not {mode}"]
        offer = modes[mode]
        if self._fast and self._quick_yes(offer)(body):
            return []
        return [_clause(error) for error in self._of(offer).iter_errors(body)]

    def _quick_yes(self, offer: Offer) -> Callable[[Mapping[str, Any]], bool]:
        if offer.name not in self._quick:
            self._quick[offer.name] = quick_yes(self._schema(offer))
        return self._quick[offer.name]

    def _of(self, offer: Offer) -> Draft202012Validator:
        if offer.name not in self._made:
            from jsonschema import Draft202012Validator

            self._made[offer.name] = Draft202012Validator(self._schema(offer))
        return self._made[offer.name]

    def _schema(self, offer: Offer) -> dict[str, Any]:
        return offer_schema(offer, self._catalog, wire=self._wire)


def _clause(error: ValidationError) -> str:
    where = ".".join(str(step) for step in error.absolute_path)
    clauses: dict[str, Callable[[], str]] = {
        "additionalProperties": lambda: _cut(error.message),
        "required": lambda: error.message,
        "enum": lambda: f"{_shown(error.instance)} is none of {_listed(error.validator_value)}",
        "pattern": lambda: f"{_shown(error.instance)} is not {_described(error)}",
        "maxLength": lambda: f"{len(str(error.instance))} characters, {error.validator_value} fit",
        "minLength": lambda: "is empty",
    }
    what = clauses.get(str(error.validator), lambda: _cut(error.message))()
    return f"{where}: {what}" if where else what


def _described(error: ValidationError) -> str:
    schema = error.schema if isinstance(error.schema, dict) else {}
    return str(schema.get("description", "of the form that is wanted"))


def _listed(values: Any) -> str:
    return ", ".join(map(str, values))


def _shown(value: Any) -> str:
    return _cut(repr(value))


def _cut(text: str) -> str:
    return text if len(text) <= SHOWN else f"{text[:SHOWN]}…"
