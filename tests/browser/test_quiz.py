from __future__ import annotations

from pathlib import Path

from playwright.sync_api import expect

from tests.browser.desk import Desk, expect_all_can_read

LONG = (
    "s3:GetObject/" * 30 + " and, when it is not there, a word on why it is not, in a sentence that goes on for lines."
)
QUIZ = f"""from sigv4_explain.course import QUESTIONS, Choice, Question
from sigv4_explain.widgets import Quiz, quiz
first = QUESTIONS["order-of-names"]
long = Question(name="long", chapter="02", text={LONG!r}, choices=(Choice({LONG!r}, "a"), *first.choices))
quiz.QUESTIONS = {{**QUESTIONS, "long": long}}
Quiz("long")"""


def test_a_question_is_answered_by_its_words_and_by_keys(desk: Desk) -> None:
    """A click on a choice's words takes it, and with Tab and the blank key another one is taken."""
    page, root = desk.page, desk.show('Quiz("order-of-names")')
    status = root.get_by_role("status")

    root.get_by_text("The order stays as sent.", exact=True).click()
    expect(status).to_contain_text("✗ Not yet. The server sorts")

    root.get_by_label("The order stays as sent.").focus()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Space")
    expect(root.get_by_label("a-b=1", exact=True)).to_be_checked()
    expect(status).to_contain_text("✗ Not yet. So it would be")
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Space")
    expect(status).to_contain_text("✓ Right")


def test_long_choices_are_whole_and_axe_finds_nothing(desk: Desk, tmp_path: Path) -> None:
    """In both themes, wide and narrow, nothing is cut, right or wrong."""
    root = desk.show(QUIZ, height=1800)
    cut = "one => one.scrollWidth > one.clientWidth + 1 || one.scrollHeight > one.clientHeight + 1"
    for choice, sign in {"a-b=1": "✗", "a=2": "✓"}.items():
        root.get_by_label(choice, exact=True).check()
        expect(root.get_by_role("status")).to_contain_text(sign)
        expect_all_can_read(root, tmp_path / f"quiz-{choice}")
        shown = root.locator("p:visible, .widget-radio-box, .widget-radio-box label")
        for width in (420, 800):
            desk.page.set_viewport_size({"width": width, "height": 1800})
            assert shown.evaluate_all(f"all => all.filter({cut}).map(one => one.outerHTML)") == []
