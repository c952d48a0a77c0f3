from __future__ import annotations

import pytest

from sigv4_explain.course import CHAPTERS, QUESTIONS, Status


@pytest.mark.parametrize("name", QUESTIONS)
def test_a_question_has_one_right_choice_and_a_word_for_each(name: str) -> None:
    """Whoever chooses wrong is told why, in words that stand nowhere else."""
    question = QUESTIONS[name]
    choices = question.choices

    assert question.name == name
    assert question.chapter in CHAPTERS
    assert [choice.status for choice in choices].count(Status.SOLVED) == 1
    assert {choice.status for choice in choices} == {Status.SOLVED, Status.NOT_YET}
    assert len({choice.text for choice in choices}) == len({choice.feedback for choice in choices}) == len(choices) >= 3
    assert question.right in choices


@pytest.mark.parametrize("name", QUESTIONS)
def test_only_the_right_choice_is_called_right(name: str) -> None:
    """The feedback to a wrong choice does not begin like praise."""
    begins_right = [choice for choice in QUESTIONS[name].choices if choice.feedback.startswith("Right")]

    assert begins_right in ([], [QUESTIONS[name].right])


def test_the_right_choice_does_not_always_stand_in_the_same_place() -> None:
    """Nobody learns by choosing the first."""
    places = [question.choices.index(question.right) for question in QUESTIONS.values()]

    assert len(places) < 6 or max(places.count(place) for place in set(places)) <= len(places) * 0.6
