from __future__ import annotations

from pathlib import Path

from playwright.sync_api import expect

from tests.browser.desk import Desk, expect_all_can_read

# ipywidgets gives the handle of its slider no name; the field of the server's clock sets the same, and has one.
NAMELESS_HANDLE = 'aria-input-field-name: <div class="noUi-handle'


def test_the_slider_moves_the_servers_clock_by_keyboard(desk: Desk) -> None:
    """Arrow keys lead over the edge of the window and back; the field shows the time, and takes an exact one."""
    root = desk.show("ScopeClock()")
    handle, server_time = root.locator(".noUi-handle"), root.get_by_label("The server's clock, UTC")
    handle.focus()
    for _ in range(30):
        handle.press("ArrowRight")
    expect(server_time).to_have_value("20150830T124100Z")
    expect(root.get_by_role("status")).to_contain_text("Accepted")
    handle.press("ArrowRight")
    expect(root.get_by_role("status")).to_contain_text("Signature expired: 20150830T123600Z is now earlier than")

    server_time.fill("20150830T124100Z")
    expect(root.get_by_role("status")).to_contain_text("Accepted")
    server_time.fill("20150830T124101Z")
    expect(root.get_by_role("status")).to_contain_text("Refused")
    expect(server_time).to_have_value("20150830T124101Z")


def test_axe_finds_nothing(desk: Desk, tmp_path: Path) -> None:
    """In both themes, wide and narrow, accepted and refused; nothing sticks out."""
    root = desk.show("ScopeClock()")
    for example, told in {
        "Signed ten seconds before midnight": "20 s old",
        "Signed for another Region": "valid region",
    }.items():
        root.get_by_label("Start from").select_option(label=example)
        expect(root.get_by_role("status")).to_contain_text(told)
        expect_all_can_read(root, tmp_path / f"clock-{told[:4]}", excused=NAMELESS_HANDLE)
