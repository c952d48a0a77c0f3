from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from sigv4_explain import Verdict
from sigv4_explain.widgets.server_view.arrival import (
    REQUESTS,
    ArrivalForm,
    KeyOnFile,
    Sent,
    sent_of,
    transit_of,
    untouched,
)
from sigv4_explain.widgets.server_view.tampering import applicable
from sigv4_explain.widgets.signing_lab.input import FIRST, trace_of
from tests.browser.conftest import OpenPage
from tests.browser.desk import Desk, expect_all_can_read, reaching_beyond
from tests.browser.harness import Lab, open_notebook
from tests.browser.server_page import ServerPage

MASK = re.compile(r"x-amz-security-token: ••• \(19 characters\)", re.IGNORECASE)


def sent() -> Sent:
    """Sign the first request of the menu, here in the test."""
    return sent_of(trace_of(REQUESTS[FIRST])[0])


def judged(arrival: ArrivalForm) -> Verdict:
    """Judge an arrival here in the test, with ``verify``."""
    return transit_of(sent(), arrival).verdict


@pytest.fixture
def view(desk: Desk) -> ServerPage:
    """The view alone, in a wide window."""
    return ServerPage.shown(desk)


def arriving(**fields: object) -> ArrivalForm:
    """Change fields of what arrives untouched."""
    before = untouched(sent())
    values = {name: getattr(before, name) for name in ArrivalForm.__dataclass_fields__}
    return ArrivalForm(**values | fields)


def test_typing_a_tampering_is_judged_as_verify_judges(view: ServerPage) -> None:
    """Method, path, query, headers, body, minutes and Region, one after the other: each verdict is that of verify."""
    view.expect_verdict(judged(untouched(sent())))
    edits: dict[str, str] = {
        "target": "/default?client=curl",
        "headers": f"{untouched(sent()).headers}\nX-Forwarded-For: 203.0.113.7",
        "body": "<b>one more</b>",
        "minutes": "5.5",
        "region": "us-east-1",
        "service": "lambda",
    }
    for name, value in edits.items():
        view.type(name, value)
        view.expect_verdict(judged(arriving(**{name: value})))
        view.root.get_by_role("button", name="Undo every change").click()
        view.expect_verdict(judged(untouched(sent())))
    view.choose("method", "PUT")
    view.expect_verdict(judged(arriving(method="PUT")))
    view.choose("key_on_file", KeyOnFile.NONE.value)
    view.expect_verdict(judged(arriving(method="PUT", key_on_file=KeyOnFile.NONE)))


def test_what_differs_is_marked_on_both_sides(view: ServerPage) -> None:
    """A changed path is marked in the request and, side by side, in the first text that differs."""
    view.choose("tampering", "The path is changed")
    expect(view.section("arrived").locator("mark")).to_have_text(["/admin"])
    first = view.section("comparison").locator(".sigv4-first")
    expect(first).to_contain_text("Canonical URI")
    expect(first.locator("td").first.locator("mark")).to_have_text("")
    expect(first.locator("td").last.locator("mark")).to_have_text("/admin")


def test_what_was_unfolded_stays_unfolded(view: ServerPage) -> None:
    """A rule that is open stays open while one types, whatever becomes of it."""
    view.rule(14).locator("summary").click()
    view.type("body", "abc")
    view.expect_verdict(judged(arriving(body="abc")))
    expect(view.rule(14)).to_contain_text("Only who knows the secret can compute it")
    expect(view.rule(14).get_by_role("link")).to_be_visible()


def test_a_selection_elsewhere_survives_typing(view: ServerPage) -> None:
    """A rule's title stays selected while the minutes change: only what changed is drawn."""
    view.rule(2).locator(".sigv4-rule-title").select_text()
    view.field("minutes").evaluate(
        "field => { field.value = '6'; field.dispatchEvent(new Event('input', {bubbles: true})); }"
    )
    view.expect_verdict(judged(arriving(minutes="6")))
    assert view.page.evaluate("() => getSelection().toString()") == "The signature is in one place only"


def test_the_keyboard_alone_reaches_fields_and_rules(view: ServerPage) -> None:
    """Tab goes through every field and then every rule; Enter unfolds one, and Tab goes on to its source."""
    view.field("request").focus()
    reached: list[str] = []
    for _ in range(40):
        view.page.keyboard.press("Tab")
        reached.append(
            view.page.evaluate(
                "() => { const e = document.activeElement; return e.labels?.[0]?.textContent || e.innerText; }"
            )
        )
        if "The signature is not too old" in reached[-1]:
            break
    wanted = ["What happens on the way", "Method", "Path and query", "Body", "Minutes on the way", "AWS's words"]
    assert [name for name in wanted if name not in reached] == []
    view.page.keyboard.press("Enter")
    expect(view.rule(7)).to_contain_text("Whoever records a request")
    view.page.keyboard.press("Tab")
    expect(view.rule(7).get_by_role("link")).to_be_focused()


def test_axe_finds_nothing(desk: Desk, tmp_path: Path) -> None:
    """In both themes, wide and narrow, accepted, refused, unfolded and with a mistake, axe-core finds no fault."""
    view = ServerPage.shown(desk, height=6500)
    expect_all_can_read(view.root, tmp_path / "server-accepted", (420, 1400))
    view.choose("tampering", "The API key is changed")
    view.rule(14).locator("summary").click()
    expect(view.status).to_contain_text("Refused")
    expect_all_can_read(view.root, tmp_path / "server-refused", (420, 1400))
    view.type("minutes", "soon")
    expect(view.root.get_by_role("alert")).to_be_visible()
    expect_all_can_read(view.root, tmp_path / "server-mistake", (420, 1400))


def test_a_narrow_window_cuts_nothing(desk: Desk) -> None:
    """In a narrow window nothing reaches beyond the view's own width, and every field is usable."""
    view = ServerPage.shown(desk, width=420, height=6500)
    for width, tampering in {420: "The body is changed", 700: "The path is changed"}.items():
        desk.page.set_viewport_size({"width": width, "height": 6500})
        view.choose("tampering", tampering)
        view.expect_verdict(judged(applicable(sent())[tampering]))
        assert reaching_beyond(view.root) == [], width


def test_a_trace_of_ones_own_is_judged_and_its_token_is_nowhere(desk: Desk) -> None:
    """A lab's trace is accepted, or refused once tampered with; its token is neither on the page nor in the file."""
    view = ServerPage.shown(
        desk,
        'lab = SigningLab()\nlab.form.session_token.value = "marker-of-" + "the-token"\nServerView(lab.trace)',
    )
    expect(view.status).to_contain_text("Accepted")
    expect(view.field("headers")).to_have_value(MASK)
    view.choose("tampering", "The API key is changed")
    expect(view.section("answer").locator("pre").first).to_contain_text("x-amz-security-token:••• (19 characters)")
    assert "marker-of-the-token" not in view.root.inner_html()
    saved = desk.file().read_text(encoding="utf-8")
    assert "••• (19 characters)" in saved
    assert "marker-of-the-token" not in saved


def test_two_views_on_a_page_do_not_disturb_each_other(desk: Desk) -> None:
    """Each view shows its own outcomes: what one is told does not tick in the other."""
    views = desk.show(
        'one, other = ServerView(), ServerView()\nother.tamper("The Authorization header is lost")\n'
        "display(one)\nother",
        width=1400,
        height=6500,
        views=2,
    )
    expect(views.first.locator(".sigv4-broken:visible")).to_have_count(0)
    expect(views.last.locator(".sigv4-broken:visible")).to_have_count(1)


def test_the_marks_can_be_missing(view: ServerPage) -> None:
    """Without the class that tells how far the server came, no outcome is shown: the checks above can fail."""
    view.section("rules").evaluate("box => box.classList.remove('sigv4-broken-at-17')")
    expect(view.rule(1).locator(".sigv4-outcome:visible")).to_have_count(0)


@pytest.fixture
def untrusted(desk: Desk, open_page: OpenPage, jupyterlab: Lab) -> Page:
    """A saved notebook of a verdict and a view, as somebody else's: opened, not run."""
    desk.show('view = ServerView()\nview.tamper("The body is changed")\ndisplay(view.verdict)\nview')
    text = desk.file().read_text(encoding="utf-8")
    (jupyterlab.folder / "not-mine.ipynb").write_text(text.replace("application/vnd.jupyter.widget-view+json", "x/x"))
    page = open_page(height=3600)
    open_notebook(page, jupyterlab, "not-mine.ipynb")
    return page


def test_an_untrusted_notebook_shows_the_verdict(untrusted: Page) -> None:
    """A verdict and a view read whole where nothing runs: sentence, rules, AWS's words, what differs."""
    verdict = judged(arriving(body="x"))
    assert verdict.message is not None
    for number in (0, 1):
        output = untrusted.locator(".jp-OutputArea-output").nth(number)
        expect(output).to_contain_text("Refused by rule 14 of 16, “The signature matches”: 403")
        expect(output.locator("pre").last if number == 0 else output).to_contain_text("x-api-key:example")
        expect(output.locator("tr")).to_have_count(17)
        expect(output.locator("td").first).to_have_css("text-align", "left")
        expect(output).to_contain_text("Only who knows the secret can compute it")
    expect(untrusted.locator(".jp-OutputArea-output").nth(1).locator("mark").first).to_be_visible()
