from __future__ import annotations

from pathlib import Path

from playwright.sync_api import expect

from tests.browser.desk import Desk, expect_all_can_read, expect_no_markup

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


def test_a_scope_that_is_none_is_told_and_cannot_become_markup(desk: Desk) -> None:
    """The problem names the field; markup stays text; a right scope heals it."""
    root = desk.show("ScopeClock()")
    scope = root.get_by_label("The client's credential scope")
    scope.fill("20150830/<img src=x onerror=\"document.title='broken in'\">/execute-api/aws4_request")
    expect(root.get_by_role("alert")).to_contain_text("scope: received")
    scope.fill("20150830/<b>x</b/execute-api/aws4_request")
    expect(root.get_by_role("alert")).to_be_visible()
    scope.fill("20150830/<b>us-east-1</execute-api/aws4_request".replace("</execute", "/execute"))
    expect(root.get_by_role("alert")).to_have_count(0)
    expect(root.get_by_role("status")).to_contain_text("Credential should be scoped to a valid region.")
    expect_no_markup(root, "img", "b")


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
