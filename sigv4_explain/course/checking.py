"""Judge a function: call it with each case, and name the rule that the first wrong answer breaks.

As the doctor does, it makes the usual mistakes itself: the one that gives the very same wrong answer is the one made.
"""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from sigv4_explain.course.checked import Checked, Status
from sigv4_explain.course.exercise import Case, Exercise, Function
from sigv4_explain.course.pointing import pointed
from sigv4_explain.course.rule import Rule


def checked(exercise: Exercise, function: Function) -> Checked:
    """Return the judgement of a function, or of ``...`` where none was written yet."""
    if not callable(function):
        return _not_a_function(exercise, function)
    answers = [_answer(function, case) for case in exercise.cases]
    if all(answer is None or answer is Ellipsis or isinstance(answer, NotImplementedError) for answer in answers):
        return Checked(name=exercise.name, status=Status.NOT_STARTED, sentence=exercise.task)
    broken = [_broken_rule(exercise, case, answer) for case, answer in zip(exercise.cases, answers, strict=True)]
    wrong = [number for number, rule in enumerate(broken) if rule is not None]
    if not wrong:
        count = len(exercise.cases)
        right = "the one case is right." if count == 1 else f"all {count} cases are right."
        return Checked(name=exercise.name, status=Status.SOLVED, sentence=right)
    return _wrong(exercise, answers, wrong, broken[wrong[0]])


def _not_a_function(exercise: Exercise, given: Any) -> Checked:
    status = Status.NOT_STARTED if given is None or given is Ellipsis else Status.NOT_YET
    sentence = exercise.task if status is Status.NOT_STARTED else "give check the function itself, not its result."
    return Checked(name=exercise.name, status=status, sentence=sentence)


def _answer(function: Function, case: Case) -> Any:
    """Call a function with copies, and copy what it returns: what it changes is seen by no other call."""
    try:
        answer = function(*deepcopy(case.arguments))
    except Exception as error:  # noqa: BLE001 - whatever a learner's function raises is told, not raised
        return error
    try:
        return deepcopy(answer)
    except Exception:  # noqa: BLE001 - such as a generator, which is no right answer anywhere
        return answer


def _broken_rule(exercise: Exercise, case: Case, answer: Any) -> Rule | None:
    if isinstance(answer, Exception):
        return case.rule
    if exercise.judge is None:
        return None if _same(answer, _right(exercise, case)) else case.rule
    try:
        return exercise.judge(case.arguments, answer)
    except Exception:  # noqa: BLE001 - an answer can be an object that nobody can look into
        return case.rule


def _right(exercise: Exercise, case: Case) -> Any:
    if exercise.right is None:
        raise TypeError(f"exercise {exercise.name!r} has neither a right function nor a judge")
    return exercise.right(*case.arguments)


def _wrong(exercise: Exercise, answers: list[Any], wrong: list[int], broken: Rule | None) -> Checked:
    first = wrong[0]
    case, answer = exercise.cases[first], answers[first]
    count = len(exercise.cases)
    right = None if exercise.judge else _right(exercise, case)
    return Checked(
        name=exercise.name,
        status=Status.NOT_YET,
        sentence=f"{count - len(wrong)} of {count} cases are right. This is the first that is not:",
        called=f"{exercise.solution.__name__}({', '.join(map(repr, case.arguments))})",
        returned=answer,
        shown=pointed(answer, right),
        rule=_rule_of(exercise, answers, first) or (broken if type(answer) is type(right) or exercise.judge else None),
    )


def _rule_of(exercise: Exercise, answers: list[Any], first: int) -> Rule | None:
    """Return the rule of the usual mistake that gives this answer here, and elsewhere as often as any other."""
    if isinstance(answers[first], Exception):
        return None
    alike: list[tuple[int, Rule]] = []
    for mistake in exercise.mistakes:
        made = [_answer(mistake.function, case) for case in exercise.cases]
        same = [_same(mine, theirs) for mine, theirs in zip(answers, made, strict=True)]
        if same[first]:
            alike.append((sum(same), mistake.rule))
    return max(alike, key=lambda pair: pair[0])[1] if alike else None


def _same(mine: Any, theirs: Any) -> bool:
    if type(mine) is not type(theirs) or isinstance(mine, Exception):
        return type(mine) is type(theirs)
    try:
        return bool(mine == theirs)
    except Exception:  # noqa: BLE001 - in a list can be objects that cannot be compared
        return False
