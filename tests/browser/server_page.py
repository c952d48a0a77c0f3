"""The server's view as its user meets it: fields by their visible labels, the verdict by what is on screen."""

from __future__ import annotations

import re
from dataclasses import dataclass

from playwright.sync_api import Locator, Page, expect

from sigv4_explain.verifier import Outcome, Verdict
from sigv4_explain.verifier.verdict_view import verdict_sentence
from tests.browser.desk import Desk

LABELS = {
    "request": "The client signs and sends",
    "tampering": "What happens on the way",
    "method": "Method",
    "target": "Path and query",
    "headers": "Headers as they arrive, one “Name: value” a line",
    "body": "Body",
    "minutes": "Minutes on the way",
    "region": "The server's Region",
    "service": "The server's service",
    "key_on_file": "The key on the server's file",
    "wording": "AWS's words",
}

_SIGNS = {Outcome.KEPT: "✓", Outcome.BROKEN: "✗", Outcome.NOT_REACHED: "·", Outcome.NOT_CHECKED: r"\?"}
_OUTCOMES_EACH = """rules => rules.map(rule =>
  [...rule.querySelectorAll('.sigv4-outcome')].filter(each => each.getClientRects().length).length)"""


@dataclass(frozen=True, slots=True)
class ServerPage:
    """The view on a page."""

    page: Page

    @classmethod
    def shown(cls, desk: Desk, code: str = "ServerView()", *, width: int = 1400, height: int = 3600) -> ServerPage:
        """Show a fresh view alone on the desk."""
        desk.show(code, width=width, height=height)
        return cls(desk.page)

    @property
    def root(self) -> Locator:
        """The app's root."""
        return self.page.locator(".sigv4-root")

    @property
    def status(self) -> Locator:
        """The verdict in words."""
        return self.root.get_by_role("status")

    def field(self, name: str) -> Locator:
        """Find a field by its visible label."""
        return self.root.get_by_label(LABELS.get(name, name), exact=True)

    def section(self, name: str) -> Locator:
        """Find a section of the page."""
        return self.root.locator(f".sigv4-section-{name}")

    def rule(self, number: int) -> Locator:
        """Find a rule of the list."""
        return self.section("rules").locator("li").nth(number - 1)

    def choose(self, name: str, option: str) -> None:
        """Choose from a menu."""
        self.field(name).select_option(label=option)

    def type(self, name: str, value: str) -> None:
        """Type a field anew, or on from its end if the value begins with what stands there."""
        before = self.field(name).input_value()
        kept = before if value.startswith(before) else ""
        self.field(name).fill(kept)
        self.field(name).press_sequentially(value.removeprefix(kept))

    def expect_verdict(self, verdict: Verdict) -> None:
        """The page says what ``verify`` says: the sentence, each rule's outcome, AWS's words."""
        expect(self.status).to_contain_text(verdict_sentence(verdict))
        rules = self.section("rules").locator("li")
        signs = [re.compile(_SIGNS[outcome]) for _, _, outcome in verdict.outcomes]
        expect(rules.locator(".sigv4-outcome:visible")).to_have_text(signs)
        assert rules.evaluate_all(_OUTCOMES_EACH) == [1] * len(signs)
        if verdict.message is not None:
            expect(self.section("answer").locator("pre").first).to_have_text(verdict.message.strip())
