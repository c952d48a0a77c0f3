from __future__ import annotations

from pathlib import Path

from playwright.sync_api import expect

from tests.browser.desk import Desk, expect_all_can_read

WHERE = "Where does it go wrong?"


def test_a_fault_is_hunted_by_keys_alone(desk: Desk) -> None:
    """From the menu of steps, by arrows, tabs and blanks, past one wrong cause to the doctor's proof."""
    page, root = desk.page, desk.show("BugHunt(5)", height=3000)
    status = root.get_by_role("status").first

    root.get_by_label(WHERE).focus()
    for key in ("Space", *["ArrowDown"] * 5, "Enter"):  # in a closed menu these keys are JupyterLab's own
        page.keyboard.press(key)
    expect(status).to_contain_text("✓ Right. Yes, there")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    expect(status).to_contain_text("✗ Not yet. How that comes about")
    for _ in range(3):
        page.keyboard.press("Tab")
    page.keyboard.press("Space")
    expect(root.locator(".sigv4-findings")).to_contain_text("empty-body-hash")
    expect(root.locator("summary", has_text="Score:")).to_contain_text("1 of 12 found")


def test_axe_finds_nothing(desk: Desk, tmp_path: Path) -> None:
    """In both themes, wide and narrow, with a wrong guess, hints and the proof of two faults; nothing sticks out."""
    root = desk.show("BugHunt(12)", height=3600)
    root.get_by_label(WHERE).select_option(label="Hashed payload: the body")
    root.get_by_label("UNSIGNED-PAYLOAD was signed").check()
    root.get_by_role("button", name="A hint").click()
    expect(root.locator(".sigv4-hints li")).to_have_count(1)
    root.get_by_role("button", name="Give up").click()
    expect(root.locator(".sigv4-findings > li")).to_have_count(2)
    root.locator("summary", has_text="Score:").click()
    root.get_by_label("UNSIGNED-PAYLOAD was signed").check()
    expect_all_can_read(root, tmp_path / "hunt")
