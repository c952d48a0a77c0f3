"""Each app, used by keys alone in a real JupyterLab; then axe looks at what is on screen, in both themes."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Locator, expect

from sigv4_explain.doctor.gallery import GALLERY
from sigv4_explain.doctor.gallery.requests import SOLUTIONS
from tests.browser.axe import violations
from tests.browser.desk import SCREENS, Desk, expect_all_can_read, expect_no_markup, lay_out, photograph

ATTACK = "<img src=x onerror=\"document.title='broken in'\"></style><b>bold</b>"
RIGHT_TO_LEFT = "שלום \u202e 🐕"
LONG = "s3:GetObject/" * 30 + " and, when it is not there, a word on why, in a sentence that goes on for lines."
QUIZ = f"""from sigv4_explain.course import QUESTIONS, Choice, Question
from sigv4_explain.widgets.quiz import app
first = QUESTIONS["order-of-names"]
long = Question(name="long", chapter="02", text={LONG!r}, choices=(Choice({LONG!r}, "a"), *first.choices))
app.QUESTIONS = {{**QUESTIONS, "long": long}}
Quiz("long")"""
UNLABELLED = """root => [...root.querySelectorAll('input, textarea, select')]
  .filter(field => field.getClientRects().length)
  .filter(field => ![...field.labels ?? []].some(label => label.textContent.trim() && label.getClientRects().length))
  .map(field => field.outerHTML)"""
CUT = """all => all.filter(one => one.scrollWidth > one.clientWidth + 1 || one.scrollHeight > one.clientHeight + 1)
  .map(one => one.outerHTML)"""


def press(root: Locator, *keys: str) -> None:
    """Press keys, wherever the focus is."""
    for key in keys:
        root.page.keyboard.press(key)


def choose(root: Locator, downs: int = 1) -> None:
    """Open the menu that has the focus and go down in it; in a closed menu the arrows are JupyterLab's own."""
    press(root, "Space", *["ArrowDown"] * downs, "Enter")


def status(root: Locator) -> Locator:
    """Find what is said of the whole form."""
    return root.locator(".sigv4-status").first


def attackers_bench(root: Locator) -> None:
    """A hole is found, and closed: the attack passes until the client signs the header."""
    root.get_by_label("On the way", exact=True).focus()
    choose(root)
    expect(status(root)).to_contain_text("The header x-tenant was changed. It is not signed")
    press(root, "Shift+Tab")
    expect(root.get_by_label("The client signs")).to_be_focused()
    choose(root)
    expect(status(root)).to_contain_text("Refused by rule 14")
    expect(root.locator(".sigv4-section-score .sigv4-goal").nth(4)).to_contain_text("✓ reached")
    root.page.set_viewport_size({"width": 700, "height": 700})
    root.get_by_label("Path and query").focus()
    expect(status(root)).to_be_in_viewport(ratio=1)  # in one column, too, while its form is typed in


def body_bench(root: Locator) -> None:
    """Body and spelling; the first byte that differs is named and marked."""
    root.get_by_label("Body").fill(f'{{"a": "{RIGHT_TO_LEFT}<b>"}}')
    press(root, "Tab", "Tab")
    choose(root, 5)
    expect(status(root)).to_contain_text("nothing was hashed, 0a (a line feed) was sent")
    expect(root.locator("mark").first).to_be_visible()


def bug_hunt(root: Locator) -> None:
    """From the menu of steps past one wrong cause to the doctor's proof."""
    root.get_by_label("Where does it go wrong?").focus()
    choose(root, 5)
    expect(status(root)).to_contain_text("✓ Right. Yes, there")
    press(root, "Tab", "Space")
    expect(status(root)).to_contain_text("✗ No. How that comes about")
    press(root, "Tab", "Tab", "Tab", "Space")
    expect(root.locator(".sigv4-diagnosis")).to_contain_text("empty-body-hash")
    expect(root.locator("summary", has_text="Score:")).to_contain_text("1 of 12 found")
    root.get_by_role("button", name="A hint").click()


def doctor(root: Locator) -> None:
    """One box takes request, answer and what the client signed; the parts can be given separately; both sides show."""
    broken = next(each for each in GALLERY if each.evidence().client_canonical_request)
    given = broken.evidence()
    expect(status(root)).to_contain_text("Paste a refused request")
    root.get_by_label("Paste anything").fill(f"{given.request}\n\n{given.answer}")
    root.get_by_role("button", name="Parts separately").click()
    root.get_by_label("What the client signed").fill(given.client_canonical_request or "")
    expect(status(root)).to_contain_text(SOLUTIONS[broken.name][0])
    root.locator("summary", has_text="Both texts").click()
    expect(root.locator(".sigv4-both .sigv4-unequal").first).to_be_visible()


def header_bench(root: Locator) -> None:
    """What is typed is a canonical line at once; the keyboard reaches it, and all its places light up."""
    field = root.get_by_label("Headers as sent")
    field.fill(f"X-B:   1\t2 \nHost: h\nX-A: {ATTACK} {RIGHT_TO_LEFT}")
    expect(root.locator(".sigv4-canonical-side li")).to_have_count(3)
    expect(root.locator(".sigv4-canonical-side li").nth(2)).to_contain_text("x-b:1·2")
    field.focus()
    press(root, "Tab")
    lit = root.locator(".sigv4-p-header-host")
    outlines = [lit.nth(number).evaluate("piece => getComputedStyle(piece).outlineStyle") for number in range(3)]
    assert outlines == ["solid"] * 3


def key_chain(root: Locator) -> None:
    """Another service changes the keys below it; a typed secret and its keys are masked, also in the page's source."""
    root.get_by_label("Service", exact=True).fill("<b>s3")
    expect(status(root)).to_contain_text("Changed: kService, kSigning, signature.")
    expect(root.locator(".sigv4-box-changed")).to_have_count(3)
    root.get_by_label("Secret access key").fill("MARKEDSECRET/with+chars")
    press(root, "Enter")
    expect(status(root)).to_contain_text("Changed: AWS4 + secret")
    expect(root.locator(".sigv4-boxes")).to_contain_text("••• (32 bytes)")
    assert "MARKEDSECRET" not in root.page.content()


def quiz(root: Locator) -> None:
    """A click on a choice's words takes it, Tab and the blank key another one; no choice is cut, however long."""
    expect(root.locator("label code")).to_have_text(["a=2", "a-b=1"])
    root.get_by_text("The order stays as sent.", exact=True).click()
    expect(status(root)).to_contain_text("✗ No. The order sent does not matter")
    root.get_by_label("The order stays as sent.").focus()
    press(root, "Shift+Tab", "Space")
    expect(status(root)).to_contain_text("✗ No. a-b=1 would come first")
    press(root, "Shift+Tab", "Space")
    expect(status(root)).to_contain_text("✓ Right")
    root.page.set_viewport_size({"width": 420, "height": 3600})
    assert root.locator("p:visible, .widget-radio-box, .widget-radio-box label").evaluate_all(CUT) == []


def scope_clock(root: Locator) -> None:
    """Arrow keys lead over the edge of the window; the field shows the time, and takes an exact one."""
    handle, server_time = root.locator(".noUi-handle"), root.get_by_label("The server's clock, UTC")
    server_time.fill("20150830T124050Z")
    expect(handle).to_have_attribute("aria-valuenow", re.compile("^290"))
    for seconds, time in ((300, "20150830T124100Z"), (310, "20150830T124110Z")):
        handle.press("ArrowRight")
        expect(server_time).to_have_value(time)  # what is pressed faster than the kernel answers is sent later
        expect(handle).to_have_attribute("aria-valuenow", re.compile(f"^{seconds}"))
    expect(root).to_contain_text("Signature expired: 20150830T123600Z is now earlier than")
    server_time.fill("20150830T124107Z")  # between two steps: the slider must not write back
    expect(root.locator(".sigv4-time")).to_contain_text("server 12:41:07")
    expect(handle).to_have_attribute("aria-valuenow", re.compile("^310"))
    expect(server_time).to_have_value("20150830T124107Z")


def server_view(root: Locator) -> None:
    """Tab goes through every field and then every rule; Enter unfolds one, and what is typed then leaves it open."""
    root.locator("summary", has_text="all rules").click()
    root.get_by_label("The client sends", exact=True).focus()
    for _ in range(50):
        press(root, "Tab")
        if "not too old" in root.page.evaluate("() => document.activeElement.innerText ?? ''"):
            break
    press(root, "Enter")
    rule = root.locator(".sigv4-section-rules li").nth(6)
    rule.locator(".sigv4-rule-title").select_text()
    field = root.get_by_label("Minutes later", exact=True)
    field.evaluate("field => { field.value = '6'; field.dispatchEvent(new Event('input', {bubbles: true})); }")
    expect(status(root)).to_contain_text("Refused by rule 7")
    expect(rule).to_contain_text("Whoever records a request")
    assert root.page.evaluate("() => getSelection().toString()") == "The signature is not too old"
    root.get_by_label("Headers as they arrive, one a line").fill(f"Host: h\nX-A: {ATTACK}")
    root.get_by_label("On the way", exact=True).select_option(label="The path is changed")
    expect(root.locator(".sigv4-section-arrived mark")).to_have_text(["/admin"])


def signing_lab(root: Locator) -> None:
    """An edit is marked; the code of a client has its warning."""
    root.locator("summary", has_text="other clients").click()
    code = root.locator(".sigv4-section-export")
    code.get_by_label("Client").select_option(label="JavaScript: request, with its option aws (deprecated)")
    expect(code).to_contain_text("Deprecated.")
    root.get_by_label("Body", exact=True).fill(ATTACK)
    expect(root.locator(".sigv4-section-signature .sigv4-changed")).to_be_visible()


def tamper_game(root: Locator) -> None:
    """Tab leads from field to field in their order, Space and arrows choose, and what is typed is shown as text."""
    root.get_by_label("Alice adds to her order").focus()
    choose(root, 2)
    press(root, "Tab")
    choose(root, 2)
    expect(status(root)).to_contain_text("“change the order” is stopped")
    press(root, "Tab", "Tab", "Control+a")
    root.page.keyboard.type(ATTACK)
    expect(root.locator(".sigv4-travelled mark")).to_contain_text("<img")


def two_forms(root: Locator) -> None:
    """One press leads to the next minute; after sixteen the header is too old."""
    root.get_by_label("Start from").select_option(label="S3: PUT a picture")
    root.get_by_label("Seconds later").focus()
    press(root, *["ArrowUp"] * 16)
    expect(status(root)).to_contain_text("✗ Authorization header: Refused")
    root.get_by_label("Headers, one").fill(f"X-A: {ATTACK}")
    expect(root.locator("code", has_text="x-a:<img").first).to_be_visible()


def url_bench(root: Locator) -> None:
    """Pointing at a character, or Tab, lights its echo and its words; a long URL is whole."""
    lines = root.locator(".sigv4-url-lines tr")
    mine = lines.filter(has_text="Path, as sent").get_by_text("%20", exact=True).last
    echo = lines.filter(has_text="CanonicalUri").get_by_text("%2520", exact=True).last
    words = root.locator("tr", has_text="encoded again").last
    mine.hover()
    assert "rgba(0, 0, 0, 0)" not in [_background(echo), _background(words)]
    root.locator("h3, th").first.hover()
    assert _background(echo) == "rgba(0, 0, 0, 0)"
    root.get_by_label("URL", exact=True).focus()
    stops: list[str] = []
    while len(stops) < 60 and "added, moved by sorting" not in stops:
        press(root, "Tab")
        stops.append(root.page.evaluate("() => document.activeElement.title || document.activeElement.tagName"))
    assert {"kept", "encoded", "dropped with its segment", "added, moved by sorting"} <= set(stops)
    root.get_by_label("URL", exact=True).fill(f"https://h/{'é a/%20🙂' * 60}")
    expect(root).to_contain_text("are linked")
    root.get_by_label("URL", exact=True).fill("https://h/é%20?a=b+c")  # axe looks at each piece
    expect(root).not_to_contain_text("are linked")


def _background(piece: Locator) -> str:
    return str(piece.evaluate("piece => getComputedStyle(piece).backgroundColor"))


URL = "'https://api.example.com/pets/../a%20b:c//d?b=x+y&uploads&a=%7e&'"
STORIES: dict[str, Callable[[Locator], None]] = {
    "AttackersBench()": attackers_bench,
    "BodyBench()": body_bench,
    "BugHunt(5)": bug_hunt,
    "Doctor()": doctor,
    "HeaderBench()": header_bench,
    "KeyChain()": key_chain,
    QUIZ: quiz,
    "ScopeClock()": scope_clock,
    "ServerView()": server_view,
    "SigningLab()": signing_lab,
    "TamperGame()": tamper_game,
    "TwoForms()": two_forms,
    f"UrlBench({URL})": url_bench,
}


@pytest.mark.parametrize("code", STORIES, ids=lambda code: STORIES[code].__name__)
def test_an_app_is_used_by_keys_and_read_by_all(desk: Desk, code: str) -> None:
    """Its story holds; nothing typed is markup, every field has a label, axe finds nothing, and nothing sticks out.

    Its pictures on each kind of screen are kept in the folder that SIGV4_SCREENSHOTS names.
    """
    root = desk.show(code, height=900)
    STORIES[code](root)
    expect_no_markup(root)
    assert root.evaluate(UNLABELLED) == []
    expect_all_can_read(root)
    lay_out(root, *SCREENS[0])
    if kept := os.environ.get("SIGV4_SCREENSHOTS"):
        photograph(root, Path(kept), STORIES[code].__name__)


def test_axe_finds_nothing_in_an_error_and_can_find_something(desk: Desk) -> None:
    """A form with a mistake in it has no fault either; one made on purpose is found, so every check here can fail."""
    both = desk.show("display(UrlBench('https://h/'))\nUrlBench('https://h/')", views=2)
    for root in both.all():
        root.get_by_label("URL", exact=True).fill("")
        expect(root.get_by_role("alert")).to_be_visible()
        expect(root.get_by_label("URL", exact=True)).to_have_accessible_description(re.compile("URL is empty"))
    told = [note.get_attribute("id") for note in desk.page.locator(".sigv4-field-error").all()]
    assert len(set(told)) == len(told) == 2
    assert violations(desk.page) == []

    style = desk.page.add_style_tag(content=".sigv4-root p { color: #aaa !important; background: #fff; }")
    try:
        assert any(found.startswith("color-contrast") for found in violations(desk.page))
    finally:
        style.evaluate("style => style.remove()")
