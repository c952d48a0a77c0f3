from __future__ import annotations

from sigv4_explain.course import Choice
from sigv4_explain.widgets import MixedQuiz, Quiz


def another(quiz: Quiz) -> Choice:
    """Return a choice that is wrong."""
    return next(choice for choice in quiz.question.choices if choice != quiz.question.right)


def test_the_first_choice_counts_and_the_chapter_to_look_at_again_is_named() -> None:
    """Whoever corrects a wrong choice learns from it, but it was wrong at first."""
    mixed = MixedQuiz("03", seed="a word")
    first, second = mixed.quizzes[:2]
    first.choices.value = first.question.right
    second.choices.value = another(second)
    second.choices.value = second.question.right

    told = f"1 of 10 right at the first choice; 2 answered. Look again at {second.question.chapter}."
    assert mixed.score == told
    assert told in mixed.sections["score"].value
    assert repr(mixed).endswith(told)
