from __future__ import annotations

from pathlib import Path

from playwright.sync_api import expect

from tests.browser.desk import Desk, expect_all_can_read, expect_no_markup

SECRET = "MARKEDSECRET/with+chars"


def test_a_change_reaches_down_the_chain_and_no_secret_is_on_the_page(desk: Desk) -> None:
    """Another service changes the keys below it; a typed secret and its keys are masked, and markup stays text."""
    root = desk.show("KeyChain()")
    root.get_by_label("Service", exact=True).fill("<b>s3</b")
    expect(root.get_by_role("alert")).to_contain_text("service: received")
    root.get_by_label("Service", exact=True).fill("<b>s3")
    expect(root.get_by_role("status")).to_contain_text("Changed: kService, kSigning, signature.")
    expect(root.locator(".sigv4-box-changed")).to_have_count(3)
    expect(root.locator(".sigv4-picture")).to_contain_text("<b>s3")
    expect_no_markup(root, "b")

    root.get_by_label("Secret access key").fill(SECRET)
    root.get_by_label("Secret access key").press("Enter")
    expect(root.get_by_role("status")).to_contain_text("Changed: AWS4 + secret")
    expect(root.locator(".sigv4-picture")).to_contain_text("••• (32 bytes)")
    assert SECRET not in desk.page.content()


def test_axe_finds_nothing(desk: Desk, tmp_path: Path) -> None:
    """In both themes and three widths, with changed boxes on screen; nothing sticks out."""
    root = desk.show("KeyChain()", height=3000)
    root.get_by_label("Change one thing").select_option(label="one letter of the Region")
    expect(root.get_by_role("status")).to_contain_text("Changed: kRegion, kService, kSigning, signature.")
    expect_all_can_read(root, tmp_path / "chain", (420, 800, 1400))
