"""Who is asked for clips, with whose key, and how that service behaves.

`local` is the simulator inside this process and needs nothing. Any other provider of the
catalogue is a service: its address and key stand in the environment or in the user's own config
file, never in a project, so that a script from a stranger cannot send a key anywhere.
"""

from __future__ import annotations

import ipaddress
import os
import re
from dataclasses import KW_ONLY, dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import SplitResult, urlsplit

from hailuo_dsl.api.settings import ProfileError, heading, table_of
from hailuo_dsl.catalog.home import config_folder

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from hailuo_dsl.api.settings import Table

__all__ = ["Profile", "ProfileError", "is_loopback", "profile"]

LOCAL = "local"
GATEWAY = "gateway"
LOCAL_URL = "http://simulator.invalid"
"""Stands in ledgers for the simulator inside this process; `.invalid` resolves nowhere."""

CONFIG_FILE = "config.toml"
SHORTEST_KEY = 8
_SENDABLE = re.compile(r"[!-~]+")


@dataclass(frozen=True, slots=True)
class Profile:
    """One provider as this user reaches it, and how it behaves as far as this user knows.

    Attributes:
        name: the provider's name, as in the catalogue's rows.
        base_url: without a slash or `/v1` at its end; what the ledger knows the service by.
        api_key: the bearer token; not in the repr.
        account: a label for the account that pays; never sent.
        honours_idempotency_key: whether a submit that is sent again with the same
            `Idempotency-Key` is the same job, paid once. No service of the family promises it.
        refunds: whether what failed, was moderated or was given up is not charged.
        requests_per_minute: submits that it takes; None: as the catalogue's row says.
        jobs_in_flight: jobs that it works on at once; None: as the catalogue's row says.
        polls: seconds from the submit to the first query, then between two queries until the task
            is 30 s old, until it is 2 min old, and after that; None: 3, 5, 10 and 30, as
            https://docs.newapi.pro/en/api/query-video advises.
        deadline: seconds that one run keeps asking after one task; None: 3600.
    """

    name: str
    base_url: str
    api_key: str = field(repr=False)
    account: str = "default"
    _: KW_ONLY
    honours_idempotency_key: bool = False
    refunds: bool = False
    requests_per_minute: int | None = None
    jobs_in_flight: int | None = None
    polls: tuple[float, float, float, float] | None = None
    deadline: float | None = None

    @property
    def is_local(self) -> bool:
        return self.name == LOCAL


def profile(
    name: str,
    *,
    environ: Mapping[str, str] | None = None,
    config_dir: Path | None = None,
) -> Profile:
    """The profile of the provider called *name*, which the catalogue knows.

    How a service behaves is read from its table in the user's config file. Another address is
    another service, and one that honours no key must not be sent a job twice because another
    does: so where address and key come from the environment, the table tells of that service
    only if its `base_url` is the same, or if it holds neither `base_url` nor `api_key` and so is
    about behaviour alone.

    Args:
        name: `local`, `gateway` or another one's.
        environ: where `HAILUO_BASE_URL`, `HAILUO_API_KEY` and `HAILUO_ACCOUNT` are looked up, or
            for another than `gateway` `HAILUO_NAME_BASE_URL` and so on; the process's own if
            left out.
        config_dir: the folder of `config.toml`; `config_folder()` if left out.

    Raises:
        ProfileError: something is missing or is not what it must be, or the key would travel
            unsafely.
    """
    if name == LOCAL:
        return Profile(LOCAL, LOCAL_URL, "the-simulator-takes-any-key")
    folder = config_dir or config_folder()
    return _reached(name, os.environ if environ is None else environ, folder / CONFIG_FILE)


def _reached(name: str, environ: Mapping[str, str], file: Path) -> Profile:
    """An address in the environment may be a project's, so it never gets the file's key."""
    variables = [f"{_prefix(name)}_{it}" for it in ("BASE_URL", "API_KEY", "ACCOUNT")]
    address, key, account = (environ.get(it, "").strip() for it in variables)
    if address and not key:
        raise ProfileError(
            f"{variables[0]} is set and {variables[1]} is not; "
            "a key from the config file goes only to the address that stands beside it"
        )
    table = table_of(name, file)
    if address:
        base_url = _base_url(name, address)
        behaviour = table.behaviour if _tells_of(name, base_url, table) else {}
    else:
        address, key, account = table.base_url, key or table.api_key, account or table.account
        if not address or not key:
            raise ProfileError(_missing(name, address, key, variables, file))
        base_url, behaviour = _base_url(name, address), table.behaviour
    return Profile(name, base_url, _sendable(name, key), account or "default", **behaviour)


def _prefix(name: str) -> str:
    """How the variables of the service *name* begin; `gateway` is the one that needs no name."""
    return "HAILUO" if name == GATEWAY else "HAILUO_" + re.sub(r"\W", "_", name.upper())


def _tells_of(name: str, base_url: str, table: Table) -> bool:
    """Whether *table* tells of the service at *base_url*, which came from elsewhere."""
    if not table.base_url:
        return not table.api_key
    try:
        return _base_url(name, table.base_url) == base_url
    except ProfileError:
        # An address that nothing is sent to is no reason to stop.
        return False


def _missing(name: str, address: str, key: str, variables: list[str], file: Path) -> str:
    missing = "key of `{}` is" if address else "address of `{}` is" if key else ""
    missing = (missing or "address and key of `{}` are").format(name)
    return (
        f"the {missing} not known: set {variables[0]} and {variables[1]}, "
        f"or write base_url and api_key under {heading(name)} in {file}"
    )


def _base_url(name: str, written: str) -> str:
    """*written* as a base URL: scheme and host in lower case, no `/v1` and no slash at its end."""
    try:
        parts = urlsplit(written)
        host, port = parts.hostname, parts.port
    except ValueError:
        raise ProfileError(f"the address of `{name}` is not a URL") from None
    if parts.scheme not in ("http", "https") or not host or re.search(r"\s", written):
        raise ProfileError(f"the address of `{name}` must read https://HOST or https://HOST/PATH")
    if parts.username is not None or parts.query or parts.fragment:
        raise ProfileError(f"the address of `{name}` may carry no user name, `?` or `#`")
    if parts.scheme == "http" and not is_loopback(host):
        raise ProfileError(
            f"the key would go to {host} in the clear: use https (http only reaches this machine)"
        )
    named = f"[{host}]" if ":" in host else host
    usual = {"http": 80, "https": 443}[parts.scheme]
    place = named if port in (None, usual) else f"{named}:{port}"
    path = re.sub(r"(/v1)?/*$", "", parts.path.rstrip("/"))
    return SplitResult(parts.scheme, place, path, "", "").geturl()


def is_loopback(host: str) -> bool:
    """Whether *host* is this machine: `localhost`, 127.0.0.0/8 or ::1."""
    if host.lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _sendable(name: str, key: str) -> str:
    """*key*, if it can stand in a header: the HTTP library quotes a value that cannot."""
    if not _SENDABLE.fullmatch(key):
        raise ProfileError(
            f"the key of `{name}` holds a blank, a line break or a letter beyond ASCII"
        )
    if len(key) < SHORTEST_KEY:
        # It is taken out of whatever the service says; a word of every day would take it apart.
        raise ProfileError(
            f"the key of `{name}` has fewer than {SHORTEST_KEY} letters; is it whole?"
        )
    return key
