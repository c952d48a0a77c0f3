from __future__ import annotations

from typing import Any

import pytest

from sigv4_explain.course import CHAPTERS, EXERCISES, Status, check, hint, solution
from sigv4_explain.errors import InvalidInput
from tests.course.parts import WrongAnswer

MISTAKES = [
    pytest.param(name, mistake, id=f"{name}-{mistake.function.__name__}")
    for name, exercise in EXERCISES.items()
    for mistake in exercise.mistakes
]


class Sulking:
    """An object that lets nobody look at it."""

    def _refuse(self, *_others: object) -> Any:
        raise RuntimeError

    __repr__ = __eq__ = __len__ = __iter__ = __getattr__ = __bool__ = _refuse
    __hash__ = None  # type: ignore[assignment]


class SulkingError(Exception):
    """An error that does not say what it is."""

    def __str__(self) -> str:
        raise RuntimeError


def written(source: str, name: str) -> object:
    """Run a text as a cell would, and return the function that it defines."""
    namespace: dict[str, object] = {}
    exec(source, namespace)
    return namespace[name]


@pytest.mark.parametrize("name", EXERCISES)
def test_a_stub_is_not_started(name: str) -> None:
    """What the notebook gives the learner runs, and is no wrong answer."""
    exercise = EXERCISES[name]

    assert check(name, written(exercise.stub_text, exercise.solution.__name__)).status is Status.NOT_STARTED


@pytest.mark.parametrize("name", EXERCISES)
def test_a_solution_solves_its_exercise_with_no_more_than_it_shows(name: str) -> None:
    """The text of the solution, run alone, is right in every case."""
    judgement = check(name, written(str(solution(name)), EXERCISES[name].solution.__name__))

    assert judgement.solved, judgement


@pytest.mark.parametrize(("name", "mistake"), MISTAKES)
def test_a_usual_mistake_is_told_its_own_rule(name: str, mistake: WrongAnswer) -> None:
    """Each wrong answer that people give gets the rule that it breaks, and no other mistake's."""
    judgement = check(name, mistake.function)

    assert judgement.status is Status.NOT_YET
    assert judgement.rule == mistake.rule, judgement


@pytest.mark.parametrize("name", EXERCISES)
def test_what_a_function_does_to_its_arguments_is_seen_by_no_other_call(name: str) -> None:
    """Whoever pops and empties is judged by the answer alone, and the next check finds all as it was."""

    def emptied(*arguments: Any) -> Any:
        answer = EXERCISES[name].solution(*arguments)
        for argument in arguments:
            if isinstance(argument, list | dict):
                argument.clear()
        return answer

    def wrong(*arguments: Any) -> str:
        emptied(*arguments)
        return "wrong"

    before = str(check(name, lambda *_arguments: "wrong"))
    said = [str(check(name, function)) for function in (emptied, wrong, emptied)]

    assert [text.startswith("✓ Solved") for text in said] == [True, False, True]
    assert said[1] == before


@pytest.mark.parametrize("name", EXERCISES)
def test_a_function_may_return_one_object_each_time(name: str) -> None:
    """What it held after each call is judged, not what it holds after the last."""
    lists: list[Any] = []
    mapping: dict[Any, Any] = {}

    def same(*arguments: Any) -> Any:
        answer = EXERCISES[name].solution(*arguments)
        if isinstance(answer, list):
            lists[:] = answer
            return lists
        if isinstance(answer, dict):
            mapping.clear()
            mapping.update(answer)
            return mapping
        return answer

    assert check(name, same).solved


@pytest.mark.parametrize("name", EXERCISES)
@pytest.mark.parametrize("kind", ["sulking", "inside a list", "inside a dict", "huge", "huge inside", "error"])
def test_an_answer_that_cannot_be_shown_is_told_as_such(name: str, kind: str) -> None:
    """Neither its repr, nor its ==, nor a number of 5,000 digits reaches the learner as a traceback."""
    huge = 10**5000
    values = {"sulking": Sulking(), "inside a list": [Sulking()], "inside a dict": {"a": Sulking()},
              "huge": huge, "huge inside": [huge]}  # fmt: skip

    def answer(*_arguments: Any) -> Any:
        if kind == "error":
            raise SulkingError
        return values[kind]

    judgement = check(name, answer)

    assert judgement.status is Status.NOT_YET
    assert "something that cannot be shown: " in str(judgement)
    assert "something that cannot be shown: " in judgement._repr_html_()


@pytest.mark.parametrize("name", EXERCISES)
def test_the_mistakes_of_an_exercise_have_messages_of_their_own(name: str) -> None:
    """No two mistakes are told the same, and there are at least three."""
    sentences = [mistake.rule.sentence for mistake in EXERCISES[name].mistakes]

    assert len(sentences) == len(set(sentences)) >= 3


@pytest.mark.parametrize(("name", "mistake"), MISTAKES)
def test_a_wrong_answer_is_never_told_the_right_one(name: str, mistake: WrongAnswer) -> None:
    """What the page says of a failing case does not hold what is right, unless the case itself or a rule does."""
    exercise = EXERCISES[name]
    if exercise.right is None:
        pytest.skip("many answers are right")
    judgement = check(name, mistake.function)
    cases = [case.arguments for case in exercise.cases] + exercise.made_up()
    called = next(given for given in cases if f"({', '.join(map(repr, given))})" in str(judgement.whole_call))
    right = str(exercise.right(*called))

    said = [line for line in judgement.shown.split("\n") if line not in str(judgement.returned).split("\n")]
    assert not right or right not in "\n".join(said)


@pytest.mark.parametrize("name", EXERCISES)
def test_an_exercise_stands_in_a_chapter_and_has_three_hints(name: str) -> None:
    """Each hint is another, and none is the solution."""
    exercise = EXERCISES[name]
    hints = [hint(name, number) for number in (1, 2, 3)]

    assert exercise.name == name
    assert exercise.chapter in CHAPTERS
    assert len(set(hints)) == 3
    assert all(str(solution(name)).strip() not in one for one in hints)


@pytest.mark.parametrize("number", [0, 4, -1, pytest.param(10**5000, id="huge")])
def test_a_hint_that_is_not_there_says_which_are(number: int) -> None:
    """Hints are counted from 1 to 3."""
    with pytest.raises(InvalidInput, match=r"number: received .*, expected 1 to 3"):
        hint("query", number)


def test_an_unknown_exercise_says_which_are_known() -> None:
    """A name that is mistyped is answered with the names there are."""
    with pytest.raises(InvalidInput, match=r"name: received 'qurey', expected an exercise: .*query"):
        check("qurey", len)
