from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from sigv4_explain.verifier import Outcome
from sigv4_explain.widgets import ServerView
from tests.browser.conftest import OpenPage
from tests.browser.desk import Desk
from tests.browser.harness import Lab, open_notebook

SIGNS = {Outcome.KEPT: "✓", Outcome.BROKEN: "✗", Outcome.NOT_REACHED: "·", Outcome.NOT_CHECKED: r"\?"}
LOST, BODY, NOBODY = "The Authorization header is lost", "The body is changed", "Nobody touches it"
OUTCOMES_EACH = """rules => rules.map(rule =>
  [...rule.querySelectorAll('.sigv4-outcome')].filter(each => each.getClientRects().length).length)"""


def test_each_rule_shows_the_outcome_that_verify_gives(desk: Desk) -> None:
    """One sign each, set by a class of the list: the rules themselves are not drawn again."""
    root, view = desk.show("ServerView()", height=1000), ServerView()
    rules = root.locator(".sigv4-section-rules li")
    root.locator("summary", has_text="all rules").click()
    for tampering in (NOBODY, LOST, BODY, "It is sent again after 6 minutes", NOBODY):
        root.get_by_label("On the way", exact=True).select_option(label=tampering)
        view.tamper(tampering)
        signs = [re.compile(SIGNS[outcome]) for _, _, outcome in view.verdict.outcomes]
        expect(rules.locator(".sigv4-outcome:visible")).to_have_text(signs)
        assert rules.evaluate_all(OUTCOMES_EACH) == [1] * len(signs)


def test_a_trace_of_ones_own_is_judged_and_its_token_is_nowhere(desk: Desk) -> None:
    """A lab's trace is accepted, or refused once tampered with; its token is neither on the page nor in the file."""
    root = desk.show(
        'lab = SigningLab()\nlab.form.session_token.value = "marker-of-" + "the-token"\nServerView(lab.trace)'
    )
    expect(root.locator(".sigv4-status")).to_contain_text("Accepted")
    root.get_by_label("On the way", exact=True).select_option(label="The API key is changed")
    answer = root.locator(".sigv4-section-answer pre").first
    expect(answer).to_contain_text("x-amz-security-token:••• (19 characters)")
    assert "marker-of-the-token" not in root.inner_html()
    saved = desk.file().read_text(encoding="utf-8")
    assert "••• (19 characters)" in saved
    assert "marker-of-the-token" not in saved


def test_two_views_on_a_page_do_not_disturb_each_other(desk: Desk) -> None:
    """Each view shows its own outcomes: what one is told does not tick in the other."""
    code = f"one, other = ServerView(), ServerView()\nother.tamper({LOST!r})\ndisplay(one)\nother"
    views = desk.show(code, height=1000, views=2)
    for view in views.all():
        view.locator("summary", has_text="all rules").click()
    expect(views.first.locator(".sigv4-broken:visible")).to_have_count(0)
    expect(views.last.locator(".sigv4-broken:visible")).to_have_count(1)


@pytest.fixture
def untrusted(desk: Desk, open_page: OpenPage, jupyterlab: Lab) -> Page:
    """A saved notebook of a verdict and a view, as somebody else's: opened, not run."""
    desk.show(f"view = ServerView()\nview.tamper({BODY!r})\ndisplay(view.verdict)\nview")
    text = desk.file().read_text(encoding="utf-8")
    (jupyterlab.folder / "not-mine.ipynb").write_text(text.replace("application/vnd.jupyter.widget-view+json", "x/x"))
    page = open_page(height=3600)
    open_notebook(page, jupyterlab, "not-mine.ipynb")
    return page


def test_an_untrusted_notebook_shows_the_verdict(untrusted: Page) -> None:
    """A verdict and a view read whole where nothing runs: sentence, rules, AWS's words, what differs."""
    for number in (0, 1):
        output = untrusted.locator(".jp-OutputArea-output").nth(number)
        expect(output).to_contain_text("Refused by rule 14 of 16, “The signature matches”: 403")
        expect(output.locator("pre").last if number == 0 else output).to_contain_text("x-api-key:example")
        expect(output.locator("tr")).to_have_count(17)
        expect(output.locator("td").first).to_have_css("text-align", "left")
        expect(output).to_contain_text("Only who knows the secret can compute it")
    expect(untrusted.locator(".jp-OutputArea-output").nth(1).locator("mark").first).to_be_visible()
