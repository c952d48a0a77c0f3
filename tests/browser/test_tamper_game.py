from __future__ import annotations

from pathlib import Path

from playwright.sync_api import expect

from sigv4_explain.widgets.tamper_game.protections import Attack, Protection
from tests.browser.desk import Desk, expect_all_can_read, expect_no_markup


def test_the_game_is_played_with_the_keyboard_alone(desk: Desk) -> None:
    """Tab leads from field to field in their order, Space and arrows choose, and what is typed is shown as text."""
    page, root = desk.page, desk.show("TamperGame()")
    root.get_by_label("Alice adds to her order").focus()
    choose_third = ("Space", "ArrowDown", "ArrowDown", "Enter")  # the arrows of a closed menu are JupyterLab's
    for key in (*choose_third, "Tab", *choose_third):
        page.keyboard.press(key)
    expect(root.get_by_role("status")).to_contain_text("“change the order” is stopped")

    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Control+a")
    page.keyboard.type("<img src=x onerror=\"document.title='broken in'\">")
    expect(root.locator(".sigv4-travelled mark")).to_contain_text("<img")
    expect_no_markup(root, "img")


def test_axe_finds_nothing(desk: Desk, tmp_path: Path) -> None:
    """With an attack that works and one that is stopped, in both themes, narrow and wide; nothing sticks out."""
    root = desk.show("TamperGame()", height=2400)
    root.get_by_label("The attacker tries to").select_option(label=Attack.CHANGE_AND_RECOMPUTE.title)
    for protection, word in ((Protection.HASH, "works"), (Protection.DATED_HMAC, "is stopped")):
        root.get_by_label("Alice adds to her order").select_option(label=protection.title)
        expect(root.get_by_role("status")).to_contain_text(f"“{Attack.CHANGE_AND_RECOMPUTE.title}” {word}")
    expect_all_can_read(root, tmp_path / "tamper")
