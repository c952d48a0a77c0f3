"""What axe-core says of the signing lab; each other view has its own such test, beside what else it does."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import expect

from sigv4_explain.widgets.signing_lab.input import FIRST, PRESETS
from tests.browser.axe import violations
from tests.browser.desk import Desk, expect_all_can_read
from tests.browser.lab_page import LabPage


def test_axe_finds_nothing(desk: Desk, tmp_path: Path) -> None:
    """In both themes, wide and narrow, with an edit marked and the code of a client with a warning."""
    lab = LabPage.shown(desk, height=7200)
    lab.choose_client("request")
    expect(lab.section("export")).to_contain_text("Deprecated.")
    lab.expect_signature_of(lab.edit(PRESETS[FIRST], "body", "x"))
    expect(lab.section("signature").locator(".sigv4-changed")).to_be_visible()
    expect_all_can_read(lab.root, tmp_path / "lab", (420, 1400))


def test_axe_finds_nothing_in_an_error(desk: Desk) -> None:
    """The form with a mistake in it has no fault either."""
    lab = LabPage.shown(desk, height=5200)
    lab.edit(PRESETS[FIRST], "at", "yesterday")
    expect(lab.root.get_by_role("alert")).to_be_visible()
    assert violations(desk.page) == []


def test_axe_can_find_something(desk: Desk) -> None:
    """A fault made on purpose is found: this check and that of every other view can fail."""
    LabPage.shown(desk, height=5200)
    style = desk.page.add_style_tag(content=".sigv4-root p { color: #aaa !important; background: #fff; }")
    try:
        assert any(found.startswith("color-contrast") for found in violations(desk.page))
    finally:
        style.evaluate("style => style.remove()")
