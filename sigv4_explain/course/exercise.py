"""An exercise: a function to write, the cases it is tried with, the usual mistakes, three hints and a solution."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from random import Random
from typing import Any, NamedTuple

from sigv4_explain.course.made_up import MADE_UP, Drawing
from sigv4_explain.texts import records

CREATING = "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html"
"""AWS's page "Create a signed AWS API request", which has most of the rules."""


class Requirement(NamedTuple):
    """What an answer must keep to: a rule in one sentence, and the page where AWS, or the standard, gives it."""

    sentence: str
    source: str = CREATING


Function = Callable[..., Any]
Judge = Callable[[tuple[Any, ...], Any], Requirement | None]


def apply(function: Function, *given: Any) -> Any:
    """Call a function."""
    return function(*given)


@dataclass(frozen=True, slots=True)
class Example:
    """What a function is called with, and the rule that this case is about."""

    arguments: tuple[Any, ...]
    rule: Requirement


@dataclass(frozen=True, slots=True)
class WrongAnswer:
    """A function as people write it who do not know the rule. Whoever's answer equals its answer is told the rule."""

    function: Function
    rule: Requirement


@dataclass(frozen=True, slots=True, kw_only=True)
class Exercise:
    """Something to write. The names are what a notebook calls: ``check("query", my_function)``."""

    name: str
    chapter: str
    """The number of the notebook it stands in, such as ``02``."""
    task: str
    """What to write, in one sentence."""
    cases: tuple[Example, ...]
    """The plain ones first: the first that fails is told."""
    drawing: Drawing
    """Draws what the function is called with beside them."""
    call: Callable[..., Any] = apply
    """How it is called: with the function, and what it is given."""
    right: Function | None = None
    """The package's own function, which says what is right for a case; None where ``judge`` does."""
    judge: Judge | None = None
    """For an answer that can be right in many ways: the rule that it breaks, or None."""
    imports: tuple[str, ...] = ()
    """The lines that stand above the function in the notebook, such as ``from urllib.parse import quote``."""
    solution: Function
    """The function as a learner would write it, with the name that the notebook gives it."""
    mistakes: tuple[WrongAnswer, ...]
    hints: tuple[str, str, str]
    """From a nudge to nearly all of it."""

    def made_up(self) -> list[tuple[Any, ...]]:
        """Draw the cases that nobody wrote, the same each time."""
        draw = Random(self.name)  # noqa: S311 - of cases, not of keys
        return [self.drawing(draw) for _ in range(MADE_UP)]

    @property
    def solution_text(self) -> str:
        """The source of the solution, with what it imports."""
        return f"{self._head}{inspect.getsource(self.solution)}"

    @property
    def stub_text(self) -> str:
        """What stands in the notebook for the learner to fill in."""
        name, signature = self.solution.__name__, inspect.signature(self.solution)
        written = ", ".join(map(str, signature.parameters.values())).replace("'", "")
        return (
            f"{self._head}def {name}({written}) -> {str(signature.return_annotation).strip()}:\n    pass  # your code\n"
        )

    @property
    def _head(self) -> str:
        return "".join(f"{line}\n" for line in self.imports) + ("\n\n" if self.imports else "")


@dataclass(frozen=True, slots=True, kw_only=True)
class ExerciseText:
    """What only reads of an exercise: a table of ``exercises.toml``."""

    name: str
    chapter: str
    task: str
    imports: tuple[str, ...] = ()
    hints: tuple[str, ...]
    source: str = CREATING
    """Of the rules that name no other."""
    rules: Mapping[str, str]
    """Each a sentence, behind it a source of its own in ``<>``."""

    def rule(self, name: str) -> Requirement:
        """Return a rule by its name in the table."""
        sentence, _, source = self.rules[name].partition(" <")
        return Requirement(sentence, source.removesuffix(">") or self.source)


TEXTS = records("sigv4_explain.course", "exercises.toml", ExerciseText, "name")
"""By the name of the exercise."""


def exercise(
    name: str,
    *,
    solution: Function,
    cases: Iterable[tuple[Any, ...]],
    mistakes: Iterable[tuple[str, Function]],
    drawing: Drawing,
    call: Callable[..., Any] = apply,
    right: Function | None = None,
    judge: Callable[[tuple[Any, ...], Any], str | None] | None = None,
) -> Exercise:
    """Return an exercise with its text. Rules are named: before a case's arguments, before a mistake, by the judge."""
    text = TEXTS[name]
    first, second, third = text.hints

    def judged(arguments: tuple[Any, ...], answer: Any) -> Requirement | None:
        broken = judge(arguments, answer) if judge else None
        return text.rule(broken) if broken else None

    return Exercise(
        name=name,
        chapter=text.chapter,
        task=text.task,
        cases=tuple(Example(case[1:], text.rule(case[0])) for case in cases),
        drawing=drawing,
        call=call,
        right=right,
        judge=judged if judge else None,
        imports=text.imports,
        solution=solution,
        mistakes=tuple(WrongAnswer(function, text.rule(rule)) for rule, function in mistakes),
        hints=(first, second, third),
    )
