"""Cause and effect on one screen: where things stand while somebody types, in JupyterLab and in Voilà."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from sigv4_explain.widgets.signing_lab.input import FIRST, PRESETS
from tests.browser.desk import Desk
from tests.browser.lab_page import LabPage

CHAIN = ("canonical_request", "string_to_sign", "key_chain", "signature", "authorization_header")
TYPED = ("url", "headers", "body", "region", "service", "at", "access_key_id", "secret_access_key")
LAPTOP = {"width": 1366, "height": 768}
# What of the page shows through the windows that it is scrolled in, and where each section of the chain is.
PLACES = """names => {
  const root = document.querySelector('.sigv4-lab');
  let top = 0, bottom = innerHeight, left = 0, right = innerWidth;
  for (let box = root.parentElement; box; box = box.parentElement) {
    if (getComputedStyle(box).overflowY === 'visible') continue;
    const seen = box.getBoundingClientRect();
    if (!seen.height) continue;  // JupyterLab's body, in which all is placed absolutely
    [top, bottom] = [Math.max(top, seen.top), Math.min(bottom, seen.bottom)];
    [left, right] = [Math.max(left, seen.left), Math.min(right, seen.right)];
  }
  const outside = names.filter(name => {
    const box = root.querySelector(`.sigv4-section-${name}`).getBoundingClientRect();
    return box.height < 20 || box.top < top || box.bottom > bottom || box.left < left || box.right > right;
  });
  const focused = document.activeElement.getBoundingClientRect();
  return focused.top < top || focused.bottom > bottom ? [...outside, 'the field'] : outside;
}"""
HEADS = """() => [...document.querySelectorAll('.sigv4-lab :is(.sigv4-head, .sigv4-field-url, .sigv4-said)')]
  .map(head => Math.round(head.getBoundingClientRect().top))"""
SMALLEST = """() => Math.min(...[...document.querySelectorAll('.sigv4-lab :is(code, th, label, p, h3, input, summary)')]
  .filter(e => e.getClientRects().length).map(e => parseFloat(getComputedStyle(e).fontSize)))"""
BROKEN_HASHES = """() => [...document.querySelectorAll('.sigv4-lab .sigv4-lines code')]
  .filter(code => /^[0-9a-f]{64}$/.test(code.textContent) && code.getClientRects().length > 1).length"""


def all_in_the_window(page: Page, typed: tuple[str, ...] = TYPED) -> None:
    """While any field has the focus and takes a key, each value of the chain is in the window."""
    lab = LabPage(page)
    page.evaluate("() => document.querySelector('.sigv4-lab').scrollIntoView({block: 'start'})")
    for name in typed:
        lab.field(name).focus()
        page.keyboard.press("End")
        page.keyboard.type("1")
        assert page.evaluate(PLACES, list(CHAIN)) == [], name
        page.keyboard.press("Backspace")
    lab.field("region").focus()
    lab.expect_signature_of(PRESETS[FIRST])
    assert page.evaluate(BROKEN_HASHES) == 0


@pytest.fixture
def laptop(desk: Desk) -> Page:
    """A laptop's screen with the file browser open, and the lab."""
    desk.show("SigningLab()", width=LAPTOP["width"], height=LAPTOP["height"])
    desk.page.evaluate("() => window.jupyterapp.shell.expandLeft()")
    expect(desk.page.locator(".jp-DirListing").first).to_be_visible()
    return desk.page


def test_on_a_laptop_the_whole_chain_is_seen_while_typing(laptop: Page) -> None:
    """Canonical request, string to sign, keys, signature and header: none is outside the window, no hash is broken."""
    all_in_the_window(laptop)


def test_nothing_jumps_while_typing(laptop: Page) -> None:
    """From key to key every head, field and the sentence of cause stay where they are."""
    lab = LabPage(laptop)
    laptop.evaluate("() => document.querySelector('.sigv4-lab').scrollIntoView({block: 'start'})")
    lab.field("url").focus()
    laptop.keyboard.press("End")
    places: list[list[int]] = []
    for key in "&a=1":
        laptop.keyboard.type(key)
        expect(lab.section("canonical_request")).to_contain_text(key.strip("&") or "client")
        places.append(laptop.evaluate(HEADS))
    assert places == places[:1] * len(places)


def test_the_form_stays_in_sight_while_the_values_are_scrolled(laptop: Page) -> None:
    """Below the fold of the values the form stands at the window's top."""
    lab = LabPage(laptop)
    lab.unfold("rest")
    lab.section("export").locator("pre").last.scroll_into_view_if_needed()
    box = lab.field("url").bounding_box()
    assert box is not None
    assert 0 < box["y"] < LAPTOP["height"] / 2


def test_in_a_narrow_page_a_strip_of_the_chain_stays_in_sight(desk: Desk) -> None:
    """One column; while typing, the five groups and the signature are in the window, those that changed lit."""
    desk.show("SigningLab()", width=700, height=600)
    lab = LabPage(desk.page)
    lab.field("url").focus()
    desk.page.keyboard.press("End")
    desk.page.keyboard.type("&a=1")
    strip = lab.root.locator(".sigv4-strip")
    expect(strip.locator(".sigv4-on")).to_have_text(["①", "②", "④", "⑤"])
    expect(strip).to_be_in_viewport(ratio=1)


def test_without_its_kernel_the_page_stands_as_it_stood_and_says_so(laptop: Page) -> None:
    """JupyterLab marks each part of it with an icon, which must not push the parts."""
    heights = "() => [...document.querySelectorAll('.sigv4-section')].map(e => e.getBoundingClientRect().height)"
    before = laptop.evaluate(heights)
    laptop.evaluate("() => window.jupyterapp.shell.currentWidget.context.sessionContext.restartKernel()")
    root = LabPage(laptop).root
    expect(root).to_have_class(re.compile("jupyter-widgets-disconnected"))
    assert "Run its cell again" in root.evaluate("root => getComputedStyle(root, '::before').content")
    assert laptop.evaluate(heights) == before


def test_the_walk_is_led_by_arrow_keys(laptop: Page) -> None:
    """Right and left go from idea to idea; the section it is about is lit, and the others are dimmed."""
    lab, root = LabPage(laptop), LabPage(laptop).root
    root.get_by_role("button", name="Step by step").click()
    root.get_by_role("button", name="Next ▸").focus()
    for _ in range(4):
        laptop.keyboard.press("ArrowRight")
    expect(root.locator(".sigv4-walk")).to_contain_text("Step 5 of 9")
    expect(lab.section("canonical_request")).to_have_css("opacity", "0.4")
    expect(lab.section("string_to_sign")).to_have_css("opacity", "1")
    laptop.keyboard.press("ArrowLeft")
    expect(root.locator(".sigv4-walk")).to_contain_text("Step 4 of 9")
