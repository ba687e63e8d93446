"""Whom a name stands for, and where a key never goes."""

import os

import pytest

from hailuo_dsl.api.profile import Profile, ProfileError, profile
from hailuo_dsl.catalog.load import catalog

CANARY = "sk-canary-0123456789abcdef"


def gateway(folder, **environ):
    names = {f"HAILUO_{key.upper()}": value for key, value in environ.items()}
    return profile("gateway", environ=names, config_dir=folder)


def keep(folder, text, mode=0o600):
    file = folder / "config.toml"
    file.write_text(text)
    file.chmod(mode)
    return file


def test_local_needs_nothing_and_a_key_never_switches_the_provider(tmp_path):
    found = profile("local", environ={"HAILUO_API_KEY": CANARY}, config_dir=tmp_path)

    assert found.is_local
    assert found.base_url == "http://simulator.invalid"
    assert found.api_key != CANARY


def test_every_provider_has_a_row_in_the_catalogue(tmp_path):
    for name in ("local", "gateway"):
        assert catalog().provider(name)


@pytest.mark.parametrize(
    ("written", "base"),
    [
        ("https://api.example.test", "https://api.example.test"),
        ("https://api.example.test/", "https://api.example.test"),
        ("https://api.example.test/v1", "https://api.example.test"),
        ("https://api.example.test/v1/", "https://api.example.test"),
        (" https://API.Example.test//  ", "https://api.example.test"),
        ("https://api.example.test:443/v1", "https://api.example.test"),
        ("https://api.example.test:8443/hailuo/v1", "https://api.example.test:8443/hailuo"),
        ("https://api.example.test/xv1", "https://api.example.test/xv1"),
        ("http://localhost:8000", "http://localhost:8000"),
        ("http://127.8.9.1:8000/v1", "http://127.8.9.1:8000"),
        ("http://[::1]:8000/", "http://[::1]:8000"),
    ],
)
def test_a_base_url_is_known_by_one_spelling(tmp_path, written, base):
    assert gateway(tmp_path, base_url=written, api_key=CANARY).base_url == base


@pytest.mark.parametrize(
    "written",
    [
        "api.example.test",
        "ftp://api.example.test",
        "https://",
        "https://a b.test",
        "//x",
        "https://[",
        "https://host:port",
        "https://me:pass@api.example.test",
        "https://api.example.test/?a=b",
    ],
)
def test_what_is_no_base_url_is_refused(tmp_path, written):
    with pytest.raises(ProfileError, match="address"):
        gateway(tmp_path, base_url=written, api_key=CANARY)


@pytest.mark.parametrize(
    "written",
    [
        "http://api.example.test",
        "http://10.0.0.1",
        "http://localhost.example.test",
        "HTTP://0.0.0.0",
    ],
)
def test_a_key_never_travels_in_the_clear(tmp_path, written):
    with pytest.raises(ProfileError, match="in the clear") as caught:
        gateway(tmp_path, base_url=written, api_key=CANARY)

    assert CANARY not in str(caught.value)


def test_nothing_configured_says_what_to_set(tmp_path):
    with pytest.raises(ProfileError, match="set HAILUO_BASE_URL and HAILUO_API_KEY"):
        gateway(tmp_path)


def test_any_provider_has_variables_and_a_table_of_its_own(tmp_path):
    environ = {
        "HAILUO_BASE_URL": "https://gateway.test",
        "HAILUO_API_KEY": CANARY,
        "HAILUO_MY_OTHER_BASE_URL": "https://other.test",
        "HAILUO_MY_OTHER_API_KEY": "sk-other",
        "HAILUO_MY_OTHER_ACCOUNT": "second",
    }
    keep(tmp_path, f'[third]\nbase_url = "https://third.test"\napi_key = "{CANARY}"\n')

    other = profile("my-other", environ=environ, config_dir=tmp_path)
    third = profile("third", environ=environ, config_dir=tmp_path)

    assert other == Profile("my-other", "https://other.test", "sk-other", "second")
    assert third == Profile("third", "https://third.test", CANARY)


def test_the_gateways_variables_are_no_other_providers(tmp_path):
    environ = {"HAILUO_BASE_URL": "https://gateway.test", "HAILUO_API_KEY": CANARY}

    with pytest.raises(
        ProfileError, match="set HAILUO_OTHER_BASE_URL and HAILUO_OTHER_API_KEY, or write"
    ):
        profile("other", environ=environ, config_dir=tmp_path)


def test_a_name_that_toml_must_quote_is_shown_in_quotes(tmp_path):
    with pytest.raises(ProfileError, match=r'under \["my gateway"\] in'):
        profile("my gateway", environ={}, config_dir=tmp_path)


@pytest.mark.parametrize(
    ("environ", "words"),
    [
        ({}, "the address and key of `gateway` are not known"),
        ({"api_key": CANARY}, "the address of `gateway` is not known"),
    ],
)
def test_only_what_is_missing_is_asked_for(tmp_path, environ, words):
    with pytest.raises(ProfileError, match=words):
        gateway(tmp_path, **environ)


def test_the_config_file_is_read(tmp_path):
    keep(
        tmp_path,
        f'[gateway]\nbase_url = "https://a.test/v1"\napi_key = "{CANARY}"\naccount = "studio"\n',
    )

    assert gateway(tmp_path) == Profile("gateway", "https://a.test", CANARY, "studio")
    assert gateway(tmp_path, account="other").account == "other"
    assert gateway(tmp_path, api_key="sk-other").api_key == "sk-other"


@pytest.mark.skipif(os.name != "posix", reason="modes are POSIX's")
def test_a_config_file_that_others_can_read_is_refused(tmp_path):
    file = keep(tmp_path, f'[gateway]\napi_key = "{CANARY}"\n', 0o640)

    with pytest.raises(ProfileError, match=f"chmod 600 '{file}'") as caught:
        gateway(tmp_path)

    assert CANARY not in str(caught.value)


def test_an_address_from_a_project_never_gets_the_users_key(tmp_path):
    keep(tmp_path, f'[gateway]\nbase_url = "https://a.test"\napi_key = "{CANARY}"\n')

    with pytest.raises(ProfileError, match="HAILUO_API_KEY is not"):
        gateway(tmp_path, base_url="https://elsewhere.test")


@pytest.mark.parametrize(
    "text",
    [f"[gateway]\napi_key = {CANARY}\n", "[gateway]\napi_key = 5\n", "gateway = 5\n", "\x00"],
)
def test_a_broken_config_file_is_told_without_its_lines(tmp_path, text):
    keep(tmp_path, text)

    with pytest.raises(ProfileError, match=r"config\.toml") as caught:
        gateway(tmp_path)

    assert CANARY not in repr(caught.value)
    assert caught.value.__suppress_context__ or caught.value.__context__ is None


@pytest.mark.parametrize("key", [f"{CANARY}\r\nX-More: 1", f"{CANARY} x", f"{CANARY}é"])
def test_a_key_that_no_header_can_carry_is_refused_here(tmp_path, key):
    with pytest.raises(ProfileError, match="key of `gateway` holds") as caught:
        gateway(tmp_path, base_url="https://a.test", api_key=key)

    assert CANARY not in str(caught.value)


def test_the_key_is_in_no_repr():
    assert CANARY not in repr(Profile("gateway", "https://a.test", CANARY))
