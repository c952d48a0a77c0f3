from __future__ import annotations

from random import Random
from typing import Any

import pytest

from sigv4_explain.course import EXERCISES, check
from tests.course.parts import Example, Exercise, Requirement, WrongAnswer, checked

DOUBLE, FIRST, OTHER = (
    Requirement("Double it."),
    Requirement("Of the first."),
    Requirement("Of the other.", "https://example.com/"),
)


def twice(text: str) -> str:
    """Return a text twice: the right answer of the exercise below."""
    return text * 2


def drawn(draw: Random) -> tuple[str]:
    """Draw a text of three letters."""
    return ("".join(draw.choices("abc", k=3)),)


def exercise(*mistakes: WrongAnswer) -> Exercise:
    """Return an exercise with these usual mistakes."""
    cases = (Example(("",), DOUBLE), Example(("ab",), DOUBLE), Example(("x\ny",), DOUBLE))
    return Exercise(
        name="twice", chapter="02", task="write it.", cases=cases, drawing=drawn, right=twice, solution=twice,
        mistakes=mistakes, hints=("a", "b", "c"),
    )  # fmt: skip


def unwritten(_text: str) -> str:
    """Say, as a stub does, that it is not written."""
    raise NotImplementedError


@pytest.mark.parametrize("answer", [..., None, unwritten])
def test_nothing_written_yet_is_no_mistake(answer: object) -> None:
    """An unsolved notebook runs to its end, and says what to write."""
    judgement = checked(exercise(), answer)  # type: ignore[arg-type]

    assert str(judgement) == "○ Not started: write it."


def test_a_result_in_place_of_a_function_is_told() -> None:
    """Giving check what the function returned is a usual slip."""
    assert "give check the function itself" in str(check("query", "a=1"))


def test_the_first_wrong_character_is_pointed_at() -> None:
    """The line, the character, how the function was called, and the rule; not what is right."""
    assert str(checked(exercise(), lambda text: text + text.upper())) == (
        "✗ Not yet: 1 of 3 cases are right. This is the first that is not:\n\n"
        "called    twice('ab')\n"
        "returned  abAB\n"
        "            ^ character 3\n"
        "about     Double it.\n"
        "source    https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html"
    )


@pytest.mark.parametrize(
    ("answer", "shown"),
    [
        ("a", "a\n ^ something is missing here"),
        ("ab ab", "ab ab\n  ^ character 3"),
        ("abab\n", "abab\n    ^ nothing should follow here, in line 1\n"),
        ("ab\nab", "ab\n  ^ the line should go on here, in line 1\nab"),
        ("", "\n^ something is missing here"),
        ("wide 漢", "wide 漢\n^ character 1"),
        (b"abab", "b'abab' (bytes, and expected is text (str))"),
        (7, "7 (a whole number (int), and expected is text (str))"),
        ("ab\tab", "ab⇥ab\n  ^ character 3"),
    ],
)
def test_an_answer_is_shown_as_it_came(answer: Any, shown: str) -> None:
    """Control characters are pictured; what is missing, too much or of the wrong type is said."""
    judgement = checked(exercise(), lambda text: answer if text == "ab" else twice(text))

    assert judgement.shown == shown


def test_of_several_lines_the_wrong_one_has_the_caret() -> None:
    """The caret stands under its line, and says which it is."""
    judgement = checked(exercise(), lambda text: twice(text).replace("yx", "yX"))

    assert judgement.shown == "x\nyX\n ^ character 2 of line 2\ny"


def test_a_function_that_raises_is_told_what_it_raised() -> None:
    """Whatever a learner's code does, the notebook goes on."""
    judgement = checked(exercise(), lambda text: text[5])

    assert judgement.shown == "nothing: it raised IndexError: string index out of range"


class _Nameless(type):
    def __getattribute__(cls, name: str) -> Any:
        if name == "__name__":
            raise RuntimeError
        return super().__getattribute__(name)


def _raises(error: BaseException) -> Any:
    raise error


@pytest.mark.parametrize(
    ("function", "shown"),
    [
        (lambda _: _raises(ValueError("\ud800 \u202e \x1b")), "nothing: it raised ValueError: ⟨U+D800⟩ ⟨U+202E⟩ ␛"),
        (lambda _: _raises(SystemExit(3)), "nothing: it raised SystemExit: 3"),
        (lambda _: {"\ud800"}, "{'\\ud800'} (a set, and expected is text (str))"),
        (
            lambda text: type("Odd", (), {"__repr__": lambda _: "\x1b" + text})(),
            "␛ (a Odd, and expected is text (str))",
        ),
        (
            lambda _: _Nameless("Odd", (), {"__repr__": lambda _: "?"})(),
            "? (something that cannot be shown: RuntimeError, and expected is text (str))",
        ),
    ],
)
def test_whatever_comes_back_can_be_printed(function: Any, shown: str) -> None:
    """Control characters and half characters are pictured, and nothing that a class does ends the check."""
    judgement = checked(exercise(), function)

    assert judgement.shown == shown
    assert shown.encode() in str(judgement).encode()


def test_the_mistake_that_agrees_in_the_most_cases_is_the_one_told() -> None:
    """Two mistakes may look alike where the answer first fails; then the other cases decide."""
    first = WrongAnswer(lambda text: text, FIRST)
    other = WrongAnswer(lambda text: text if text == "ab" else "z", OTHER)

    assert checked(exercise(other, first), lambda text: text).rule == FIRST
    assert checked(exercise(first, other), other.function).rule == OTHER


def test_a_mistake_nobody_foresaw_is_told_the_rule_of_its_case() -> None:
    """There is always a rule to go by."""
    assert checked(exercise(), lambda _text: "?").rule == DOUBLE


def test_a_judge_decides_where_many_answers_are_right() -> None:
    """An exercise may take any answer that keeps its rules."""
    one = Exercise(
        name="odd", chapter="02", task="write it.", cases=(Example((1,), DOUBLE),),
        drawing=lambda draw: (draw.randint(0, 9),),
        judge=lambda arguments, answer: None if answer > arguments[0] else FIRST,
        solution=lambda number: number + 1, mistakes=(), hints=("a", "b", "c"),
    )  # fmt: skip

    assert checked(one, lambda number: number + 5).solved
    assert checked(one, lambda number: number - 5).rule == FIRST


def test_the_table_has_all_that_the_text_has_and_markup_stays_text() -> None:
    """The page says the same as the text, with a link to the source."""
    drawn = checked(exercise(), lambda text: text and f"<b>{text}")._repr_html_()

    assert "&lt;b&gt;" in drawn
    assert "<b>" not in drawn
    assert all(word in drawn for word in ("✗ Not yet", "twice(&#x27;ab&#x27;)", "Double it.", "reference_sigv-create"))


def test_every_exercise_has_a_right_answer_or_a_judge() -> None:
    """One of them decides, never both."""
    assert all((one.right is None) != (one.judge is None) for one in EXERCISES.values())
