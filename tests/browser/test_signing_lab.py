from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import expect

from sigv4_explain.widgets.signing_lab.input import FIRST, PRESETS
from tests.browser.desk import Desk
from tests.browser.lab_page import LabPage

EDITS = {
    "method": "PUT",
    "url": "https://api.example.com/v1//a/../b?b=2&a=%C3%A9&a=1",
    "headers": "X-My-Header: a   b",
    "body": '{"client": "<b>"}',
    "access_key_id": "AKIAIOSFODNN7EXAMPLE",
    "secret_access_key": "a secret/of+my own",
    "session_token": "a/token+of==",
    "region": "ap-northeast-1",
    "service": "lambda",
    "at": "20261121T235959Z",
}
UNLIT = "rgba(0, 0, 0, 0)"


@pytest.fixture
def lab(desk: Desk) -> LabPage:
    """The lab alone, in a wide window."""
    return LabPage.shown(desk, height=1000)


def background(page: LabPage, part: str, section: str) -> str:
    """Return the background colour of a part's first piece in a section."""
    return str(page.pieces(part, section).first.evaluate("piece => getComputedStyle(piece).backgroundColor"))


def test_each_field_leads_to_botocores_signature(lab: LabPage) -> None:
    """Typing into each field, one after the other, shows the signature that botocore makes each time."""
    form = PRESETS[FIRST]
    lab.expect_signature_of(form)
    for name, value in EDITS.items():
        form = lab.edit(form, name, value)
        lab.expect_signature_of(form)


def test_presigning_leads_to_botocores_signature(lab: LabPage) -> None:
    """Choosing a presigned URL and its lifetime shows the signature that botocore makes."""
    form = lab.edit(PRESETS[FIRST], "placement", "presigned URL")
    lab.expect_signature_of(lab.edit(form, "expires", "604800"))
    expect(lab.section("presigned_url")).to_be_visible()
    expect(lab.section("authorization_header")).to_be_hidden()


def test_secrets_stay_masked_until_revealed(lab: LabPage) -> None:
    """A secret and a token of one's own are in no view of the page, nor the keys, until the reveal box is ticked."""
    form = lab.edit(PRESETS[FIRST], "secret_access_key", "marker-of-the-secret")
    form = lab.edit(form, "session_token", "marker-of-the-token")
    lab.expect_signature_of(form)
    assert "marker-of-the" not in lab.root.inner_html()
    expect(lab.section("key_chain")).to_contain_text("••• (32 bytes)")
    lab.unfold("few")
    lab.field("Reveal secrets (saved too)").check()
    expect(lab.section("key_chain")).to_contain_text("marker-of-the-secret")
    expect(lab.section("finished")).to_contain_text("marker-of-the-token")
    expect(lab.field("Secret, shown")).to_have_value("marker-of-the-secret")
    lab.field("Reveal secrets (saved too)").uncheck()
    expect(lab.section("key_chain")).not_to_contain_text("marker-of-the-secret")


def test_pointing_at_a_piece_or_a_field_lights_its_echoes(lab: LabPage) -> None:
    """The same part is lit in the header below, and only while it is pointed at, or its field has the focus."""
    for part in ("region", "date", "service", "header.host", "query.client", "access_key_id"):
        below = "canonical_request" if part == "query.client" else "authorization_header"
        assert background(lab, part, below) == UNLIT, part
        above = "canonical_request" if part.startswith(("header", "query")) else "string_to_sign"
        lab.pieces(part, above if part != "access_key_id" else below).last.hover()
        assert background(lab, part, below) != UNLIT, part
        lab.section("signature").locator("h3").hover()
        assert background(lab, part, below) == UNLIT, part
    lab.field("region").focus()
    assert background(lab, "region", "string_to_sign") != UNLIT


def test_the_keyboard_alone_reaches_fields_and_explanations(lab: LabPage) -> None:
    """Tab goes through every field, the fold of what few need, then the explanations; Enter unfolds."""
    lab.field("Start from").focus()
    reached: list[str] = []
    while len(reached) < 40 and reached[-1:] != ["why"]:
        lab.page.keyboard.press("Tab")
        reached.append(
            lab.page.evaluate("""() => { const e = document.activeElement;
              return e.labels?.[0]?.textContent || e.textContent.trim() || e.tagName; }""")
        )
    fields = ["↺ Reset", "Method", "Region", "URL", "Headers, one a line", "Body", "Service", "Time, UTC"]
    wanted = [*fields, "Access key id", "Secret", "Signature in"]
    assert [name for name in reached if name in wanted] == wanted
    lab.page.keyboard.press("Enter")
    expect(lab.section("canonical_request")).to_contain_text("A path can be written in several ways")


def test_only_what_changed_is_drawn(lab: LabPage) -> None:
    """While the Region is edited, an open explanation stays open, a selection elsewhere stays, changes are marked."""
    lab.section("key_chain").get_by_text("why", exact=True).click()
    lab.pieces("path", "canonical_request").select_text()
    lab.field("region").evaluate(
        "field => { field.value = 'eu-west-1'; field.dispatchEvent(new Event('input', {bubbles: true})); }"
    )
    lab.expect_signature_of(replace(PRESETS[FIRST], region="eu-west-1"))
    assert lab.page.evaluate("() => getSelection().toString()") == "/default"
    expect(lab.section("key_chain")).to_contain_text("The secret itself enters once")
    marked = {"string_to_sign": True, "key_chain": True, "signature": True, "canonical_request": False}
    for name, is_marked in marked.items():
        expect(lab.section(name).locator(".sigv4-changed")).to_be_visible(visible=is_marked)


def test_blanks_and_line_ends_can_be_shown(lab: LabPage) -> None:
    """A tick makes each line end visible without changing the text that is on screen."""
    end = lab.section("canonical_request").locator(".sigv4-end").first
    content = "end => getComputedStyle(end, '::before').content"
    assert end.evaluate(content) == "none"
    lab.unfold("few")
    lab.field("Show blanks").check()
    expect(lab.root).to_have_class(re.compile("sigv4-show-blanks"))
    assert end.evaluate(content) == '"↵"'


def test_code_is_chosen_copied_and_saved(lab: LabPage) -> None:
    """Space and an arrow choose a client, a click selects its whole code, Tab goes on to the link, Enter saves it."""
    section, page = lab.section("export"), lab.page
    lab.unfold("rest")
    section.get_by_label("Client").focus()
    for key in ("Space", "ArrowDown", "Enter"):  # the arrow keys of a closed menu are JupyterLab's: the next cell
        page.keyboard.press(key)
    code = section.locator("pre").last
    expect(code).to_contain_text("urllib.request")
    text = code.text_content() or ""
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    code.click(position={"x": 40, "y": 40})
    page.keyboard.press("ControlOrMeta+c")
    assert page.evaluate("() => navigator.clipboard.readText()").rstrip("\n") == text.rstrip("\n")
    page.context.clear_permissions()

    section.get_by_label("Client").focus()
    for _ in ("Copy", "the link"):
        page.keyboard.press("Tab")
    with page.expect_download() as saving:
        page.keyboard.press("Enter")
    assert saving.value.suggested_filename == "signed-request.py"
    assert Path(saving.value.path()).read_text(encoding="utf-8") == text
