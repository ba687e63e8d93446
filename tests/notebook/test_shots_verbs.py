"""`%shots VERB NAME` in a shell without pages, which is shown the end alone."""

from __future__ import annotations

import os
import re
import signal
import threading
import time

import pytest
from IPython.utils.capture import capture_output

from hailuo_dsl.ground.trouble import Trouble
from hailuo_dsl.notebook.live import follow, said
from hailuo_dsl.notebook.work import AGAIN
from hailuo_dsl.studio.accounts import attempts_of
from hailuo_dsl.studio.production import ledger_of

from .shells import (
    SHOT,
    opened_shell,  # noqa: F401 - the fixture `shell`
    shots,
    verb,
)

CANARY = "canary-7c4f"


def test_check_tells_hints_too_and_counts(shell):
    shots(shell, "film", SHOT.replace("optimizer: off", "takes: 2"))
    text, html = verb(shell, "check film")

    assert text.startswith("hint[I201 optimizer-with-tags]")
    assert text.endswith("film: 1 hint; 2 requests")
    assert "<strong>hint" in html


def test_plan_run_status_and_preview_tell_of_the_same_takes(shell, place):
    shots(shell, "film", SHOT)
    text, html = verb(shell, "plan film")
    assert re.search(r"pier +new +free", text)
    assert "<th" in html

    text, html = verb(shell, "run film")
    assert "pier  done   out/pier.mp4" in text
    assert text.endswith("the reel: out/film.mp4")
    assert 'src="out/pier.mp4"' in html
    assert re.search(r"pier +reuse", verb(shell, "plan film pier")[0])
    text, html = verb(shell, "status film")
    assert re.search(r"pier +done +20", text)
    assert text.endswith("1 done")
    assert "<th" in html

    verb(shell, "run film")
    assert len(attempts_of(ledger_of(place))) == 1


def test_small_previews_are_in_the_page_and_the_others_beside_it(shell, place, monkeypatch):
    shots(shell, "film", SHOT + SHOT.partition("\n\n")[2].replace("shot pier", "shot sea"))
    text, html = verb(shell, "preview film")
    size = (place / "out/preview/pier.mp4").stat().st_size

    assert text == "pier  out/preview/pier.mp4\nsea  out/preview/sea.mp4"
    assert html.count("src=") == 2
    assert ('src="data:video/mp4;base64,' in html) == (size <= 256_000)
    monkeypatch.setattr("hailuo_dsl.studio.reprs_clip.MOST_INLINE", size)
    _, html = verb(shell, "preview film")
    assert html.count('src="data:video/mp4') == 1
    assert 'src="out/preview/sea.mp4" poster="data:image/jpeg' in html
    assert verb(shell, "preview film sea")[0].startswith("sea")


def test_what_costs_money_is_told_and_not_sent(shell, place, monkeypatch):
    monkeypatch.setenv("HAILUO_BASE_URL", "https://gateway.example")
    monkeypatch.setenv("HAILUO_API_KEY", CANARY)
    shots(shell, "film --provider gateway", SHOT)
    text, html = verb(shell, "run film --budget 5.00")

    assert text.startswith("To be sent to https://gateway.example")
    assert "USD" in text
    assert text.endswith("Nothing was sent: this costs money. Add --yes to send it.")
    assert CANARY not in text + html
    assert attempts_of(ledger_of(place)) == ()
    text, _ = verb(shell, "plan film --budget 0.01")
    assert re.search(r"pier +withheld", text)


def test_a_wait_that_is_interrupted_stops_and_running_again_goes_on(shell, place):
    shots(shell, "film", SHOT)
    threading.Timer(1.0, lambda: os.kill(os.getpid(), signal.SIGINT)).start()
    with pytest.raises(KeyboardInterrupt):
        shell.run_line_magic("shots", "run film --wait")

    assert verb(shell, "stop film")[0] == "`film` is not under way."
    assert "pier  done" in verb(shell, "run film")[0]
    assert len(attempts_of(ledger_of(place))) == 1


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("", "`%shots VERB NAME` wants a verb; there are check, plan,"),
        ("chek film", "`%shots chek`: did you mean `check`?"),
        ("plan", "`%shots plan` wants the name of a film"),
        ("plan fim", "no film is called `fim` here; did you mean `film`?"),
        ("plan film piers", "no shot is called `piers`; did you mean `pier`?"),
        ("plan film --yes", "`--yes` goes with `%shots run`"),
        ("run film --budget x", "`--budget x` is no amount"),
        ("run film --allow-unknown-price", "`--allow-unknown-price` goes with `--budget`"),
        ("run wrong", "nothing is made of a script with mistakes\n\nerror["),
        ("run cast", "`cast` has no shots; other cells can use it: `--with cast`"),
        ("plan \x1b[31mfilm", "no film is called `\N{REPLACEMENT CHARACTER}[31mfilm` here"),
        ("run 'film", "a quote is not closed"),
    ],
)
def test_what_the_author_can_put_right_is_said_in_a_sentence(shell, line, words):
    shots(shell, "film", SHOT)
    shots(shell, "wrong", SHOT.replace("tilt up", "tilt <b>"))
    shots(shell, "cast", "style noir\n  > grey\n")
    text, html = verb(shell, line)

    assert text.startswith(words)
    assert "Traceback" not in text
    assert "<b>" not in html


def test_late_news_is_not_drawn_over_the_end(shell):
    async def story(draw):
        for number in range(9):
            draw(lambda number=number: said(f"news {number}"))
        raise Trouble("it ended badly")

    with capture_output() as captured:
        follow(story, said("first"), pages=True, wait=True)
        time.sleep(AGAIN + 0.2)

    texts = [it.data["text/plain"] for it in captured.outputs]
    assert texts[0] == "first"
    assert texts[-1] == "it ended badly"
    assert len(texts) <= 4
