"""The vendor's own shape of a request, and the gateway's that says the same.

The vendor's first API lays every field flat: https://platform.minimax.io/docs/api-reference
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hailuo_dsl.request.read import mode_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hailuo_dsl.catalog.model import Catalog

METADATA = (
    "first_frame_image",
    "last_frame_image",
    "resolution",
    "prompt_optimizer",
    "callback_url",
    "aigc_watermark",
)
"""What the gateway keeps in `metadata`, and the vendor beside the rest."""


def is_vendors(body: Mapping[str, Any]) -> bool:
    """Whether *body* is flat. The gateway's shape has its `metadata`, be it empty."""
    return "metadata" not in body


def gateway_body(vendor: Mapping[str, Any], catalog: Catalog) -> dict[str, Any]:
    """The request to the gateway that asks for what *vendor* asks for.

    A duration that is left out is the model's default, as the vendor has it.
    """
    body = {key: value for key, value in vendor.items() if key not in METADATA}
    body["metadata"] = {key: vendor[key] for key in METADATA if key in vendor}
    offer = catalog.models.get(vendor["model"], {}).get(mode_of(body))
    if offer and "duration" not in body:
        body["duration"] = offer.default_duration
    return body
