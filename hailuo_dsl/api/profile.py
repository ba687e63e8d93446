"""Who is asked for clips, and with whose key.

`local` is the simulator inside this process and needs nothing. `gateway` is a service of the
New API family: its address and key stand in the environment or in the user's own config file,
never in a project, so that a script from a stranger cannot send a key anywhere.
"""

from __future__ import annotations

import ipaddress
import os
import re
import stat
import tomllib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import SplitResult, urlsplit

from hailuo_dsl.catalog.home import config_folder
from hailuo_dsl.ground.trouble import Trouble

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

LOCAL = "local"
GATEWAY = "gateway"
LOCAL_URL = "http://simulator.invalid"
"""Stands in ledgers for the simulator inside this process; `.invalid` resolves nowhere."""

CONFIG_FILE = "config.toml"
_SENDABLE = re.compile(r"[!-~]+")


class ProfileError(Trouble):
    """There is no provider to ask; the message is one sentence for the author, without any key."""


@dataclass(frozen=True, slots=True)
class Profile:
    """One provider as this user reaches it.

    Attributes:
        name: the provider's name, as in the catalogue's rows.
        base_url: without a slash or `/v1` at its end; what the ledger knows the service by.
        api_key: the bearer token; not in the repr.
        account: a label for the account that pays; never sent.
    """

    name: str
    base_url: str
    api_key: str = field(repr=False)
    account: str = "default"

    @property
    def is_local(self) -> bool:
        return self.name == LOCAL


def profile(
    name: str,
    *,
    environ: Mapping[str, str] | None = None,
    config_dir: Path | None = None,
) -> Profile:
    """The profile of the provider called *name*.

    Args:
        name: `local` or `gateway`.
        environ: where `HAILUO_BASE_URL`, `HAILUO_API_KEY` and `HAILUO_ACCOUNT` are looked up;
            the process's own if left out.
        config_dir: the folder of `config.toml`; `config_folder()` if left out.

    Raises:
        ProfileError: the name is unknown, something is missing, or the key would travel unsafely.
    """
    if name == LOCAL:
        return Profile(LOCAL, LOCAL_URL, "the-simulator-takes-any-key")
    if name != GATEWAY:
        raise ProfileError(f"there is no provider called `{name}`: there are {LOCAL} and {GATEWAY}")
    folder = config_dir or config_folder()
    return _gateway(os.environ if environ is None else environ, folder / CONFIG_FILE)


def _gateway(environ: Mapping[str, str], file: Path) -> Profile:
    """An address in the environment may be a project's, so it never gets the file's key."""
    address, key = (environ.get(f"HAILUO_{it}", "").strip() for it in ("BASE_URL", "API_KEY"))
    kept = {} if address and key else _kept(file)
    if address and not key:
        raise ProfileError(
            "HAILUO_BASE_URL is set and HAILUO_API_KEY is not; "
            "a key from the config file goes only to the address that stands beside it"
        )
    address = address or kept.get("base_url", "")
    key = key or kept.get("api_key", "")
    if not address or not key:
        missing = "key is" if address else "address is" if key else "address and key are"
        raise ProfileError(
            f"the gateway's {missing} not known: set HAILUO_BASE_URL and HAILUO_API_KEY, "
            f"or write base_url and api_key under [gateway] in {file}"
        )
    account = environ.get("HAILUO_ACCOUNT", "").strip() or kept.get("account", "") or "default"
    return Profile(GATEWAY, _base_url(address), _sendable(key), account)


def _kept(file: Path) -> dict[str, str]:
    """The table [gateway] of the config file; empty if there is no file."""
    try:
        with file.open("rb") as opened:
            if os.name == "posix" and stat.S_IMODE(os.fstat(opened.fileno()).st_mode) & 0o077:
                raise ProfileError(f"other users can read {file}: run chmod 600 '{file}'")
            table: Any = tomllib.load(opened).get("gateway", {})
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise ProfileError(f"{file} cannot be read: {error.strerror}") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError):
        # What tomllib says may quote the line, and the line may be the key's.
        raise ProfileError(f"{file} is not valid TOML") from None
    if not isinstance(table, dict) or not all(isinstance(value, str) for value in table.values()):
        raise ProfileError(f"[gateway] in {file} takes base_url, api_key and account, all texts")
    return {key: value.strip() for key, value in table.items()}


def _base_url(written: str) -> str:
    """*written* as a base URL: scheme and host in lower case, no `/v1` and no slash at its end."""
    try:
        parts = urlsplit(written)
        host, port = parts.hostname, parts.port
    except ValueError:
        raise ProfileError("the gateway's address is not a URL") from None
    if parts.scheme not in ("http", "https") or not host or re.search(r"\s", written):
        raise ProfileError("the gateway's address must read https://HOST or https://HOST/PATH")
    if parts.username is not None or parts.query or parts.fragment:
        raise ProfileError("the gateway's address may carry no user name, `?` or `#`")
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


def _sendable(key: str) -> str:
    """*key*, if it can stand in a header: the HTTP library quotes a value that cannot."""
    if not _SENDABLE.fullmatch(key):
        raise ProfileError("the gateway's key holds a blank, a line break or a letter beyond ASCII")
    return key
