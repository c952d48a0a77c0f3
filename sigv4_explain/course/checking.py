"""Judge a function: call it with each case, and name the rule that the first wrong answer breaks.

As the doctor does, it makes the usual mistakes itself: the one that gives the very same wrong answer is the one made.
"""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass
from enum import Enum
from itertools import takewhile
from typing import Any

from sigv4_explain.course.exercise import Example, Exercise, Function, Requirement
from sigv4_explain.drawing.differences import readable, width_of
from sigv4_explain.drawing.markup import Html, join, tag
from sigv4_explain.masking import pictured

# What ``check`` says of an answer: a value, so that a notebook with an unsolved exercise runs to its end.


class Status(Enum):
    """How far an answer is, with a sign and words: the sign is never alone."""

    SOLVED = ("✓", "Solved")
    NOT_YET = ("✗", "Not yet")
    NOT_STARTED = ("○", "Not started")

    def __str__(self) -> str:
        return " ".join(self.value)


_COLOURS = {Status.SOLVED: "#1f6b35", Status.NOT_YET: "#a3211b", Status.NOT_STARTED: "#545f69"}
"""White on each of them has a contrast of at least 6:1, whatever the theme."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """The judgement of an answer: the rule it breaks and where, never what is right."""

    name: str
    """The exercise."""
    status: Status
    sentence: str
    """The status in one sentence."""
    called: str | None = None
    """How the function was called when it failed first."""
    returned: Any = None
    """What it returned there."""
    shown: str = ""
    """That, as it is shown: texts line by line, with carets under the first character that is not right."""
    rule: Requirement | None = None
    """The rule that it breaks there."""

    @property
    def solved(self) -> bool:
        """Whether every case is right."""
        return self.status is Status.SOLVED

    def __str__(self) -> str:
        lines = [f"{self.status}: {self.sentence}"]
        if self.called is not None:
            lines += ["", f"called    {self.called}"]
        if self.shown:
            first, *others = self.shown.split("\n")
            lines += [f"returned  {first}", *(f"          {line}".rstrip() for line in others)]
        if self.rule is not None:
            lines += [f"rule      {self.rule.sentence}", f"source    {self.rule.source}"]
        return "\n".join(lines)

    __repr__ = __str__

    def _repr_html_(self) -> str:
        badge = f"background-color: {_COLOURS[self.status]}; color: #ffffff; padding: 1px 8px; border-radius: 9px"
        head = tag("p", tag("strong", str(self.status), style=badge), " ", self.sentence)
        return tag("div", head, *self._rows(), role="status")

    def _rows(self) -> list[Html]:
        rows: list[tuple[str, Html]] = []
        if self.called is not None:
            rows.append(("called", tag("code", self.called)))
        if self.shown:
            rows.append(("returned", tag("pre", self.shown, style="margin: 0")))
        if self.rule is not None:
            link = tag("a", "AWS’s page" if "aws.amazon.com" in self.rule.source else "source", href=self.rule.source)
            rows.append(("rule", join(self.rule.sentence, " (", link, ")")))
        cell = "text-align: left; vertical-align: top"
        drawn = [
            tag("tr", tag("th", name, scope="row", style=cell), tag("td", value, style=cell)) for name, value in rows
        ]
        return [tag("table", tag("tbody", drawn))] if drawn else []


# Show an answer with a caret under its first character that is not right, and never what would be.

_KINDS = {str: "text (str)", bytes: "bytes", int: "a whole number (int)", bool: "True or False (bool)"}


def pointed(answer: Any, right: Any) -> str:
    r"""Return an answer as it is shown: of texts the line with the first difference, and a caret under it.

    ``right`` is only compared with; None when there is nothing to compare.

    >>> print(pointed("q=a+b", "q=a%20b"))
    q=a+b
       ^ character 4
    >>> print(pointed("a", "a="))
    a
     ^ something is missing here
    >>> print(pointed(b"1", "1"))
    b'1' (bytes, and expected is text (str))
    """
    if isinstance(answer, BaseException):
        return f"nothing: it raised {type(answer).__name__}: {_written(answer, str)}".rstrip(": ")
    if right is not None and type(answer) is not type(right):
        return f"{_written(answer)} ({_kind(answer)}, and expected is {_kind(right)})"
    if isinstance(answer, str) and isinstance(right, str):
        return _with_caret(answer, right)
    if isinstance(answer, bytes) and isinstance(right, bytes):
        return _with_caret(answer.hex(), right.hex())
    return _written(answer)


def _with_caret(answer: str, right: str) -> str:
    start = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(answer, right, strict=False)))
    number, before = answer[:start].count("\n"), answer[:start].rpartition("\n")[2]
    lines = answer.split("\n")
    column = sum(map(width_of, _line(before)))
    if start == len(answer):
        note = "something is missing here"
    elif start == len(right):
        note = "nothing should follow here"
    else:
        note = "the line should go on here" if answer[start] == "\n" else f"character {len(before) + 1}"
    caret = f"{' ' * column}^ {note}"
    if "\n" in answer:
        caret += f" of line {number + 1}" if note.startswith("character") else f", in line {number + 1}"
    drawn = [_line(line) for line in lines]
    return "\n".join([*drawn[: number + 1], caret, *drawn[number + 1 :]])


def _line(text: str) -> str:
    return readable(text)


def _written(answer: Any, write: Callable[[Any], str] = repr) -> str:
    try:
        return pictured(str.__str__(answer) if isinstance(answer, str) else write(answer))
    except Exception as error:  # noqa: BLE001 - of a learner's class, or of a number with too many digits
        return f"something that cannot be shown: {type(error).__name__}"


def _kind(value: Any) -> str:
    return _KINDS.get(type(value)) or _written(value, lambda value: f"a {type(value).__name__}")


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


def _answer(function: Function, case: Example) -> Any:
    """Call a function with copies, and copy what it returns: what it changes is seen by no other call."""
    try:
        answer = function(*deepcopy(case.arguments))
    except (Exception, SystemExit) as error:  # noqa: BLE001 - what a learner's function raises is told, not raised
        return error
    try:
        return deepcopy(answer)
    except Exception:  # noqa: BLE001 - such as a generator, which is no right answer anywhere
        return answer


def _broken_rule(exercise: Exercise, case: Example, answer: Any) -> Requirement | None:
    if isinstance(answer, BaseException):
        return case.rule
    if exercise.judge is None:
        return None if _same(answer, _right(exercise, case)) else case.rule
    try:
        return exercise.judge(case.arguments, answer)
    except Exception:  # noqa: BLE001 - an answer can be an object that nobody can look into
        return case.rule


def _right(exercise: Exercise, case: Example) -> Any:
    if exercise.right is None:
        raise TypeError(f"exercise {exercise.name!r} has neither a right function nor a judge")
    return exercise.right(*case.arguments)


def _wrong(exercise: Exercise, answers: list[Any], wrong: list[int], broken: Requirement | None) -> Checked:
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


def _rule_of(exercise: Exercise, answers: list[Any], first: int) -> Requirement | None:
    """Return the rule of the usual mistake that gives this answer here, and elsewhere as often as any other."""
    if isinstance(answers[first], BaseException):
        return None
    alike: list[tuple[int, Requirement]] = []
    for mistake in exercise.mistakes:
        made = [_answer(mistake.function, case) for case in exercise.cases]
        same = [_same(mine, theirs) for mine, theirs in zip(answers, made, strict=True)]
        if same[first]:
            alike.append((sum(same), mistake.rule))
    return max(alike, key=lambda pair: pair[0])[1] if alike else None


def _same(mine: Any, theirs: Any) -> bool:
    if type(mine) is not type(theirs) or isinstance(mine, BaseException):
        return type(mine) is type(theirs)
    try:
        return bool(mine == theirs)
    except Exception:  # noqa: BLE001 - in a list can be objects that cannot be compared
        return False


# Texts that a cell shows as they are, without the quotes of a repr.


class ShownSentence(str):
    """A sentence."""

    __slots__ = ()

    def __repr__(self) -> str:
        return str(self)

    def _repr_html_(self) -> str:
        return tag("p", str(self))


class Code(ShownSentence):
    """Source code."""

    __slots__ = ()

    def _repr_html_(self) -> str:
        return tag("pre", str(self))
