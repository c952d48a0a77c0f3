from __future__ import annotations

from pathlib import Path

from playwright.sync_api import expect

from sigv4_explain.widgets.two_forms.app import TEMPORARY
from tests.browser.desk import Desk, expect_all_can_read, expect_no_markup


def test_the_clock_runs_with_the_arrow_keys_and_markup_stays_text(desk: Desk) -> None:
    """One press leads to the next minute; after sixteen the header is too old. What is typed is shown as text."""
    page, root = desk.page, desk.show("TwoForms()", height=3600)
    clock = root.get_by_label("The server looks, seconds after signing")
    clock.focus()
    for _ in range(16):
        page.keyboard.press("ArrowUp")
    expect(root.get_by_role("status")).to_contain_text("✗ Authorization header: Refused")
    expect(root.get_by_role("status")).to_contain_text("✓ Presigned URL: Accepted")

    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Control+a")
    page.keyboard.type("60")
    expect(root.get_by_role("status")).to_contain_text("✗ Presigned URL: Refused")
    root.get_by_label("Headers, one").fill("X-A: <img src=x onerror=\"document.title='broken in'\">")
    root.get_by_label("URL: path and query included").fill("h")
    expect(root.get_by_role("alert")).to_contain_text("url: received")
    root.get_by_label("URL: path and query included").fill("https://h/?<b>=1")
    expect(root.locator("code", has_text="x-a:<img").first).to_be_visible()
    expect_no_markup(root, "img", "b")


def test_axe_finds_nothing(desk: Desk, tmp_path: Path) -> None:
    """With a token in both forms and one form too old, in both themes, narrow and wide; nothing sticks out."""
    root = desk.show("TwoForms()", height=5600)
    root.get_by_label("Start from").select_option(label="S3: PUT a picture")
    root.get_by_label("Keys").select_option(label=TEMPORARY)
    root.get_by_label("The server looks, seconds after signing").fill("960")
    expect(root.get_by_role("status")).to_contain_text("✗ Authorization header: Refused")
    expect_all_can_read(root, tmp_path / "two-forms")
