"""What is typed into a studio while the kernel is slow: no letter of it is lost."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from hailuo_dsl.notebook import Studio

SCRIPT = "shot crew\n  model: I2V-01\n  from: frames/astronaut.jpg\n  > She smiles.\n"
LATER = SCRIPT.replace("smiles", "waves")

KERNEL = """\
async ([module, snapshot]) => {
    const url = URL.createObjectURL(new Blob([module], { type: "text/javascript" }));
    const { default: widget } = await import(url);
    const heard = {};
    window.kernel = {
        sent: [],
        show(now) {
            snapshot = { ...snapshot, ...now };
            heard["change:snapshot"]();
        },
        give: (item, text) =>
            heard["msg:custom"]({ type: "item", item, mime: "text/plain" }, [text]),
    };
    const model = {
        get: () => snapshot,
        on: (event, hear) => (heard[event] = hear),
        off: () => {},
        send: (message) => kernel.sent.push(message),
    };
    widget.render({ model, el: document.body });
}"""


@pytest.fixture(scope="module")
def empty(open_page):
    return open_page()


class Slow:
    """A studio in a page, whose kernel says what it is told to say, and when."""

    def __init__(self, page, place):
        studio = Studio(SCRIPT, folder=place)
        self._page = page
        page.goto("about:blank")
        page.evaluate(KERNEL, [studio._esm, studio.snapshot])
        self.script = page.get_by_role("textbox", name="Script")

    def show(self, **now):
        self._page.evaluate("now => kernel.show(now)", now)

    def give(self, token, text):
        self._page.evaluate("([token, text]) => kernel.give(token, text)", [token, text])

    def sent(self, kind):
        return [it for it in self._page.evaluate("kernel.sent") if it["type"] == kind]


@pytest.fixture
def slow(empty, tmp_path):
    return Slow(empty, tmp_path)


def test_nothing_can_be_typed_before_the_script_is_there(slow):
    slow.script.focus()
    slow.script.press("x")
    assert slow.sent("edit") == []

    slow.give("text-0", SCRIPT)
    expect(slow.script).to_have_value(SCRIPT)
    slow.script.press("Control+End")
    slow.script.press("x")
    assert [it["text"] for it in slow.sent("edit")] == [SCRIPT + "x"]


def test_a_change_made_elsewhere_waits_until_the_kernel_has_heard_all_that_was_typed(slow):
    slow.give("text-0", SCRIPT)
    expect(slow.script).to_have_value(SCRIPT)
    slow.script.press("Control+End")
    slow.script.press("x")

    slow.show(text="text-1", by="")
    slow.give("text-1", LATER)
    slow.script.press("y")

    assert [it["text"] for it in slow.sent("edit")] == [SCRIPT + "x", SCRIPT + "xy"]
    view = slow.sent("edit")[-1]["view"]
    slow.show(text="text-3", typed={view: 2})
    slow.give("text-3", LATER)
    expect(slow.script).to_have_value(LATER)
