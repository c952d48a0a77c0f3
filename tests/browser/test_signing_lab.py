from __future__ import annotations

import re
from dataclasses import replace

import pytest
from playwright.sync_api import expect

from sigv4_explain.widgets.signing_lab.input import FIRST, PRESETS
from tests.browser.desk import Desk, reaching_beyond
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
    return LabPage.shown(desk)


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
    lab.expect_signature_of(form)
    form = lab.edit(form, "expires", "604800")
    lab.expect_signature_of(form)
    expect(lab.section("presigned_url")).to_be_visible()
    expect(lab.section("authorization_header")).to_be_hidden()


def test_an_error_names_its_field_and_keeps_the_last_values(lab: LabPage) -> None:
    """A date that cannot be read is explained beside the form; the values below stay; mending it goes on."""
    before = lab.signature.inner_text()
    lab.edit(PRESETS[FIRST], "at", "yesterday")
    expect(lab.root.get_by_role("alert")).to_contain_text("at: received 'yesterday', expected YYYYMMDDTHHMMSSZ")
    expect(lab.signature).to_have_text(before)
    expect(lab.root.locator(".sigv4-error")).to_have_count(1)
    lab.expect_signature_of(lab.edit(PRESETS[FIRST], "at", "20150830T123600Z"))
    expect(lab.root.get_by_role("alert")).to_have_count(0)


def test_typed_markup_is_only_text(lab: LabPage) -> None:
    """What looks like a script in any field is shown as text and never runs."""
    attack = "<img src=x onerror=window.attacked=1>"
    form = lab.edit(PRESETS[FIRST], "headers", f"x-attack: {attack}")
    form = lab.edit(form, "body", attack)
    form = lab.edit(form, "url", f"https://api.example.com/{attack.replace(' ', '%20')}?{attack.replace(' ', '%20')}")
    expect(lab.section("request")).to_contain_text(attack)
    lab.edit(form, "region", attack)
    expect(lab.root.get_by_role("alert")).to_contain_text("<img")
    assert lab.page.evaluate("() => window.attacked") is None


def test_secrets_stay_masked_until_revealed(lab: LabPage) -> None:
    """A secret and a token of one's own are in no view of the page, nor the keys, until the reveal box is ticked."""
    form = lab.edit(PRESETS[FIRST], "secret_access_key", "marker-of-the-secret")
    form = lab.edit(form, "session_token", "marker-of-the-token")
    lab.expect_signature_of(form)
    assert "marker-of-the" not in lab.root.inner_html()
    expect(lab.section("key_chain")).to_contain_text("••• (32 bytes)")
    lab.field("Reveal secrets, to saved widgets too").check()
    expect(lab.section("key_chain")).to_contain_text("marker-of-the-secret")
    expect(lab.section("finished")).to_contain_text("marker-of-the-token")
    expect(lab.field("Secret access key, shown")).to_have_value("marker-of-the-secret")
    lab.field("Reveal secrets, to saved widgets too").uncheck()
    expect(lab.section("key_chain")).not_to_contain_text("marker-of-the-secret")


def test_pointing_at_a_piece_lights_its_echoes(lab: LabPage) -> None:
    """Pointing at a piece of the request lights the same part in the header below, and only while it is pointed at."""
    for part in ("region", "date", "service", "header.host", "query.client", "access_key_id"):
        below = "canonical_request" if part == "query.client" else "authorization_header"
        assert background(lab, part, below) == UNLIT, part
        lab.pieces(part, "request").last.hover()
        assert background(lab, part, below) != UNLIT, part
        lab.section("signature").locator("h3").hover()
        assert background(lab, part, below) == UNLIT, part


def test_the_keyboard_alone_reaches_fields_pieces_and_explanations(lab: LabPage) -> None:
    """Tab goes through every field, then every piece of the request; focus lights as pointing does; Enter unfolds."""
    lab.field("Start from").focus()
    reached: list[str] = []
    for _ in range(80):
        lab.page.keyboard.press("Tab")
        reached.append(
            lab.page.evaluate("""() => { const e = document.activeElement;
              return e.labels?.[0]?.textContent || e.dataset.label || e.textContent.trim() || e.tagName; }""")
        )
        if reached[-1] == "Canonical URI":
            break
        if reached[-1] == "Region" and lab.page.evaluate("() => document.activeElement.tagName") == "SPAN":
            assert background(lab, "region", "authorization_header") != UNLIT
    wanted = ["Method", "URL: path and query included", "Body", "Secret access key", "Region", "Service", "path"]
    assert [name for name in wanted if name not in reached] == []
    assert reached[-1] == "Canonical URI"
    lab.page.keyboard.press("Enter")
    expect(lab.section("canonical_request")).to_contain_text("A path can be written in several ways")


def test_a_field_in_focus_lights_what_it_became(lab: LabPage) -> None:
    """While the Region field has the focus, the Region is lit in the credential scope."""
    lab.field("region").focus()
    assert background(lab, "region", "string_to_sign") != UNLIT


def test_what_was_unfolded_stays_unfolded(lab: LabPage) -> None:
    """An explanation that is open stays open while one types."""
    lab.section("key_chain").get_by_text("Date key (kDate)").click()
    lab.expect_signature_of(lab.edit(PRESETS[FIRST], "region", "eu-west-1"))
    expect(lab.section("key_chain")).to_contain_text("The secret itself enters once")


def test_a_selection_elsewhere_survives_typing(lab: LabPage) -> None:
    """Text selected in the canonical request stays selected while the Region is edited: only what changed is drawn."""
    lab.pieces("path", "canonical_request").select_text()
    lab.field("region").evaluate(
        "field => { field.value = 'eu-west-1'; field.dispatchEvent(new Event('input', {bubbles: true})); }"
    )
    lab.expect_signature_of(replace(PRESETS[FIRST], region="eu-west-1"))
    assert lab.page.evaluate("() => getSelection().toString()") == "/default"


def test_an_edit_is_marked_where_it_changed_something(lab: LabPage) -> None:
    """Editing the Region marks string to sign, chain and signature, not the canonical request, and counts the bits."""
    lab.expect_signature_of(lab.edit(PRESETS[FIRST], "region", "eu-west-1"))
    for name, marked in {
        "string_to_sign": True,
        "key_chain": True,
        "signature": True,
        "canonical_request": False,
    }.items():
        expect(lab.section(name).locator(".sigv4-changed")).to_be_visible(visible=marked)
    told = lab.root.get_by_role("status").inner_text()
    found = re.search(r"(\d+) of the signature's 256 bits flipped", told)
    assert found is not None
    assert 80 <= int(found[1]) <= 176


def test_blanks_and_line_ends_can_be_shown(lab: LabPage) -> None:
    """A tick makes each line end visible without changing the text that is on screen."""
    end = lab.section("canonical_request").locator(".sigv4-end").first
    content = "end => getComputedStyle(end, '::before').content"
    assert end.evaluate(content) == "none"
    lab.field("Show blanks and line ends").check()
    expect(lab.root).to_have_class(re.compile("sigv4-show-blanks"))
    assert end.evaluate(content) == '"↵"'


def test_now_signs_with_the_clock(lab: LabPage) -> None:
    """Signing as of now takes the date from the clock and locks the date field."""
    lab.field("Sign as of now").check()
    expect(lab.field("at")).to_be_disabled()
    expect(lab.pieces("date", "string_to_sign").first).not_to_have_text("20150830")


def test_a_profile_that_is_missing_is_explained(lab: LabPage) -> None:
    """Asking for a profile that does not exist tells so, and the typed keys go on working."""
    lab.field("AWS profile (empty for boto3's default)").fill("no-such-profile")
    lab.root.get_by_role("button", name="Take keys from my profile").click()
    expect(lab.root.get_by_role("alert")).to_contain_text("no-such-profile")
    lab.expect_signature_of(lab.edit(PRESETS[FIRST], "region", "eu-west-1"))


def test_a_narrow_window_cuts_nothing(desk: Desk) -> None:
    """In a narrow window nothing of the lab reaches beyond its own width, and every field is usable."""
    for width, region in {420: "eu-west-1", 700: "eu-west-2"}.items():
        lab = LabPage.shown(desk, width=width, height=3600)
        lab.expect_signature_of(PRESETS[FIRST])
        assert reaching_beyond(lab.root) == [], width
        lab.expect_signature_of(lab.edit(PRESETS[FIRST], "region", region))


def test_every_input_has_a_visible_label(lab: LabPage) -> None:
    """Each field of the form that is shown has a label that is shown, too."""
    unlabelled = lab.root.evaluate(
        """root => [...root.querySelectorAll('input, textarea, select')]
             .filter(field => field.getClientRects().length
               && ![...field.labels ?? []].some(label => label.textContent.trim() && label.getClientRects().length))
             .map(field => field.outerHTML)"""
    )
    assert unlabelled == []
