"""What films, requests, plans and takes show: text, and HTML that is safe and small."""

from __future__ import annotations

import base64
import re
import shutil
from html.parser import HTMLParser
from pathlib import Path

import numpy as np
import pytest
from IPython.core.formatters import DisplayFormatter
from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.capture import capture_output

from hailuo_dsl import Film, Prose, Script
from hailuo_dsl.job.model import Stage
from hailuo_dsl.media.picture import read_picture
from hailuo_dsl.media.write import write_video
from hailuo_dsl.request.page import request_bundle
from hailuo_dsl.studio.film import film_of
from hailuo_dsl.studio.reprs_clip import clip_html
from hailuo_dsl.studio.results import MOST_STILLS, Take, Takes, TakesMissing
from tests.cli.filmed import reach_a_gateway, write
from tests.job.film import make_clip

EVIL = "<script>alert('x')</script>&\"<img src=x onerror=1>"
VOID = {"br", "img", "hr"}
QUICK = {"job_seconds": 0.05, "poll": 0.02}


@pytest.fixture(autouse=True)
def here(tmp_path, monkeypatch, pictures):
    shutil.copy(pictures / "coffee.jpg", tmp_path)
    monkeypatch.chdir(tmp_path)


class Outline(HTMLParser):
    """Reads HTML whose every element is closed, and keeps its elements and its words."""

    def __init__(self, html):
        super().__init__()
        self.open, self.elements, self.words = [], [], []
        self.feed(html)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.words.append(data)

    @property
    def tags(self):
        return {tag for tag, _ in self.elements}

    def marked(self):
        """What each mark says it is, in order."""
        return [attrs["title"] for tag, attrs in self.elements if tag == "mark"]


def shown(thing):
    """What *thing* shows: its text, and the outline of its HTML."""
    bundle = thing._repr_mimebundle_(include=None, exclude=None)
    assert set(bundle) == {"text/plain", "text/html"}
    assert "<style" not in bundle["text/html"]
    return bundle["text/plain"], Outline(bundle["text/html"])


def harbour():
    script = Script(
        model="MiniMax-Hailuo-02", resolution="512P", optimizer=False, let={"tone": "cold"}
    )
    script.character("mara", "a red coat", title="the woman in red")
    script.style("noir", "35mm grain")
    script.shot(
        "pier",
        Prose("{mara} walks [push in] on, {tone}."),
        from_="coffee.jpg",
        look="noir",
    )
    return Film.of(script, "harbour")


def test_a_film_is_a_table_of_its_shots():
    film = harbour()
    text, html = shown(film)

    assert text == str(film)
    assert text.startswith("pier  MiniMax-Hailuo-02  6  512P  coffee.jpg\n    the woman in red (")
    assert html.tags == {"table", "thead", "tbody", "tr", "th", "td", "span", "mark"}
    assert html.marked() == ["camera"]
    assert html.words[:6] == ["shot", "model", "seconds", "resolution", "first frame", "prompt"]


def test_a_request_is_coloured_by_where_its_words_come_from():
    (request,) = harbour().requests
    bundle = request_bundle(request)
    html = Outline(bundle["text/html"])

    kinds = ["character", "camera", "variable", "look"]
    legend = ["camera", "character", "variable", "look"]
    assert list(dict.fromkeys(html.marked()[: -len(legend)])) == kinds
    assert html.marked()[-len(legend) :] == legend
    assert request.body["prompt"] in "".join(html.words)
    assert bundle["text/plain"].endswith(request.body["prompt"])
    assert f"{len(request.body['prompt'])} characters" in html.words[-1]


def test_a_line_feed_in_a_prompt_is_seen():
    script = Script(model="MiniMax-Hailuo-02")
    script.shot("it", "One.\n\nTwo.", from_="coffee.jpg", to="coffee.jpg")
    html = Outline(request_bundle(Film.of(script).requests[0])["text/html"])

    assert "br" in html.tags
    assert " · MiniMax-Hailuo-02 · 6 · default · coffee.jpg → coffee.jpg" not in html.words
    assert "coffee.jpg → coffee.jpg" in "".join(html.words)


def test_hostile_words_are_words():
    script = Script(model="MiniMax-Hailuo-02", let={"said": EVIL})
    script.shot(
        "it",
        EVIL,
        Prose("{said}"),
        from_=f"https://example.com/{EVIL.replace(' ', '')}",
        title=EVIL,
    )
    wrong = film_of(f"{script}\nshot other\n  nonsense {EVIL}\n", EVIL, folder=Path())
    plan = Film.of(script, "film").plan()
    take = Take("it", Stage.FAILED, message=EVIL)
    lost = Take("it", Stage.DONE, "c0ffee", Path(f"{EVIL}.mp4".replace("/", "")))

    assert wrong.requests
    for thing in (wrong, plan, take, lost, Takes([take, lost])):
        _, html = shown(thing)
        assert not {"script", "img"} & html.tags
        assert not [name for _, attrs in html.elements for name in attrs if name.startswith("on")]
    html = Outline(request_bundle(wrong.requests[0])["text/html"])
    assert not {"script", "img"} & html.tags
    assert "".join(html.words).count(EVIL) == 2


def test_a_plan_is_a_table_with_prices(monkeypatch):
    write()
    reach_a_gateway(monkeypatch)
    plan = Film.read("film.shots").plan(budget="0.25 USD")
    text, html = shown(plan)

    assert text.splitlines()[:3] == [
        "shot         what      price     why",
        "cafe/cup#1   new       0.10 USD  never sent before",
        "cafe/cup#2   new       0.10 USD  never sent before",
    ]
    assert "to be sent: 2 clips: 0.20 USD" in text
    assert text.endswith("spent or reserved so far: 0 USD of the budget of 0.25 USD")
    assert repr(plan).startswith('Plan("2 clips: 0.20 USD (')
    assert html.words[:4] == ["shot", "what", "price", "why"]
    assert html.words[4:8] == ["cafe/cup#1", "new", "0.10 USD", "never sent before"]
    assert html.words[-1].startswith("spent or reserved so far")


def test_where_nothing_is_to_be_sent_a_plan_says_so():
    film = harbour()
    film.run_sync(**QUICK)
    text, html = shown(film.plan())

    assert text.endswith("\n\nnothing to be sent")
    assert html.words[-1] == "nothing to be sent"


def noise(path, edge=480, frames=8):
    """A clip that is heavy for its size."""
    random = np.random.default_rng(7)
    pictures = random.integers(0, 255, (frames, edge, edge, 3), np.uint8)
    write_video(path, list(pictures), 24)
    return path


def data_of(url, mime):
    assert url.startswith(f"data:{mime};base64,")
    return base64.b64decode(url.partition(",")[2])


def test_a_small_clip_plays_from_the_page_itself():
    Path("out").mkdir()
    make_clip(Path("out/a b.mp4"), "small")
    text, html = shown(Take("it", Stage.DONE, "c0ffee", Path("out/a b.mp4")))
    (video,) = (attrs for tag, attrs in html.elements if tag == "video")

    assert text == "it  done  out/a b.mp4"
    assert data_of(video["src"], "video/mp4") == Path("out/a b.mp4").read_bytes()
    assert "controls" in video
    assert video["aria-label"] == "out/a b.mp4"
    assert ("a", {"href": "out/a%20b.mp4"}) in html.elements


def test_a_large_clip_is_a_light_still_and_a_relative_link():
    clip = noise(Path("big.mp4"))
    assert clip.stat().st_size > 256_000
    bundle = Take("it", Stage.DONE, "c0ffee", clip.resolve())._repr_mimebundle_()
    (video,) = (it for tag, it in Outline(bundle["text/html"]).elements if tag == "video")
    still = data_of(video["poster"], "image/jpeg")

    assert video["src"] == "big.mp4"
    assert video["preload"] == "none"
    assert len(still) <= 12_000
    assert max(read_picture(still).shape) >= 80
    assert str(Path.cwd()) not in str(bundle)


def test_a_clip_that_cannot_be_read_or_is_gone_is_told_of_all_the_same():
    Path("broken.mp4").write_bytes(b"no clip" * 50_000)

    assert "poster" not in clip_html(Path("broken.mp4"))
    assert 'src="broken.mp4"' in clip_html(Path("broken.mp4"))
    assert clip_html(Path("gone.mp4")) == "<div>gone.mp4 is not there any more</div>"


def test_takes_show_stills_and_no_clips():
    clip = noise(Path("big.mp4"))
    takes = Takes(Take(f"it{number}", Stage.DONE, "c", clip) for number in range(40))
    text, html = shown(takes)
    videos = [attrs for tag, attrs in html.elements if tag == "video"]

    assert len(text.splitlines()) == 41
    assert len(videos) == 40
    assert sum("poster" in it for it in videos) == MOST_STILLS
    assert not [it for it in videos if it["src"].startswith("data:")]
    assert len(takes._repr_mimebundle_()["text/html"]) < 300_000


def test_a_result_shows_its_takes_what_went_wrong_and_the_reel():
    script = Script(model="MiniMax-Hailuo-02", resolution="512P")
    shutil.copy("coffee.jpg", "gone.jpg")
    for name, picture in {"one": "coffee.jpg", "two": "gone.jpg"}.items():
        script.shot(name, "Steam.", from_=picture)
    film = Film.of(script)
    Path("gone.jpg").unlink()
    with pytest.warns(TakesMissing):
        result = film.run_sync(**QUICK)
    text, html = shown(result)

    assert text == str(result)
    assert text.splitlines()[:2] == [
        "take  stage    clip         message",
        "one   done     out/one.mp4",
    ]
    assert text.splitlines()[-1] == "the reel: out/film.mp4"
    assert "error[skipped]: two: the picture gone.jpg cannot be read" in text
    assert [attrs["src"] for tag, attrs in html.elements if tag == "video"] == [
        "out/one.mp4",
        "out/film.mp4",
    ]
    assert "not in the reel: two" in html.words


@pytest.fixture
def shell(monkeypatch, tmp_path_factory):
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path_factory.mktemp("ipython")))
    InteractiveShell.clear_instance()
    shell = InteractiveShell.instance()
    yield shell
    shell.history_manager.end_session()
    InteractiveShell.clear_instance()


def test_without_the_magic_a_notebook_shows_the_same():
    film = harbour()
    formatted, _ = DisplayFormatter().format(film)

    assert formatted == film._repr_mimebundle_()


def test_a_script_with_mistakes_makes_no_traceback_in_a_notebook(shell):
    with capture_output() as output:
        shell.run_cell("import hailuo_dsl\nhailuo_dsl.Film.of('shot it\\n  > x [psh in]\\n')")

    said = re.sub(r"\x1b\[[0-9;]*m", "", output.stdout + output.stderr)
    assert "2 |   > x [psh in]" in said
    assert "Traceback" not in said
    assert "film.py" not in said


def test_a_request_shows_itself_so():
    (request,) = harbour().requests

    assert request._repr_mimebundle_() == request_bundle(request)
