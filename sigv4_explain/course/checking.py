"""Judge a function: call it with the cases of the text and with made-up ones, and show the first that is wrong.

As the doctor does, it makes the usual mistakes itself: one that gives the very same answers in every case was made.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass
from enum import Enum
from itertools import takewhile
from typing import Any

from sigv4_explain.course.exercise import Exercise, Function, Requirement
from sigv4_explain.course.made_up import MADE_UP
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


class Broken(Enum):
    """How sure it is that a rule is broken; the value stands before the rule."""

    SURELY = "rule"
    PERHAPS = "about"
    """It is what the case is about."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """The judgement of an answer: the rule it breaks and where, never what is right."""

    name: str
    """The exercise."""
    status: Status
    sentence: str
    """The status in one sentence."""
    called: str | None = None
    """How the function was called when it failed first, long arguments cut."""
    whole_call: str | None = None
    """The same, nothing cut."""
    returned: Any = None
    """What it returned there."""
    shown: str = ""
    """That, as it is shown: texts line by line, with carets under the first character that is not right."""
    rule: Requirement | None = None
    """The rule that it breaks there, or that the case is about."""
    broken: Broken = Broken.SURELY

    @property
    def solved(self) -> bool:
        """Whether every case is right."""
        return self.status is Status.SOLVED

    def __str__(self) -> str:
        lines = [f"{self.status}: {self.sentence}"]
        if self.called is not None:
            lines += ["", f"called    {self.called}"]
        if self.called != self.whole_call:
            lines.append("          the whole call: print(_.whole_call)")
        if self.shown:
            first, *others = self.shown.split("\n")
            lines += [f"returned  {first}", *(f"          {line}".rstrip() for line in others)]
        if self.rule is not None:
            lines += [f"{self.broken.value:10}{self.rule.sentence}", f"source    {self.rule.source}"]
        return "\n".join(lines)

    __repr__ = __str__

    def _repr_html_(self) -> str:
        badge = f"background-color: {_COLOURS[self.status]}; color: #ffffff; padding: 1px 8px; border-radius: 9px"
        head = tag("p", tag("strong", str(self.status), style=badge), " ", self.sentence)
        return tag("div", head, *self._rows(), role="status")

    def _rows(self) -> list[Html]:
        rows: list[tuple[str, Html]] = []
        if self.called is not None:
            rows.append(("called", join(tag("code", self.called), self._whole())))
        if self.shown:
            rows.append(("returned", tag("pre", self.shown, style="margin: 0")))
        if self.rule is not None:
            link = tag("a", "AWS’s page" if "aws.amazon.com" in self.rule.source else "source", href=self.rule.source)
            rows.append((self.broken.value, join(self.rule.sentence, " (", link, ")")))
        cell = "text-align: left; vertical-align: top"
        drawn = [
            tag("tr", tag("th", name, scope="row", style=cell), tag("td", value, style=cell)) for name, value in rows
        ]
        return [tag("table", tag("tbody", drawn))] if drawn else []

    def _whole(self) -> Html:
        if self.called == self.whole_call:
            return Html("")
        wrapped = tag("pre", self.whole_call or "", style="white-space: pre-wrap; overflow-wrap: anywhere")
        return tag("details", tag("summary", "the whole call"), wrapped)


# Show an answer with a caret under its first character that is not right, and never what would be.

_KINDS = {
    str: "text (str)",
    bytes: "bytes",
    int: "a whole number (int)",
    bool: "True or False (bool)",
    type(None): "nothing, as without a return",
}


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
    digest, of_right = (_digest_at(text, start) for text in (answer, right))
    is_another = bool(digest and of_right) and digest != of_right
    start = digest[0] if digest and is_another else start
    number, before = answer[:start].count("\n"), answer[:start].rpartition("\n")[2]
    lines = answer.split("\n")
    column = sum(map(width_of, _line(before)))
    if is_another:
        note = _other_digits(len(digest[1]) if digest else 0)
    elif start == len(answer):
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


def _other_digits(number: int) -> str:
    if number != _DIGITS:
        return f"{number} hex digits, and SHA-256 gives {_DIGITS}"
    return "other digits, as of another text or key"


def _digest_at(text: str, place: int) -> tuple[int, str] | None:
    """Return where the digest begins in which a place is, and its digits: which of them differ first says nothing."""
    around = [found for found in _find_digests(text) if found.start() <= place < found.end()]
    return (around[0].start(), around[0][0].lower()) if around else None


_find_digests = re.compile("(?<![0-9A-Fa-f])[0-9A-Fa-f]{32,}(?![0-9A-Fa-f])").finditer
_DIGITS = 64


def _line(text: str) -> str:
    return readable(text)


def _written(answer: Any, write: Callable[[Any], str] = repr) -> str:
    try:
        return pictured(str.__str__(answer) if isinstance(answer, str) else write(answer))
    except Exception as error:  # noqa: BLE001 - of a learner's class, or of a number with too many digits
        return f"something that cannot be shown: {type(error).__name__}"


def _kind(value: Any) -> str:
    return _KINDS.get(type(value)) or _written(value, lambda value: f"a {type(value).__name__}")


@dataclass(frozen=True, slots=True)
class Trial:
    """A case, and what a function made of it."""

    arguments: tuple[Any, ...]
    answer: Any
    right: Any
    """None where a judge decides, and when the function raised."""
    is_wrong: bool
    rule: Requirement | None
    """The rule that is broken, by the judge; else the one that the case is about; None of a made-up case."""


def checked(exercise: Exercise, function: Function) -> Checked:
    """Return the judgement of a function, or of ``...`` where none was written yet."""
    if not callable(function):
        return _not_a_function(exercise, function)
    told = [tried(exercise, function, case.arguments, case.rule) for case in exercise.cases]
    answers = [each.answer for each in told]
    if all(answer is None or answer is Ellipsis or isinstance(answer, NotImplementedError) for answer in answers):
        return _without_answers(exercise, function)
    count, wrong = len(told), [each for each in told if each.is_wrong]
    if wrong:
        sentence = f"{count - len(wrong)} of {count} cases are right. This is the first that is not:"
        return _wrong(exercise, function, told, wrong[0], sentence)
    made_up = [tried(exercise, function, arguments, None) for arguments in exercise.made_up()]
    wrong = [each for each in made_up if each.is_wrong]
    if wrong:
        shortest = min(wrong, key=lambda each: len(repr(each.arguments)))
        sentence = f"all {count} cases are right, but {len(wrong)} of {MADE_UP} made-up ones are not. The shortest:"
        return _wrong(exercise, function, told, shortest, sentence)
    right = f"all {count} cases are right, and {MADE_UP} made-up ones."
    return Checked(name=exercise.name, status=Status.SOLVED, sentence=right)


def _not_a_function(exercise: Exercise, given: Any) -> Checked:
    status = Status.NOT_STARTED if given is None or given is Ellipsis else Status.NOT_YET
    sentence = exercise.task if status is Status.NOT_STARTED else "give check the function itself, not its result."
    return Checked(name=exercise.name, status=status, sentence=sentence)


def _without_answers(exercise: Exercise, function: Function) -> Checked:
    """Tell a function that is still to be written from one that does something, and returns nothing."""
    does_something = len(_code_of(function)) > len(_code_of(_empty))
    if does_something and _answer(exercise, function, exercise.cases[0].arguments) is None:
        sentence = "it returns nothing (None) in every case. Does it end with return?"
        return Checked(name=exercise.name, status=Status.NOT_YET, sentence=sentence)
    return Checked(name=exercise.name, status=Status.NOT_STARTED, sentence=exercise.task)


def _empty() -> None:
    pass


def _code_of(function: Function) -> bytes:
    return getattr(getattr(function, "__code__", None), "co_code", b"")


def _answer(exercise: Exercise, function: Function, arguments: tuple[Any, ...]) -> Any:
    """Call a function with copies, and copy what it returns: what it changes is seen by no other call."""
    try:
        answer = exercise.call(function, *deepcopy(arguments))
    except (Exception, SystemExit) as error:  # noqa: BLE001 - what a learner's function raises is told, not raised
        return error
    try:
        return deepcopy(answer)
    except Exception:  # noqa: BLE001 - such as a generator, which is no right answer anywhere
        return answer


def tried(exercise: Exercise, function: Function, arguments: tuple[Any, ...], rule: Requirement | None) -> Trial:
    """Call a function with a case, and judge what it returns."""
    answer = _answer(exercise, function, arguments)
    if isinstance(answer, BaseException):
        return Trial(arguments, answer, None, is_wrong=True, rule=None)
    if exercise.judge is None:
        right = _right(exercise, arguments)
        return Trial(arguments, answer, right, not _same(answer, right), rule if type(answer) is type(right) else None)
    try:
        broken = exercise.judge(arguments, answer)
    except Exception:  # noqa: BLE001 - an answer can be an object that nobody can look into
        return Trial(arguments, answer, None, is_wrong=True, rule=None)
    return Trial(arguments, answer, None, broken is not None, broken)


def _right(exercise: Exercise, arguments: tuple[Any, ...]) -> Any:
    if exercise.right is None:
        raise TypeError(f"exercise {exercise.name!r} has neither a right function nor a judge")
    return exercise.right(*arguments)


def _wrong(exercise: Exercise, function: Function, told: list[Trial], shown: Trial, sentence: str) -> Checked:
    mistake = _mistake_made(exercise, function, told)
    written = [repr(argument) for argument in shown.arguments]
    name = exercise.solution.__name__
    return Checked(
        name=exercise.name,
        status=Status.NOT_YET,
        sentence=sentence,
        called=f"{name}({', '.join(map(_shortened, written))})",
        whole_call=f"{name}({', '.join(written)})",
        returned=shown.answer,
        shown=pointed(shown.answer, shown.right),
        rule=mistake or shown.rule,
        broken=Broken.SURELY if mistake or exercise.judge else Broken.PERHAPS,
    )


_LONGEST_ARGUMENT = 60


def _shortened(written: str) -> str:
    return written if len(written) <= _LONGEST_ARGUMENT else f"{written[: _LONGEST_ARGUMENT - 1]}…"


def _mistake_made(exercise: Exercise, function: Function, told: list[Trial]) -> Requirement | None:
    """Return the rule of the usual mistake that gives the same answers: in the cases of the text, and in all others."""

    def alike(mistake: Function, answers: list[tuple[tuple[Any, ...], Any]]) -> bool:
        return all(_same(answer, _answer(exercise, mistake, arguments)) for arguments, answer in answers)

    given = [(each.arguments, each.answer) for each in told]
    likely = [mistake for mistake in exercise.mistakes if alike(mistake.function, given)]
    drawn = exercise.made_up() if likely else []
    others = [(arguments, _answer(exercise, function, arguments)) for arguments in drawn]
    return next((mistake.rule for mistake in likely if alike(mistake.function, others)), None)


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
