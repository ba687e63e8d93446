"""The key of a take: what makes two jobs the same job.

Canonical request without `callback_url`, service and account label, take number, ordinal among
equal requests. A local picture counts by its file's sha256, a URL by its text, another shot's
frame by that take's clip sha256 and `first` or `last` (never by the extracted picture's bytes,
which change with the encoder). Comments, formatting and renames change none of these.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping


def take_key(
    body: Mapping[str, Any],
    frames: Mapping[str, str],
    *,
    service: str,
    account: str,
    take: int,
    ordinal: int,
) -> str:
    """The key (hexadecimal sha256) of a take.

    Args:
        body: the compiled request.
        frames: metadata key (`first_frame_image`) -> identity, as `file_identity` and its
            siblings give it; a frame that is not named here counts by its text.
        service: the base URL that the job belongs to.
        account: the label of the account that pays.
        take: from 1.
        ordinal: from 1, among the plan's equal requests.
    """
    import hashlib
    import json

    metadata = {**body["metadata"], **frames}
    metadata.pop("callback_url", None)
    identity = [service, account, take, ordinal, {**body, "metadata": metadata}]
    canonical = json.dumps(identity, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(canonical.encode()).hexdigest()


def file_identity(sha256: str) -> str:
    return f"sha256:{sha256}"


def clip_identity(sha256: str, which: str) -> str:
    """*which* is `first` or `last`."""
    return f"clip:{sha256}.{which}"
