from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from sigv4_explain import Verdict
from sigv4_explain.verifying import Wording
from sigv4_explain.widgets.arrival import Arrival, transit_of, untouched
from sigv4_explain.widgets.lab_input import trace_of
from sigv4_explain.widgets.presets import FIRST
from sigv4_explain.widgets.sent import KeyOnFile, Sent, sent_of
from sigv4_explain.widgets.server_requests import REQUESTS
from sigv4_explain.widgets.tamperings import applicable
from tests.browser.axe import THEMES, violations
from tests.browser.conftest import OpenPage
from tests.browser.harness import Lab, choose_theme, open_notebook
from tests.browser.server_page import NOTEBOOK, ServerPage

MASK = re.compile(r"x-amz-security-token: ••• \(19 characters\)", re.IGNORECASE)


def sent(name: str = FIRST) -> Sent:
    """Sign a request of the menu, here in the test."""
    return sent_of(trace_of(REQUESTS[name])[0])


def judged(arrival: Arrival, name: str = FIRST) -> Verdict:
    """Judge an arrival here in the test, with ``verify``."""
    return transit_of(sent(name), arrival).verdict


@pytest.fixture
def live(open_page: OpenPage, jupyterlab: Lab) -> ServerPage:
    """The view, run, in a wide window."""
    return ServerPage.opened(open_page(height=3600), jupyterlab)


def arriving(**fields: object) -> Arrival:
    """Change fields of what arrives untouched."""
    before = untouched(sent())
    values = {name: getattr(before, name) for name in Arrival.__dataclass_fields__}
    return Arrival(**values | fields)


def test_typing_a_tampering_is_judged_as_verify_judges(live: ServerPage) -> None:
    """Method, path, query, headers, body, minutes and Region, one after the other: each verdict is that of verify."""
    live.expect_verdict(judged(untouched(sent())))
    edits: dict[str, str] = {
        "target": "/default?client=curl",
        "headers": f"{untouched(sent()).headers}\nX-Forwarded-For: 203.0.113.7",
        "body": "<b>one more</b>",
        "minutes": "5.5",
        "region": "us-east-1",
        "service": "lambda",
    }
    for name, value in edits.items():
        live.type(name, value)
        live.expect_verdict(judged(arriving(**{name: value})))
        live.root.get_by_role("button", name="Undo every change").click()
        live.expect_verdict(judged(untouched(sent())))
    live.choose("method", "PUT")
    live.expect_verdict(judged(arriving(method="PUT")))
    live.choose("key_on_file", KeyOnFile.NONE.value)
    live.expect_verdict(judged(arriving(method="PUT", key_on_file=KeyOnFile.NONE)))


@pytest.mark.parametrize("name", [FIRST, "API Gateway: GET with a session token", "S3: presigned GET"])
def test_each_ready_tampering_is_judged_as_verify_judges(live: ServerPage, name: str) -> None:
    """Every entry of the menu leads to the verdict of verify."""
    live.choose("request", name)
    for tampering, arrival in applicable(sent(name)).items():
        live.choose("tampering", tampering)
        live.expect_verdict(judged(arrival, name))


def test_the_wording_can_be_chosen(live: ServerPage) -> None:
    """The classic words repeat what was sent."""
    live.type("region", "us-east-1")
    live.choose("wording", "classic, until about 2023")
    live.expect_verdict(judged(arriving(region="us-east-1", wording=Wording.CLASSIC)))


def test_what_differs_is_marked_on_both_sides(live: ServerPage) -> None:
    """A changed path is marked in the request and, side by side, in the first text that differs."""
    live.choose("tampering", "The path is changed")
    expect(live.section("arrived").locator("mark")).to_have_text(["/admin"])
    first = live.section("comparison").locator(".sigv4-first")
    expect(first).to_contain_text("Canonical URI")
    expect(first.locator("td").first.locator("mark")).to_have_text("")
    expect(first.locator("td").last.locator("mark")).to_have_text("/admin")


def test_a_change_that_is_not_signed_passes_and_is_explained(live: ServerPage) -> None:
    """The changed User-Agent is accepted, marked, and said to be unsigned."""
    live.choose("tampering", "The User-Agent is changed")
    expect(live.status).to_contain_text("Accepted")
    expect(live.status).to_contain_text("The header user-agent was changed. It is not signed")
    expect(live.section("arrived").locator("mark")).to_have_text(["somebody-else"])
    expect(live.section("comparison").locator("mark")).to_have_count(0)


def test_an_error_names_its_field_and_keeps_the_last_verdict(live: ServerPage) -> None:
    """A field that cannot be read is explained beside the form; the verdict below stays; mending it goes on."""
    live.choose("tampering", "The body is changed")
    live.expect_verdict(judged(arriving(body="x")))
    live.type("minutes", "soon")
    expect(live.root.get_by_role("alert")).to_contain_text("minutes: received 'soon', expected a number of minutes")
    expect(live.root.locator(".sigv4-error")).to_have_count(1)
    expect(live.rule(14)).to_contain_text("✗ broken")
    live.type("minutes", "0")
    live.expect_verdict(judged(arriving(body="x")))
    expect(live.root.get_by_role("alert")).to_have_count(0)


def test_typed_markup_is_only_text(live: ServerPage) -> None:
    """What looks like a script in any field is shown as text and never runs."""
    attack = "<img src=x onerror=window.attacked=1>"
    live.type("headers", f"{untouched(sent()).headers}\nx: {attack}")
    live.type("body", attack)
    live.type("target", f"/{attack}?{attack}")
    expect(live.section("arrived")).to_contain_text(attack)
    live.type("region", attack)
    expect(live.root.get_by_role("alert")).to_contain_text("<img")
    assert live.page.evaluate("() => window.attacked") is None


def test_what_was_unfolded_stays_unfolded(live: ServerPage) -> None:
    """A rule that is open stays open while one types, whatever becomes of it."""
    live.rule(14).locator("summary").click()
    live.type("body", "abc")
    live.expect_verdict(judged(arriving(body="abc")))
    expect(live.rule(14)).to_contain_text("Only who knows the secret can compute it")
    expect(live.rule(14).get_by_role("link")).to_be_visible()


def test_a_selection_elsewhere_survives_typing(live: ServerPage) -> None:
    """A rule's title stays selected while the minutes change: only what changed is drawn."""
    live.rule(2).locator(".sigv4-rule-title").select_text()
    live.field("minutes").evaluate(
        "field => { field.value = '6'; field.dispatchEvent(new Event('input', {bubbles: true})); }"
    )
    live.expect_verdict(judged(arriving(minutes="6")))
    assert live.page.evaluate("() => getSelection().toString()") == "The signature is in one place only"


def test_the_keyboard_alone_reaches_fields_and_rules(live: ServerPage) -> None:
    """Tab goes through every field and then every rule; Enter unfolds one, and Tab goes on to its source."""
    live.field("request").focus()
    reached: list[str] = []
    for _ in range(40):
        live.page.keyboard.press("Tab")
        reached.append(
            live.page.evaluate(
                "() => { const e = document.activeElement; return e.labels?.[0]?.textContent || e.innerText; }"
            )
        )
        if "The signature is not too old" in reached[-1]:
            break
    wanted = ["What happens on the way", "Method", "Path and query", "Body", "Minutes on the way", "AWS's words"]
    assert [name for name in wanted if name not in reached] == []
    live.page.keyboard.press("Enter")
    expect(live.rule(7)).to_contain_text("Whoever records a request")
    live.page.keyboard.press("Tab")
    expect(live.rule(7).get_by_role("link")).to_be_focused()


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("width", [420, 1400])
def test_axe_finds_nothing(open_page: OpenPage, jupyterlab: Lab, theme: str, width: int) -> None:
    """In both themes, wide and narrow, accepted, refused, unfolded and with a mistake, axe-core finds no fault."""
    page = open_page(width=width, height=6500)
    open_notebook(page, jupyterlab)
    choose_theme(page, theme)
    view = ServerPage.opened(page, jupyterlab)
    assert violations(page) == []
    view.choose("tampering", "The API key is changed")
    view.rule(14).locator("summary").click()
    expect(view.status).to_contain_text("Refused")
    assert violations(page) == []
    view.type("minutes", "soon")
    expect(view.root.get_by_role("alert")).to_be_visible()
    assert violations(page) == []


@pytest.mark.parametrize("width", [420, 700])
def test_a_narrow_window_cuts_nothing(open_page: OpenPage, jupyterlab: Lab, width: int) -> None:
    """In a narrow window nothing reaches beyond the view's own width, and every field is usable."""
    view = ServerPage.opened(open_page(width=width, height=6500), jupyterlab)
    view.choose("tampering", "The body is changed")
    view.expect_verdict(judged(arriving(body="x")))
    beyond = view.root.evaluate(
        """root => [...root.querySelectorAll('*')].filter(e => e.getClientRects().length
             && e.getBoundingClientRect().right > root.getBoundingClientRect().right + 2).map(e => e.className)"""
    )
    assert beyond == []


def test_every_input_has_a_visible_label(live: ServerPage) -> None:
    """Each field of the form has a label that is shown."""
    unlabelled = live.root.evaluate(
        """root => [...root.querySelectorAll('input, textarea, select')]
             .filter(field => ![...field.labels ?? []]
               .some(label => label.textContent.trim() && label.getClientRects().length))
             .map(field => field.outerHTML)"""
    )
    assert unlabelled == []


def test_a_trace_of_ones_own_is_judged_and_its_token_is_nowhere(open_page: OpenPage, jupyterlab: Lab) -> None:
    """A lab's trace is accepted, or refused once tampered with; its token is neither on the page nor in the file."""
    view = ServerPage.opened(
        open_page(height=3600),
        jupyterlab,
        "from sigv4_explain.widgets import ServerView, SigningLab\n\nlab = SigningLab()\n"
        'lab.form.session_token.value = "marker-of-" + "the-token"',
        "ServerView(lab.trace)",
    )
    expect(view.status).to_contain_text("Accepted")
    expect(view.field("headers")).to_have_value(MASK)
    view.choose("tampering", "The API key is changed")
    expect(view.section("answer").locator("pre").first).to_contain_text("x-amz-security-token:••• (19 characters)")
    assert "marker-of-the-token" not in view.root.inner_html()
    view.page.evaluate("() => window.jupyterapp.commands.execute('docmanager:save')")
    assert "marker-of-the-token" not in (jupyterlab.folder / NOTEBOOK).read_text(encoding="utf-8")


def test_two_views_on_a_page_do_not_disturb_each_other(open_page: OpenPage, jupyterlab: Lab) -> None:
    """Each view shows its own outcomes: what one is told does not tick in the other."""
    view = ServerPage.opened(
        open_page(height=6500),
        jupyterlab,
        "from sigv4_explain.widgets import ServerView\n\none, other = ServerView(), ServerView()\n"
        'other.tamper("The Authorization header is lost")\none',
        "other",
    )
    expect(view.root).to_have_count(2)
    expect(view.root.first.locator(".sigv4-broken:visible")).to_have_count(0)
    expect(view.root.last.locator(".sigv4-broken:visible")).to_have_count(1)


def test_the_marks_can_be_missing(live: ServerPage) -> None:
    """Without the class that tells how far the server came, no outcome is shown: the checks above can fail."""
    live.section("rules").evaluate("box => box.classList.remove('sigv4-broken-at-17')")
    expect(live.rule(1).locator(".sigv4-outcome:visible")).to_have_count(0)


@pytest.fixture
def untrusted(open_page: OpenPage, jupyterlab: Lab) -> Page:
    """A saved notebook of a view and a verdict, as somebody else's: opened, not run."""
    view = ServerPage.opened(
        open_page(height=3600),
        jupyterlab,
        "from sigv4_explain.widgets import ServerView\n\nview = ServerView()\n"
        'view.tamper("The body is changed")\nview.verdict',
        "view",
    )
    view.page.evaluate("() => window.jupyterapp.commands.execute('docmanager:save')")
    path = jupyterlab.folder / NOTEBOOK
    text = path.read_text(encoding="utf-8")
    path.with_name("not-mine.ipynb").write_text(text.replace("application/vnd.jupyter.widget-view+json", "x/x"))
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
