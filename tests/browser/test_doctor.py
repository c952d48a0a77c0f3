from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Locator, expect

from sigv4_explain.doctor.gallery import GALLERY, BrokenRequest
from sigv4_explain.doctor.gallery.requests import SOLUTIONS
from tests.browser.desk import Desk, expect_all_can_read

COMPARED = next(broken for broken in GALLERY if broken.evidence().client_canonical_request)
PROVEN = next(broken for broken in GALLERY if broken.evidence().credentials)


def _box(root: Locator, name: str) -> Locator:
    return root.get_by_label(name)


def test_pasting_leads_to_the_cause(desk: Desk) -> None:
    """The request alone is not enough; with the answer and the client's text the cause is shown, with both sides."""
    root = desk.show("Doctor()", height=3000)
    given = COMPARED.evidence()
    expect(root.get_by_role("status")).to_contain_text("not enough evidence")

    _box(root, "The request as it was sent").fill(given.request)
    _box(root, "AWS's answer").fill(given.answer)
    _box(root, "What the client signed").fill(given.client_canonical_request or "")

    expect(root.get_by_role("status")).to_contain_text(SOLUTIONS[COMPARED.name][0])
    expect(root.locator(".sigv4-both .sigv4-unequal").first).to_be_visible()
    expect(root.locator(".sigv4-certainty").first).to_contain_text("shown")


@pytest.mark.parametrize("broken", [COMPARED, PROVEN], ids=lambda broken: broken.name)
def test_axe_finds_nothing(desk: Desk, tmp_path: Path, broken: BrokenRequest) -> None:
    """With a proof of two faults on screen, in both themes, wide and narrow; nothing sticks out."""
    root = desk.show("Doctor()", height=4200)
    root.get_by_label("Look at").select_option(label=broken.name)
    expect(root.get_by_role("status")).to_contain_text(SOLUTIONS[broken.name][0])
    expect_all_can_read(root, tmp_path / f"doctor-{broken.name}", (420, 1400))
