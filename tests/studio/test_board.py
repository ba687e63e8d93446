"""The storyboard as HTML: what is on it, and that it harms nobody and needs nobody."""

from __future__ import annotations

import re
import shutil
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote

import cv2
import numpy as np
import pytest

from hailuo_dsl.media.picture import png, read_picture
from hailuo_dsl.media.write import write_video
from hailuo_dsl.studio.board import fragment, page
from hailuo_dsl.studio.board.board import board
from hailuo_dsl.studio.film import film_of

HEAD = "model: MiniMax-Hailuo-2.3\noptimizer: off\n"
FILM = f"""\
{HEAD}note: for the client

scene cafe "At noon"
  note: keep it warm

  shot cup "The cup"
    from: coffee.jpg
    takes: 3
    camera: push in + pan left, then tilt up
    > Steam.

  shot table
    from: cup#1.last
    trim: 1s..4s
    > The light moves.

scene night
  shot window
    from: none
    vary light: dawn | dusk
    camera: static shot
    > The window in the {{light}}.
"""

LEFT_BY_JUPYTERLAB = {
    *("bdi", "br", "div", "figcaption", "figure", "h1", "h2", "h3", "h4", "img", "li", "mark"),
    *("ol", "p", "section", "small", "span", "strong", "ul", "a"),
}
"""Elements of ours that its sanitizer leaves in a notebook that is not trusted.

Source: https://github.com/jupyterlab/jupyterlab/blob/main/packages/apputils/src/sanitizer.ts
"""

STYLES_LEFT = {
    *("background", "border", "border-bottom", "border-radius", "box-sizing", "color", "display"),
    *("font-size", "font-weight", "height", "line-height", "list-style", "margin", "max-width"),
    *("overflow-wrap", "padding", "vertical-align", "white-space", "width"),
}
"""And properties of ours that it leaves in a `style` attribute."""


class Seen(HTMLParser):
    """The elements of a page in their order, each with its attributes, and its words."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.words = ""
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data):
        self.words += data

    def all(self, tag):
        return [attributes for name, attributes in self.elements if name == tag]


@pytest.fixture
def filmed(tmp_path, pictures):
    """What compiles a script that stands beside pictures."""
    for name in ("coffee.jpg", "astronaut.jpg"):
        shutil.copy(pictures / name, tmp_path)

    def compiled(text=FILM, provider="gateway"):
        return film_of(text, "film", folder=tmp_path, provider=provider)

    return compiled


def one(body, head=HEAD):
    """A script of one shot."""
    return f"{head}shot it\n{body}  > Go.\n"


def middle(picture):
    """The colour in the middle of a picture file."""
    pixels = read_picture(picture)
    return pixels[pixels.shape[0] // 2, pixels.shape[1] // 2].tolist()


def test_a_scene_is_a_row_and_equal_takes_are_one_card(filmed):
    found = board(filmed())

    assert [(row.id, row.title, row.notes) for row in found.rows] == [
        ("cafe", "At noon", ("keep it warm",)),
        ("night", "", ()),
    ]
    assert [[(it.name, it.takes) for it in row.cards] for row in found.rows] == [
        [("cup", 3), ("table", 1)],
        [("window@dawn", 1), ("window@dusk", 1)],
    ]


def test_a_card_says_what_is_shot_and_what_it_costs(filmed):
    words = Seen(fragment(filmed())).words

    assert "cup “The cup” × 3" in words
    assert "MiniMax-Hailuo-2.3 · 6 s · 768P" in words
    assert "0.28 USD × 3" in words
    assert "camera: 1. dolly in + pan left → 2. tilt up" in words
    assert "[dolly in,pan left] [tilt up] Steam." in words
    assert "trim: 1s..4s" in words
    assert "take 1 is in the reel" in words
    assert "note: for the client" in words
    assert "4 shots, 6 clips: 1.68 USD" in words


def test_where_clips_are_free_the_board_says_so(filmed):
    assert "6 clips: free" in Seen(fragment(filmed(provider="local"))).words


def test_a_price_that_nobody_knows_is_not_guessed(filmed):
    film = filmed(one("  from: coffee.jpg\n", "model: I2V-01\n"))

    assert "price unknown" in Seen(fragment(film)).words


def test_the_camera_speaks_the_words_of_the_script(filmed):
    words = Seen(
        fragment(filmed(one("  from: coffee.jpg\n  tags: chinese\n  camera: 推进\n")))
    ).words

    assert "camera: 推进" in words


def test_a_picture_says_in_words_what_is_drawn_on_it(filmed):
    alts = [it["alt"] for it in Seen(fragment(filmed())).all("img")]

    assert alts[0] == (
        "cup: first frame coffee.jpg; first the camera moves toward the subject and the camera "
        "turns left in place, then the camera turns up in place"
    )
    assert alts[1] == "table: starts from cafe/cup#1.last (preview); no camera move"
    assert alts[2] == "window@dawn: from words alone; the camera is locked off"


def test_headings_go_down_one_step_at_a_time(filmed):
    heading = re.compile("h[1-6]$")
    levels = [name for name, _ in Seen(page(filmed())).elements if heading.match(name)]

    assert levels == ["h1", "h2", "h3", "h3", "h2", "h3", "h3"]


def test_only_the_shots_that_are_asked_for(filmed):
    found = board(filmed(), only={"cafe/table"})

    assert [it.id for row in found.rows for it in row.cards] == ["cafe/table"]
    assert found.rows[0].cards[0].first.picture


def test_a_film_without_shots_says_so(filmed):
    assert "There is no shot yet." in fragment(filmed("model: MiniMax-Hailuo-2.3\n"))


def test_a_shot_with_a_mistake_is_there_and_asks_for_nothing(filmed):
    bad = "shot bad\n  from: no.jpg\n  > a\n  >\n  > b\n"
    film = filmed(f"{HEAD}shot good\n  from: coffee.jpg\n  > Go.\n{bad}")
    words = Seen(fragment(film)).words

    assert not film.compiled.ok
    assert "2 shots, 1 clip:" in words
    assert "asks for nothing" in words
    assert "a mistake in the script" in words
    assert "\N{REPLACEMENT CHARACTER}" not in words


def test_a_frame_of_another_shot_is_previewed(filmed):
    cup, table = board(filmed()).rows[0].cards
    before, after = (cv2.resize(read_picture(it.first.picture), (64, 42)) for it in (cup, table))

    assert table.first.said == "starts from cafe/cup#1.last (preview)"
    assert cv2.PSNR(before, after) < 25  # the camera has gone nearer


def test_the_frame_of_a_clip_takes_the_place_of_the_preview(filmed, tmp_path):
    green = np.full((96, 144, 3), (20, 200, 40), np.uint8)
    clip = tmp_path / "out" / "cup.mp4"
    clip.parent.mkdir()
    write_video(clip, [green, green])
    cup, table = board(filmed(), clips={"cafe/cup#1": clip}).rows[0].cards

    assert table.first.said == "starts from cafe/cup#1.last"
    assert np.allclose(middle(table.first.picture), (20, 200, 40), atol=12)
    assert cup.clips == (("cafe/cup#1", clip),)
    links = [it["href"] for it in Seen(fragment(filmed(), clips={"cafe/cup#1": clip})).all("a")]
    assert links == ["coffee.jpg", "out/cup.mp4"]


def test_a_clip_that_is_gone_or_broken_leaves_the_preview(filmed, tmp_path):
    broken = tmp_path / "broken.mp4"
    broken.write_bytes(b"no clip")
    for clip in (broken, tmp_path / "gone.mp4"):
        _, table = board(filmed(), clips={"cafe/cup#1": clip}).rows[0].cards
        assert table.first.said == "starts from cafe/cup#1.last (preview)"


def test_a_frame_that_nothing_is_known_of_names_the_shot_it_is_of(filmed):
    text = f"{HEAD}shot one\n  from: none\n  > Go.\nshot two\n  from: previous\n  > On.\n"
    _, two = board(filmed(text)).rows[0].cards

    assert (two.first.said, two.first.picture) == ("starts from one.last", None)


def test_a_chain_of_shots_longer_than_python_is_deep(filmed):
    shots = "".join(f"shot s{it}\n  from: previous\n  > Go.\n" for it in range(1, 1200))
    film = filmed(f"{HEAD}shot s0\n  from: none\n  > Go.\n{shots}")

    assert len(board(film).rows[0].cards) == 1200


def test_the_last_frame_is_there_too(filmed):
    head = HEAD.replace("2.3", "02")
    html = fragment(filmed(one("  from: coffee.jpg\n  to: astronaut.jpg\n", head)))
    (picture,) = Seen(html).all("img")

    assert picture["alt"].endswith("; last frame astronaut.jpg")
    assert unquote(picture["src"]).count("<image") == 2
    assert "last frame astronaut.jpg" in Seen(html).words


def test_an_address_is_never_fetched_and_only_its_host_is_told(filmed):
    html = fragment(filmed(one("  from: https://me:word@pictures.example/a.png?token=s3cret\n")))

    assert "first frame at pictures.example" in Seen(html).words
    for secret in ("word@", "token", "s3cret", "https:"):
        assert secret not in html


def test_a_picture_in_a_data_url_is_seen_but_not_told(filmed):
    from hailuo_dsl.media.picture import data_url

    url = data_url(png(np.full((400, 600, 3), (200, 30, 30), np.uint8)))
    (card,) = board(filmed(one(f"  from: {url}\n"))).rows[0].cards

    assert card.first.said == "first frame a data URL"
    assert np.allclose(middle(card.first.picture), (200, 30, 30), atol=12)


def test_a_picture_that_has_gone_since_is_named(filmed, tmp_path):
    film = filmed(one("  from: astronaut.jpg\n"))
    shutil.move(tmp_path / "astronaut.jpg", tmp_path / "eileen.jpg")
    (card,) = board(film).rows[0].cards

    assert card.first.said == "first frame astronaut.jpg cannot be read"


def test_what_the_author_writes_stays_words(filmed, tmp_path, pictures):
    name = "a b'<img onerror=x>&\".jpg"
    shutil.copy(pictures / "coffee.jpg", tmp_path / name)
    evil = "<script>alert(1)</script><img src=x onerror=y>&quot;'"
    text = (
        f'note: {evil}\nlet it: {evil}\nscene s "{evil}"\n  note: {evil}\n'
        f'  shot s "{evil}"\n    from: {name}\n    note: {evil}\n    > {{it}} {evil}\n'
        f"  shot t\n    from: previous\n    > On.\n"
    )
    film = filmed(f"{HEAD}{text}")
    seen = Seen(page(film))

    assert film.compiled.ok
    assert seen.words.count(evil) == 7
    assert len(seen.all("script")) == 0
    assert len(seen.all("img")) == 2
    assert not [name for _, it in seen.elements for name in it if name.startswith("on")]


def test_links_lead_from_the_page_to_the_pictures_and_nowhere_else(filmed, tmp_path):
    film = filmed()
    (tmp_path / "pages").mkdir()
    here = Seen(fragment(film)).all("a")
    there = Seen(page(film, at=tmp_path / "pages")).all("a")

    assert [it["href"] for it in here] == ["coffee.jpg"]
    assert [it["href"] for it in there] == ["../coffee.jpg"]


def test_a_path_that_looks_like_an_address_is_no_address(filmed, tmp_path, pictures):
    (tmp_path / "javascript:").mkdir()
    shutil.copy(pictures / "coffee.jpg", tmp_path / "javascript:" / "a.jpg")
    (link,) = Seen(fragment(filmed(one("  from: ./javascript:/a.jpg\n")))).all("a")

    assert link["href"] == "javascript%3A/a.jpg"


def test_nothing_is_asked_of_anybody(filmed):
    seen = Seen(page(filmed()))
    policy = next(it["content"] for it in seen.all("meta") if "http-equiv" in it)

    assert policy.startswith("default-src 'none'; img-src data:; style-src 'unsafe-inline'")
    assert not [name for name, _ in seen.elements if name in {"script", "link", "iframe", "object"}]
    assert {it["src"].partition(",")[0] for it in seen.all("img")} == {"data:image/svg+xml"}
    assert "url(" not in seen.words + "".join(it.get("style") or "" for _, it in seen.elements)


def test_a_notebook_that_is_not_trusted_keeps_all_but_the_style_sheet(filmed):
    seen = Seen(fragment(filmed()))
    styles = ";".join(it["style"] for _, it in seen.elements if "style" in it)
    properties = {it.partition(":")[0].strip() for it in styles.split(";") if it}

    assert {name for name, _ in seen.elements} - {"style"} <= LEFT_BY_JUPYTERLAB
    assert properties <= STYLES_LEFT


def test_the_same_film_gives_the_same_page(filmed):
    assert page(filmed()) == page(filmed())


def test_a_hundred_shots_are_less_than_a_megabyte_and_a_half(filmed, tmp_path):
    noise = np.random.default_rng(1).integers(0, 255, (30, 10, 320, 480, 3), np.uint8)
    lines = [HEAD]
    for number in range(100):
        frame = noise[number % 30, number % 10]
        (tmp_path / f"{number}.png").write_bytes(png(frame))
        lines.append(
            f"shot s{number}\n  from: {number}.png\n  camera: push in + pan left, then shake\n"
            f"  > {'She walks along the pier in the rain. ' * 8}\n"
        )
    film = filmed("".join(lines))

    assert len(film.requests) == 100
    assert len(page(film).encode()) < 1_500_000


def test_the_board_of_the_notebooks_film():
    from hailuo_dsl.studio.film import read_film

    demo = Path(__file__).parents[2] / "notebooks" / "demo" / "launch.shots"
    html = fragment(read_film(str(demo)))

    assert len(Seen(html).all("img")) == 4
    assert "starts from above/stars.last (preview)" in html
