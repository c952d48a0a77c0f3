from __future__ import annotations

from sigv4_explain.course import QUESTIONS, Progress, record_answer


def test_only_right_answers_are_kept() -> None:
    """A wrong choice is no progress."""
    question = QUESTIONS["order-of-names"]
    kept = Progress()
    record_answer(question, next(choice for choice in question.choices if choice != question.right), kept)
    assert kept.questions == set()

    record_answer(question, question.right, kept)
    assert kept.questions == {"order-of-names"}
