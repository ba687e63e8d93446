"""Every shape and every spelling of the simulator is read right by the decoder."""

import json

import pytest

from hailuo_dsl.api.decode import STATUSES, decode_query, decode_submit
from hailuo_dsl.api.model import Status
from hailuo_dsl.api.simulator.shapes import EVERY, Shape, View, Word, accepted, spellings, told
from tests.api.loopback import WIRE

TASK = "task_0123456789abcdefghijABCDEFGHIJ01"
CLIP = "https://cdn.example.test/v/1.mp4"
STATUS = {
    Word.QUEUED: Status.QUEUED,
    Word.PROCESSING: Status.RUNNING,
    Word.SUCCESS: Status.SUCCEEDED,
    Word.FAILED: Status.FAILED,
    Word.CANCELLED: Status.CANCELLED,
    Word.EXPIRED: Status.EXPIRED,
}
BADLY = (Word.FAILED, Word.CANCELLED, Word.EXPIRED)
SAY_NO_PROGRESS = {Shape.FLAT, Shape.FLAT_OLD, Shape.WRAPPED, Shape.VENDOR_V1, Shape.VENDOR_V2}


def view(stand, said=None):
    ended = {}
    if stand is Word.SUCCESS:
        ended = {"link": CLIP, "width": 1366, "height": 768}
    elif stand in BADLY:
        ended = {"code": "1027", "reason": "output new_sensitive"}
    return View(
        task_id=TASK,
        stand=stand,
        progress=50,
        submitted=1_780_000_000,
        finished=1_780_000_095 if ended else 0,
        model="MiniMax-Hailuo-2.3",
        seconds=6,
        said=said,
        **ended,
    )


def wire(name):
    (path,) = WIRE.glob(f"{name}-*.json")
    return json.loads(path.read_bytes())


@pytest.mark.parametrize("shape", Shape)
def test_a_task_id_is_found_in_the_answer_to_a_submit(shape):
    document = accepted(shape, view(Word.QUEUED))

    assert decode_submit(200, {}, json.dumps(document).encode()) == TASK


@pytest.mark.parametrize("stand", Word)
@pytest.mark.parametrize("shape", Shape)
def test_a_stand_is_read_in_every_shape_and_spelling(shape, stand):
    link = CLIP if stand is Word.SUCCESS else ""
    reason = "output new_sensitive" if stand in BADLY else ""
    progress = None if shape in SAY_NO_PROGRESS else 50.0

    for said in (None, *spellings(stand)):
        document = told(shape, view(stand, said))
        read = decode_query(200, {}, json.dumps(document).encode())
        assert (read.status, read.url) == (STATUS[stand], link), said
        assert (read.failure, read.progress) == (reason, progress), said


def test_the_spellings_are_all_that_the_decoder_knows():
    words = {word for words in EVERY.values() for word in words.split()}

    assert words - {"unknown"} == set(STATUSES)


@pytest.mark.parametrize(
    ("shape", "stand", "page"),
    [
        (Shape.TOKENSMIND, Word.SUCCESS, "03"),
        (Shape.TOKENSMIND, Word.FAILED, "04"),
        (Shape.NEWAPI, Word.PROCESSING, "06"),
        (Shape.FLAT, Word.SUCCESS, "10"),
        (Shape.OPENAI, Word.SUCCESS, "11"),
        (Shape.VENDOR_V2, Word.SUCCESS, "42"),
    ],
)
def test_a_shape_has_the_keys_and_the_word_of_its_page(shape, stand, page):
    """Keys that the page shows, at the top and one level down; it may leave some out itself."""
    shown, made = wire(page), told(shape, view(stand))
    inner = next((key for key in ("data", "task") if key in shown), None)

    assert shown.keys() <= made.keys()
    if inner:
        shown, made = shown[inner], made[inner]
        assert shown.keys() - {"resolution", "ratio", "usage"} <= made.keys()
    assert shown["status"] == made["status"]


def test_new_api_puts_the_reason_of_a_failure_where_the_link_should_be():
    shown, made = wire("08")["data"], told(Shape.NEWAPI, view(Word.FAILED))["data"]

    assert shown["result_url"] == shown["fail_reason"]
    assert made["result_url"] == made["fail_reason"] == "output new_sensitive"


def test_an_older_gateway_puts_a_file_id_where_the_reason_should_be():
    shown, made = wire("09")["data"], told(Shape.OLDER, view(Word.SUCCESS))["data"]

    assert shown["fail_reason"].isdigit()
    assert made["fail_reason"].isdigit()
    assert shown["data"]["file"].keys() - {"backup_download_url"} == made["data"]["file"].keys()
    assert "result_url" not in made


def test_an_older_new_api_puts_the_link_where_the_reason_should_be():
    made = told(Shape.OLDER_LINK, view(Word.SUCCESS))["data"]

    assert made["fail_reason"] == CLIP
    assert "result_url" not in made
