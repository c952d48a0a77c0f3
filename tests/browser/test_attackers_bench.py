from __future__ import annotations

from pathlib import Path

from playwright.sync_api import expect

from sigv4_explain.widgets.attackers_bench.attacks import HeadersSigned
from tests.browser.desk import Desk, expect_all_can_read
from tests.browser.server_page import ServerPage

SIGNING = "Which headers the client signs"
TENANT = "Another tenant is put in"
ATTACKS = {
    "The path is spelled otherwise: /./": "Accepted",
    "The path is changed": "Refused by rule 14",
    TENANT: "Accepted",
}
"""Each with the beginning of what the server says of it."""


def _shown(desk: Desk) -> ServerPage:
    desk.show("AttackersBench()", height=5200)
    return ServerPage(desk.page)


def _choose_next(bench: ServerPage) -> None:
    """Open the menu that has the focus and take its next entry; without opening it JupyterLab would leave the cell."""
    for key in ("Space", "ArrowDown", "Enter"):
        bench.page.keyboard.press(key)


def test_a_hole_is_found_and_closed_with_the_keyboard_alone(desk: Desk) -> None:
    """The attack passes; then the client signs the header, and rule 14 catches it."""
    bench = _shown(desk)
    score = bench.section("score")
    expect(score).to_contain_text("Nothing tried yet.")

    bench.field("tampering").focus()
    _choose_next(bench)
    expect(bench.status).to_contain_text("The header x-tenant was changed. It is not signed")
    expect(score.locator(".sigv4-goal").nth(1)).to_contain_text("✓ reached")

    bench.page.keyboard.press("Shift+Tab")
    expect(bench.field(SIGNING)).to_be_focused()
    _choose_next(bench)
    expect(bench.status).to_contain_text("Refused by rule 14")
    expect(score.locator(".sigv4-goal").nth(4)).to_contain_text("✓ reached")
    expect(score).to_contain_text("1 not noticed, 1 caught, by 1 rule.")


def test_axe_finds_nothing(desk: Desk, tmp_path: Path) -> None:
    """With a score on screen, in both themes, narrow and half wide; nothing sticks out."""
    bench = _shown(desk)
    for attack, told in ATTACKS.items():
        bench.choose("tampering", attack)
        expect(bench.status).to_contain_text(told)
    expect(bench.section("score")).to_contain_text("2 not noticed, 1 caught")
    bench.choose(SIGNING, HeadersSigned.USUAL.value)
    expect(bench.section("score").locator(".sigv4-goal").nth(4)).to_contain_text("✓ reached")

    expect_all_can_read(bench.root, tmp_path / "bench")
