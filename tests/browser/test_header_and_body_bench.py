from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.axe import violations
from tests.browser.desk import Desk, expect_all_can_read, expect_no_markup

HOSTILE = "<img src=x onerror=\"document.title='broken in'\"></style><b>bold</b>"
RIGHT_TO_LEFT = "שלום \u202e 🐕"


def test_a_header_line_finds_its_place_and_lights_up(desk: Desk) -> None:
    """What is typed is a canonical line at once; the keyboard reaches it, and all its places light up."""
    root = desk.show("HeaderBench()")
    root.get_by_label("Headers as sent").fill(f"X-B:   1\t2 \nHost: h\nX-A: {HOSTILE} {RIGHT_TO_LEFT}")
    lines = root.locator(".sigv4-canonical-side li")

    expect(lines).to_have_count(3)
    expect(lines.nth(2)).to_contain_text("x-b:1·2")
    expect_no_markup(root, "img", "b")
    root.get_by_label("Headers as sent").focus()
    desk.page.keyboard.press("Tab")
    lit = root.locator(".sigv4-p-header-host")
    outlines = [lit.nth(number).evaluate("piece => getComputedStyle(piece).outlineStyle") for number in range(3)]
    assert outlines == ["solid"] * 3


def test_two_bodies_part_where_the_bench_says(desk: Desk) -> None:
    """Body and spelling are chosen by keyboard alone; the first byte that differs is named and marked."""
    page, root = desk.page, desk.show("BodyBench()")
    root.get_by_label("Body").fill(f'{{"a": "{RIGHT_TO_LEFT}<b>"}}')
    for key in ("Tab", "Tab", "Space", *["ArrowDown"] * 5, "Enter"):  # in a closed menu keys are JupyterLab's own
        page.keyboard.press(key)

    expect(root.get_by_role("status")).to_contain_text("nothing was hashed, 0a (a line feed) was sent")
    expect(root.locator("mark").first).to_be_visible()
    expect_no_markup(root, "b")


@pytest.mark.parametrize(
    ("bench", "field", "choice", "said"),
    [
        ("HeaderBench", "Sign", "every header that is sent", "user-agent is signed"),
        ("BodyBench", "It is sent", "the JSON with \\u escapes", "byte 13"),
    ],
)
def test_axe_finds_nothing_and_nothing_sticks_out(
    desk: Desk, tmp_path: Path, bench: str, field: str, choice: str, said: str
) -> None:
    """In both themes, wide and narrow, and with an error; each field has a label that can be read."""
    root = desk.show(f"{bench}()", height=3400)
    root.get_by_label(field, exact=True).select_option(label=choice)
    expect(root.get_by_role("status")).to_contain_text(said)
    labels = root.locator(".widget-label", has_text=re.compile(r"\w"))
    assert labels.count() == root.locator("textarea, select").count()
    expect_all_can_read(root, tmp_path / bench)
    assert all(label.is_visible() for label in labels.all())
    root.locator("textarea").fill("no header and no JSON")
    expect(root.get_by_role("alert")).to_be_visible()
    assert violations(desk.page) == []
