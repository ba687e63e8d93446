"""The JSON Schemas (draft 2020-12) of a request, made from the catalogue.

Two schemas from one source: a *compiled* request may carry `file:PATH` or `shot:SCENE/NAME.last`
for a frame, the *wire* may not. Each offer is one entry in `$defs`.

The fields are those of the gateway's page:
https://docs.tokensmind.ai/en/guide/video/hailuo/video-generation-i2v
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from hailuo_dsl.catalog.model import Mode
from hailuo_dsl.request.model import FILE, SHOT
from hailuo_dsl.storyboard.frame_value import BLANK, URL

if TYPE_CHECKING:
    from hailuo_dsl.catalog.model import Catalog, Offer

DRAFT = "https://json-schema.org/draft/2020-12/schema"
END = r"(?!\n)$"
"""The end of a text; `$` alone also stands before a last line feed in Python's reading."""


def schema(catalog: Catalog, *, wire: bool) -> dict[str, Any]:
    """The schema of every request that *catalog* offers, as a JSON document."""
    offers = {offer.name: offer_schema(offer, catalog, wire=wire) for offer in catalog.offers}
    return {
        "$schema": DRAFT,
        "title": "A request on the wire" if wire else "A compiled request",
        "oneOf": [{"$ref": f"#/$defs/{_pointer(name)}"} for name in offers],
        "$defs": offers,
    }


def offer_schema(offer: Offer, catalog: Catalog, *, wire: bool) -> dict[str, Any]:
    """The schema of a request for *offer* alone."""
    metadata = _metadata(offer, _frame(catalog, wire=wire))
    needed = {Mode.IMAGE: ["first_frame_image"], Mode.FRAMES: ["last_frame_image"], Mode.TEXT: []}
    made = {
        "title": f"{offer.model}, {offer.mode.replace('-', ' ')}",
        "type": "object",
        "additionalProperties": False,
        "required": ["model", "prompt", "duration", "metadata"],
        "properties": {
            "model": {"const": offer.model},
            "prompt": {
                "type": "string",
                "minLength": 1,
                "maxLength": int(catalog.limit("prompt")),
                "pattern": f"[^{BLANK}]",
            },
            "duration": {"enum": list(offer.durations)},
            "metadata": {
                "type": "object",
                "additionalProperties": False,
                "required": needed[offer.mode],
                "properties": metadata,
            },
        },
    }
    rules = _sizes_by_duration(offer)
    if len(rules) > 1:
        return {**made, "allOf": rules}
    return {**made, **rules[0]} if rules else made


def _frame(catalog: Catalog, *, wire: bool) -> dict[str, Any]:
    """What may stand for a frame."""
    picture = f"{URL}|{catalog.data_url}[A-Za-z0-9+/]"
    what, pattern = "a public URL or a base64 data URL", f"^(?:{picture})"
    if not wire:
        what = "a public URL, a base64 data URL, a file beside the script or a shot's frame"
        pattern = rf"^(?:{picture}|{FILE}[\s\S]|{SHOT}[\s\S]+\.(?:first|last){END})"
    return {"description": what, "type": "string", "pattern": pattern}


def _metadata(offer: Offer, frame: dict[str, Any]) -> dict[str, Any]:
    properties: dict[str, Any] = {}
    if offer.mode is not Mode.TEXT:
        properties["first_frame_image"] = frame
    if offer.mode is Mode.FRAMES:
        properties["last_frame_image"] = frame
    if offer.sends_size:
        properties["resolution"] = {"enum": list(offer.sizes)}
    properties["prompt_optimizer"] = {"type": "boolean"}
    properties["callback_url"] = {"type": "string", "pattern": f"^{URL}{END}"}
    properties["aigc_watermark"] = {"type": "boolean"}
    return properties


def _sizes_by_duration(offer: Offer) -> list[dict[str, Any]]:
    """What a duration rules out, where not every resolution offers it."""
    rules = []
    for seconds in offer.durations:
        sizes = offer.resolutions_at(seconds)
        if len(sizes) == len(offer.sizes):
            continue
        resolution: dict[str, Any] = {"properties": {"resolution": {"enum": list(sizes)}}}
        if offer.default_resolution not in sizes:
            resolution["required"] = ["resolution"]
        rules.append(
            {
                "if": {"properties": {"duration": {"const": seconds}}},
                "then": {"properties": {"metadata": resolution}},
            }
        )
    return rules


def _pointer(name: str) -> str:
    """*name* as a step of a JSON pointer in a URI fragment (RFC 6901)."""
    return quote(name.replace("~", "~0").replace("/", "~1"), safe="~")
