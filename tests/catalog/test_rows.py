"""Rows of the catalogue: how they are read, how they change one another, and what they may not."""

from __future__ import annotations

import tomllib
from datetime import date
from decimal import Decimal

import pytest

from hailuo_dsl.catalog.load import CatalogError, catalog, with_rows
from hailuo_dsl.catalog.model import Bound, Dialect, Mode
from hailuo_dsl.catalog.project import read_project, read_rows
from tests.conftest import OWN_PRICE

PROOF = 'source = "tried"\nchecked = 2026-11-20\n'
ORBIT = (
    '[[move]]\nid = "orbit"\nenglish = "Orbit"\nchinese = "环绕"\nmotion = "it circles"\n' + PROOF
)
STUDIO = (
    '[[provider]]\nname = "studio"\ntitle = "a studio"\ndialect = "chinese"\n'
    'modes = ["image-to-video"]\njobs_in_flight = 1\nfree = false\n' + PROOF
)


def rows(*texts, known=None):
    """The catalogue with the rows of *texts*, one TOML document each."""
    return with_rows(known or catalog(), *map(tomllib.loads, texts))


def refused(*texts):
    """What is said of rows that cannot be taken."""
    with pytest.raises(CatalogError) as caught:
        rows(*texts)
    return str(caught.value)


def test_the_rows_of_the_package_say_what_the_code_asks_for():
    assert {row.name for row in catalog().limits} == set(Bound)
    assert all(catalog().provider(name) for name in ("local", "gateway"))


def test_a_new_model():
    found = rows(
        '[[offer]]\nmodel = "X"\nmode = "image-to-video"\nsizes = { "4K" = [8, 4] }\n'
        f"tags = true\n{PROOF}"
    )

    assert found.models["X"][Mode.IMAGE].default_duration == 8
    assert "4K" in found.resolutions
    assert catalog().models == {name: it for name, it in found.models.items() if name != "X"}


def test_a_row_changes_the_columns_that_it_has():
    found = rows(
        '[[offer]]\nmodel = "MiniMax-Hailuo-2.3"\nmode = "image-to-video"\n'
        f'sizes = {{ "1080P" = [6, 10] }}\n{PROOF}'
    )
    old, new = (it.models["MiniMax-Hailuo-2.3"][Mode.IMAGE] for it in (catalog(), found))

    assert (new.sizes, new.source) == ({"1080P": (6, 10)}, "tried")
    assert (new.tags, new.sends_size) == (old.tags, old.sends_size)
    assert [it.name for it in found.offers] == [it.name for it in catalog().offers]


def test_a_price_is_found_by_what_is_sold():
    found = with_rows(catalog(), {"price": [OWN_PRICE]})
    dearer = {key: OWN_PRICE[key] for key in ("provider", "model", "resolution", "duration")}
    found = with_rows(
        found,
        {"price": [{**dearer, "amount": "2", "source": "x", "checked": date(2026, 2, 1)}]},
    )
    price = found.price("gateway", "MiniMax-Hailuo-02", "768P", 6)

    assert (price.amount, price.currency, price.source) == (Decimal(2), "CNY", "x")


def test_a_new_spelling_of_a_move():
    found = rows(f'[[move]]\nid = "push_in"\naliases = ["Close  In", "e\u0301lan"]\n{PROOF}')

    assert found.move("close in") is found.move("dolly in") is found.move("CLOSE IN")
    assert found.move("\u00e9lan").id == "push_in"
    assert found.move("close in").said(Dialect.CHINESE) == "推进"


def test_a_new_move_and_its_opposite():
    other = ORBIT.replace("rbit", "rbit-back").replace("环绕", "反环绕")
    found = rows(
        ORBIT.replace("motion", 'opposite = "orbit-back"\nmotion')
        + other.replace("motion", 'opposite = "orbit"\nmotion')
    )

    assert found.move("环绕").opposite == "orbit-back"
    assert found.move("orbit").said(Dialect.GATEWAY) == "orbit"


def test_a_limit_and_a_format():
    found = rows(
        f'[[limit]]\nname = "prompt"\nvalue = "1500"\n{PROOF}'
        f'[[format]]\nname = "GIF"\nmime = "image/gif"\n{PROOF}'
    )

    assert found.limit("prompt") == 1500
    assert "image/gif" in found.data_url


def test_a_provider_with_a_list_of_its_own():
    found = rows(
        STUDIO + 'prices = "ours"\n[[price]]\nprovider = "ours"\nmodel = "MiniMax-Hailuo-02"\n'
        f'resolution = "768P"\nduration = 6\namount = "0.10"\ncurrency = "EUR"\n{PROOF}'
    )

    assert found.provider("studio").dialect is Dialect.CHINESE
    assert found.price("studio", "MiniMax-Hailuo-02", "768P", 6).currency == "EUR"


def test_the_later_document_is_the_stronger():
    row = '[[limit]]\nname = "moves"\nvalue = "{}"\n' + PROOF

    assert rows(row.format(2), row.format(4)).limit("moves") == 4


@pytest.mark.parametrize("said", ["", "checked = 2026-11-20\n", 'source = "x"\n'])
def test_what_changes_a_fact_says_where_it_was_read(said):
    row = f'[[limit]]\nname = "moves"\nvalue = "4"\n{said}'

    assert "[[limit]] row 1 changes `value` of moves and lacks `" in refused(row)
    assert "(`source`)" in refused(row)


def test_what_changes_no_fact_need_not():
    again = '[[limit]]\nname = "moves"\nvalue = "3"\n'
    found = rows(again)
    read_anew = rows(f"{again}checked = 2027-01-01\n").limits[1]

    assert found == catalog()
    assert (read_anew.checked, read_anew.value) == (date(2027, 1, 1), 3)


def test_another_first_size_is_another_default():
    row = (
        '[[offer]]\nmodel = "MiniMax-Hailuo-2.3"\nmode = "image-to-video"\n'
        'sizes = { "1080P" = [6], "768P" = [6, 10] }\n'
    )

    assert "changes `sizes`" in refused(row)
    assert rows(row + PROOF).models["MiniMax-Hailuo-2.3"][Mode.IMAGE].default_resolution == "1080P"


def test_a_change_of_an_offer_leaves_old_prices_alone():
    found = rows(
        '[[offer]]\nmodel = "MiniMax-Hailuo-2.3"\nmode = "image-to-video"\n'
        f'sizes = {{ "2K" = [5] }}\n{PROOF}'
        '[[offer]]\nmodel = "MiniMax-Hailuo-2.3"\nmode = "text-to-video"\n'
        f'sizes = {{ "2K" = [5] }}\n{PROOF}'
    )

    assert found.prices == catalog().prices


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("offer = 1", "`offer` is a list of rows: each begins with [[offer]]"),
        ('[offer]\nmodel = "x"', "`offer` is a list of rows"),
        ('[[offer]]\nmodell = "x"', "row 1 has an unknown column `modell`; did you mean `model`?"),
        ("[[move]]\ncolour = 1", "unknown column `colour`; there are id, english, chinese"),
        ('[[offer]]\nmodel = "x"', "row 1 lacks `mode`, so that it cannot be told which row it is"),
        (
            '[[move]]\nid = "pushin"\naliases = ["in"]\n',
            "row 1 lacks `english`, and no move pushin is known; did you mean `push_in`?",
        ),
        ('[[move]]\nid = "orbit"\n', "no move orbit is known; a new row says all of them"),
        (
            '[[offer]]\nmodel = "x"\nmode = "image-to-vidoe"\n',
            "first-last-frame was expected, not 'image-to-vidoe'; did you mean `image-to-video`?",
        ),
        ('[[offer]]\nmodel = "x"\nmode = ["a"]\n', "was expected, not ['a']"),
        ('[[limit]]\nname = "promt"\n', "`name`: one of prompt, moves, picture_bytes"),
        (
            '[[limit]]\nname = "prompt"\nvalue = 5\n',
            '`value`: an amount in quotes was expected, "5"',
        ),
        ('[[limit]]\nname = "prompt"\nvalue = "0"\n', "`value`: a number over 0 was expected"),
        ('[[format]]\nname = "GIF"\nmime = "gif"\n', "as in image/png, not 'gif'"),
        ('[[provider]]\nname = "gateway"\ndialect = "chinglish"', "did you mean `english`?"),
        ('[[provider]]\nname = " gateway"', "without blanks at its ends, was expected"),
        ('[[provider]]\nname = "a\\nb"', "a text of one line"),
    ],
)
def test_a_row_that_cannot_be_read(text, said):
    assert said in refused(text)


@pytest.mark.parametrize(
    ("sizes", "said"),
    [
        ("{}", "durations by resolution were expected"),
        ("[6]", "durations by resolution were expected"),
        ('{ "768P" = [] }', "`768P` has no durations; leave it out"),
        ('{ "768P" = [6], "1080P" = [] }', "`1080P` has no durations"),
        ('{ "768P" = 6 }', "a list was expected, in brackets, not 6"),
        ('{ "768P" = [6, 6] }', "`768P` says a duration twice"),
        ('{ "768P" = [0] }', "a whole number from 1"),
    ],
)
def test_sizes_that_nobody_could_shoot(sizes, said):
    row = f'[[offer]]\nmodel = "x"\nmode = "image-to-video"\nsizes = {sizes}\n'

    assert refused(row).startswith("[[offer]] row 1: `sizes`: ")
    assert said in refused(row)


@pytest.mark.parametrize("word", ["push, in", "a+b", "in]", "{x}", "x\\\\y", "左，右"])
def test_a_spelling_that_no_script_could_say(word):
    assert "no script could say a move" in refused(ORBIT.replace('"Orbit"', f'"{word}"'))
    assert "no script could say a move" in refused(ORBIT + f'aliases = ["fine", "{word}"]\n')


def test_a_row_said_twice():
    assert refused(ORBIT + ORBIT) == "[[move]] row 2 is of orbit, and so is row 1"
    with pytest.raises(CatalogError, match="row 2 is of gateway MiniMax-Hailuo-02 768P 6, and so"):
        with_rows(catalog(), {"price": [OWN_PRICE, {**OWN_PRICE, "amount": "2"}]})


@pytest.mark.parametrize("word", ["Pan Left", "左摇", "PAN  LEFT", "tracking", "static shot"])
def test_a_spelling_of_two_moves(word):
    said = refused(ORBIT + f'aliases = ["{word}"]\n')

    assert said.startswith(f"[[move]] row 1 (orbit): `{word}` is a spelling of the move `")


def test_a_known_move_that_takes_another_ones_spelling():
    # The row that was changed is to blame, whichever comes first in the catalogue.
    assert refused(f'[[move]]\nid = "truck_left"\naliases = ["pan left"]\n{PROOF}') == (
        "[[move]] row 1 (truck_left): `pan left` is a spelling of the move `pan_left` already"
    )


def test_two_new_moves_of_one_spelling():
    other = ORBIT.replace('"orbit"', '"circle"')

    assert refused(ORBIT + other) == (
        "[[move]] row 2 (circle): `orbit` is a spelling of the move `orbit` already, [[move]] row 1"
    )


def test_a_spelling_may_go_from_one_move_to_another():
    found = rows(
        f'[[move]]\nid = "tracking"\naliases = ["follow"]\n{PROOF}'
        f'[[move]]\nid = "push_in"\naliases = ["tracking"]\n{PROOF}'
    )

    assert (found.move("tracking").id, found.move("follow").id) == ("push_in", "tracking")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            ORBIT + 'opposite = "pan_lfet"\n',
            "row 1 (orbit): `opposite`: there is no move `pan_lfet`; did you mean `pan_left`?",
        ),
        (ORBIT + 'opposite = "orbit"\n', "no move undoes itself"),
        (
            STUDIO + 'prices = "minimaxx"\n',
            "row 1 (studio): `prices`: nobody is called `minimaxx`; did you mean `minimax`?",
        ),
        (STUDIO + 'prices = "the moon"\n', "there are gateway, local, minimax, studio"),
    ],
)
def test_a_row_that_names_what_is_not_there(text, said):
    assert said in refused(text)


@pytest.mark.parametrize(
    ("column", "value", "said"),
    [
        ("provider", "gatway", "`provider`: nobody is called `gatway`; did you mean `gateway`?"),
        ("model", "MiniMax-Hailuo-20", "`model`: there is no model `MiniMax-Hailuo-20`;"),
        ("duration", 7, "nobody could pay it: MiniMax-Hailuo-02 does not shoot 768P for 7 seconds"),
        ("resolution", "4K", "does not shoot 4K for 6 seconds"),
    ],
)
def test_a_price_of_what_nobody_sells(column, value, said):
    with pytest.raises(CatalogError) as caught:
        with_rows(catalog(), {"price": [{**OWN_PRICE, column: value}]})

    assert str(caught.value).startswith("[[price]] row 1: ")
    assert said in str(caught.value)


def test_what_a_file_may_hold():
    assert read_rows(ORBIT)["move"][0]["id"] == "orbit"
    for read, text, said in (
        (read_rows, "[defaults]\n", "unknown table `defaults`; it may hold [[offer]]"),
        (read_rows, "[[mvoe]]\n", "unknown table `mvoe`; did you mean `move`?"),
        (read_project, "[[offers]]\n", "unknown table `offers`; did you mean `offer`?"),
        (read_project, "[colour]\n", "it may hold [defaults], [[offer]]"),
        (read_rows, STUDIO + 'api_key = "sesame"\n', "it may not hold `api_key`"),
        (read_rows, "id = \n", "it is no TOML"),
    ):
        with pytest.raises(CatalogError) as caught:
            read(text)
        assert said in str(caught.value)
        assert "sesame" not in str(caught.value)


def test_a_project_may_not_say_that_a_provider_is_free():
    text = f'[[provider]]\nname = "gateway"\nfree = true\n{PROOF}'

    assert rows(text).provider("gateway").free
    with pytest.raises(
        CatalogError, match="row 1: a project may not say that a provider is `free`"
    ):
        read_project(text)
