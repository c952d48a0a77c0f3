from __future__ import annotations

import pytest

from sigv4_explain.course import QUESTIONS, Choice, Question, Status, progress
from sigv4_explain.errors import InvalidInput
from sigv4_explain.widgets import Quiz
from tests.widgets.apps import bundle
from tests.widgets.parts import with_code

HOSTILE = "<img src=x onerror=alert(1)> & \"'\x00\t\u202egnp.exe 🦊 $a$"


def choose(quiz: Quiz, choice: Choice) -> str:
    """Take a choice, and return what is said of it."""
    quiz.choices.value = choice
    return str(quiz.sections["feedback"].value)


@pytest.fixture
def hostile(monkeypatch: pytest.MonkeyPatch) -> Quiz:
    """A question whose every text would be markup if it were not escaped."""
    choices = [Choice(f"{number}{HOSTILE * 60}", f"{number}{HOSTILE}", status) for number, status in enumerate(Status)]
    question = Question(name="hostile", chapter="02", text=HOSTILE, choices=tuple(choices))
    monkeypatch.setattr("sigv4_explain.widgets.quiz.app.QUESTIONS", {"hostile": question})
    return Quiz("hostile")


@pytest.mark.parametrize("name", QUESTIONS)
def test_each_choice_is_told_why_with_a_sign_and_a_word(name: str) -> None:
    """Right or wrong stands there as words, not as a colour alone."""
    quiz = Quiz(name)
    for choice in quiz.question.choices:
        told = choose(quiz, choice)
        begins = "✓ " if choice is quiz.question.right else "✗ No. "
        assert f"<p>{begins}" in told
        assert ("Right" in told or "Solved" in told) is (choice is quiz.question.right)


def test_a_right_choice_after_a_wrong_one_counts() -> None:
    """Nobody is held to the first choice, and only the right one is progress."""
    quiz = Quiz("order-of-names")
    wrong = next(choice for choice in quiz.question.choices if choice != quiz.question.right)

    assert "✗" in choose(quiz, wrong)
    assert "✓" in choose(quiz, quiz.question.right)
    assert "order-of-names" in progress().questions


def test_the_text_shows_what_was_chosen_and_why() -> None:
    """Where there is no page, print(quiz) tells the same."""
    quiz = Quiz("order-of-names")
    assert repr(quiz).splitlines()[3:] == ["- a=2", "- a-b=1", "- The order stays as sent."]

    choose(quiz, quiz.question.choices[1])
    assert "- ● a-b=1" in repr(quiz)
    assert "✗ No. a-b=1 would come first if whole texts" in repr(quiz)


def test_where_nothing_runs_the_answer_is_folded() -> None:
    """The saved page has the question, its choices, and the answer only for whoever unfolds it."""
    quiz = Quiz("order-of-names")
    drawn = bundle(quiz)["text/html"]
    open_to_all, _, folded = drawn.partition("<details>")

    assert all(with_code(choice.text) in open_to_all for choice in quiz.question.choices)
    feedback = with_code(quiz.question.right.feedback)
    assert feedback not in open_to_all
    assert feedback in folded


def test_code_is_drawn_as_code_with_its_blanks() -> None:
    """What a question quotes stands there to the character, where it is live, saved, and as text."""
    quiz = Quiz("blanks-in-quotes")
    code = "<code>&quot;a   b&quot;</code>"

    assert code in quiz.widget.children[1].value
    assert code in bundle(quiz)["text/html"]
    assert 'sent as "a   b", in quotes' in repr(quiz)


def test_no_text_can_become_markup(hostile: Quiz) -> None:
    """Question, choices and feedback are escaped, however long or strange; choices are text to ipywidgets."""
    drawn = [bundle(hostile)["text/html"], hostile.widget.children[1].value]
    drawn += [choose(hostile, choice) for choice in hostile.question.choices]

    assert all("<img" not in page and "&lt;img" in page for page in drawn)


def test_an_unknown_question_says_which_are_known() -> None:
    """A name that is mistyped is answered with the names there are."""
    with pytest.raises(InvalidInput, match=r"name: received 'nmaes', expected a question: .*order-of-names"):
        Quiz("nmaes")
