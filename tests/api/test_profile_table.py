"""How a service behaves, as its table in the user's config file tells."""

import os

import pytest

from hailuo_dsl.api.profile import Profile, ProfileError, profile

CANARY = "sk-canary-0123456789abcdef"
REACHED = {"HAILUO_BASE_URL": "https://a.test/v1", "HAILUO_API_KEY": CANARY}


def read(folder, table, environ=REACHED, mode=0o600, name="gateway"):
    file = folder / "config.toml"
    file.write_text(table)
    file.chmod(mode)
    return profile(name, environ=environ, config_dir=folder)


def test_a_service_is_thought_the_worst_of_until_its_user_tells_better(tmp_path):
    found = read(tmp_path, "")

    assert not found.honours_idempotency_key
    assert not found.refunds
    assert found.requests_per_minute is None
    assert found.jobs_in_flight is None
    assert found.polls is None
    assert found.deadline is None
    assert found == profile("gateway", environ=REACHED, config_dir=tmp_path / "nowhere")


def test_the_table_tells_how_the_service_behaves(tmp_path):
    found = read(
        tmp_path,
        f"""
        [gateway]
        base_url = "https://a.test"
        api_key = "{CANARY}"
        account = "studio"
        honours_idempotency_key = true
        refunds = true
        requests_per_minute = 20
        jobs_in_flight = 8
        polls = [0.05, 5, 10.5, 600]
        deadline = 604800
        """,
        environ={},
    )

    assert found == Profile(
        "gateway",
        "https://a.test",
        CANARY,
        "studio",
        honours_idempotency_key=True,
        refunds=True,
        requests_per_minute=20,
        jobs_in_flight=8,
        polls=(0.05, 5.0, 10.5, 600.0),
        deadline=604800.0,
    )
    assert all(type(it) is float for it in found.polls)


@pytest.mark.parametrize(
    ("reach", "applies"),
    [
        ("", True),
        ('account = "studio"', True),
        ('base_url = "https://a.test"', True),
        ('base_url = "https://A.test:443/v1/"', True),
        ('base_url = "https://b.test"', False),
        ('base_url = "https://a.test:8443"', False),
        ('base_url = "http://a.test"', False),
        ('base_url = "a.test"', False),
        ('api_key = "sk-other"', False),
        ('base_url = "https://b.test"\napi_key = "sk-other"', False),
        ('base_url = "https://a.test"\napi_key = "sk-other"', True),
    ],
)
def test_a_table_tells_only_of_the_service_whose_address_it_holds(tmp_path, reach, applies):
    found = read(tmp_path, f"[gateway]\n{reach}\nhonours_idempotency_key = true\n")

    assert found.base_url == "https://a.test"
    assert found.api_key == CANARY
    assert found.honours_idempotency_key is applies


def test_the_account_goes_with_the_address(tmp_path):
    table = '[gateway]\nbase_url = "https://a.test"\napi_key = "sk-other"\naccount = "studio"\n'

    assert read(tmp_path, table).account == "default"
    assert read(tmp_path, table, environ={}).account == "studio"


def test_a_table_is_of_one_service(tmp_path):
    environ = {"HAILUO_OTHER_BASE_URL": "https://b.test", "HAILUO_OTHER_API_KEY": CANARY}
    tables = "[gateway]\nrefunds = true\n[other]\njobs_in_flight = 2\n"

    assert read(tmp_path, tables).refunds
    other = read(tmp_path, tables, environ, name="other")
    assert not other.refunds
    assert other.jobs_in_flight == 2


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("honours_idempotency_key = 1", "must be true or false, not 1"),
        ('honours_idempotency_key = "yes"', "must be true or false, not a text in quotes"),
        ("refunds = 2026-01-01", "must be true or false, not a date"),
        ("requests_per_minute = 0", "must be a whole number from 1 to 100000, not 0"),
        ("requests_per_minute = 100001", "from 1 to 100000, not 100001"),
        ("requests_per_minute = 5.5", "must be a whole number from 1 to 100000, not 5.5"),
        ("requests_per_minute = true", "must be a whole number from 1 to 100000, not true"),
        ('requests_per_minute = "5"', "must be a whole number .* not a text in quotes"),
        ("jobs_in_flight = -1", "must be a whole number from 1 to 10000, not -1"),
        ("jobs_in_flight = 10001", "from 1 to 10000, not 10001"),
        ("polls = [3, 5, 10]", r"must be four numbers of seconds .* not \[3, 5, 10\]"),
        ("polls = [3, 5, 10, 30, 60]", "must be four numbers"),
        ("polls = [3, 5, 10, 0.04]", "must be four numbers of seconds from 0.05 to 600"),
        ("polls = [3, 5, 10, 601]", "must be four numbers"),
        ("polls = [3, 5, 10, true]", r"not \[3, 5, 10, true\]"),
        ("polls = [3, 5, 10, nan]", "must be four numbers"),
        ("polls = 5", "must be four numbers of seconds .* not 5"),
        ("polls = { first = 3 }", "not a table"),
        ("deadline = 0.5", "must be a number of seconds from 1 to 604800, not 0.5"),
        ("deadline = 604801", "from 1 to 604800"),
        ("deadline = inf", "from 1 to 604800, not inf"),
        ("deadline = false", "not false"),
        ("account = 5", "must be a text in quotes, not 5"),
        ("base_url = []", "must be a text in quotes"),
        ("refund = true", "unknown column `refund` .* did you mean `refunds`"),
        ("jobs_in_fligth = 3", "did you mean `jobs_in_flight`"),
        ("colour = 3", "unknown column `colour` .* there are base_url, api_key, account, honours"),
        ('"\\u001b[2J" = 3', "unknown column"),
    ],
)
def test_what_cannot_stand_in_the_table_is_told_in_one_sentence(tmp_path, line, words):
    with pytest.raises(ProfileError, match=words) as caught:
        read(tmp_path, f"[gateway]\n{line}\n")

    said = str(caught.value)
    assert f"[gateway] in {tmp_path / 'config.toml'}" in said
    assert line.split(" ")[0] in said or "\\u" in line
    assert said.isprintable()


@pytest.mark.parametrize(
    "line",
    [
        f'honours_idempotency_key = "{CANARY}"',
        f'deadline = "{CANARY}"',
        f'polls = ["{CANARY}"]',
        f'api_key = ["{CANARY}"]',
        f'base_url = {{ key = "{CANARY}" }}',
        f'refunds = "{CANARY}',
    ],
)
def test_a_key_that_stands_in_the_wrong_place_is_not_shown(tmp_path, line):
    with pytest.raises(ProfileError) as caught:
        read(tmp_path, f"[gateway]\n{line}\n")

    assert CANARY not in str(caught.value)
    assert caught.value.__suppress_context__


@pytest.mark.skipif(os.name != "posix", reason="modes are POSIX's")
def test_a_file_without_a_key_is_no_secret(tmp_path):
    assert read(tmp_path, "[gateway]\nrefunds = true\n", mode=0o644).refunds

    with pytest.raises(ProfileError, match="chmod 600"):
        read(tmp_path, f'[gateway]\nrefunds = true\n[b]\napi_key = "{CANARY}"\n', mode=0o644)


def test_local_has_no_table(tmp_path):
    found = read(tmp_path, "[local]\ncolour = 5\n", name="local")

    assert found.is_local
