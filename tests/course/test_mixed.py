from __future__ import annotations

import pytest

from sigv4_explain.course import CHAPTERS, Status
from sigv4_explain.course.mixed import FORMS, ROUNDS, ten_questions
from sigv4_explain.errors import InvalidInput

SEEDS = range(40)


@pytest.mark.parametrize("after", ROUNDS)
def test_ten_different_questions_of_the_chapters_before(after: str) -> None:
    """None is about what comes later, and each has one right choice and a word of its own for each."""
    order = list(CHAPTERS)
    for seed in SEEDS:
        questions = ten_questions(after, seed)
        assert len({question.text for question in questions}) == 10
        assert all(order.index(question.chapter) <= order.index(after) for question in questions)
        for question in questions:
            choices = question.choices
            assert "{" not in question.text.replace('{"', "")
            assert [choice.status for choice in choices].count(Status.SOLVED) == 1
            assert len({choice.text for choice in choices}) == len({choice.feedback for choice in choices}) >= 2


def test_every_form_is_asked_and_the_newest_chapters_come_first() -> None:
    """With forty seeds each is drawn; four of ten are of the last three chapters, as far as these have as many."""
    drawn = [question for after in ROUNDS for seed in SEEDS for question in ten_questions(after, seed)]

    assert [name for name in FORMS if not any(f"again-{name}-" in question.name for question in drawn)] == []
    new = [question.chapter in ("09", "10", "11") for question in ten_questions("11", 1)]
    assert sum(new) >= 4


def test_the_right_choice_does_not_always_stand_in_the_same_place() -> None:
    """Nobody learns by choosing the first."""
    places = [question.choices.index(question.right) for seed in SEEDS for question in ten_questions("06", seed)]

    assert max(places.count(place) for place in set(places)) <= len(places) * 0.5


def test_another_seed_draws_other_values() -> None:
    """The same one gives the same, so that a class can talk about it."""
    texts = {seed: [question.text for question in ten_questions("09", seed)] for seed in ("ann", "bob")}

    assert texts["ann"] == [question.text for question in ten_questions("09", "ann")]
    assert len(set(texts["ann"]) - set(texts["bob"])) >= 8


def test_questions_come_after_four_chapters() -> None:
    """Another one is told which."""
    with pytest.raises(InvalidInput, match="after: received '04', expected one of 03, 06, 09, 11"):
        ten_questions("04")
