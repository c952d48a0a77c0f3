"""Solutions spoilt on purpose, each in one place: in its source, or in what it is given and gives back."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Mapping
from copy import deepcopy
from itertools import chain, islice
from typing import Any, NamedTuple

from sigv4_explain import Request
from sigv4_explain.course import EXERCISES
from tests.course.parts import Exercise, Function

_SWAPPED: dict[type[ast.AST], tuple[type[ast.AST], ...]] = {
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.Lt: (ast.LtE, ast.Gt),
    ast.LtE: (ast.Lt, ast.GtE),
    ast.Gt: (ast.GtE, ast.Lt),
    ast.GtE: (ast.Gt, ast.LtE),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
    ast.Is: (ast.IsNot,),
    ast.And: (ast.Or,),
    ast.Or: (ast.And,),
    ast.Add: (ast.Sub,),
    ast.Sub: (ast.Add,),
}


FEW = 45
"""Where a source can be spoilt in fewer ways, it is spoilt twice too."""


class Mutant(NamedTuple):
    """A function that is wrong in one place, if the change makes any difference."""

    exercise: str
    change: str
    function: Function


def mutants_of(name: str) -> Iterator[Mutant]:
    """Yield every mutant of an exercise's solution."""
    exercise = EXERCISES[name]
    tree = _bare(ast.parse(exercise.solution_text))
    solution = _defined(tree, exercise)
    seen = {ast.unparse(tree)}
    once = list(_spoilt(tree))
    twice = (
        (f"{first}; {second}", both) for first, one in once[::-1] for second, both in islice(_spoilt(one), 0, None, 3)
    )
    for change, spoilt in chain(once, twice):
        source = ast.unparse(spoilt)
        if len(seen) > max(FEW, len(once)):
            break
        if source not in seen:
            seen.add(source)
            yield Mutant(name, change, _defined(spoilt, exercise))
    for change, function in [*_with_other_arguments(exercise, solution), *_with_another_answer(exercise, solution)]:
        yield Mutant(name, change, function)


def _bare(tree: ast.Module) -> ast.Module:
    """Take away what does nothing: annotations and documentation."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            node.returns, node.body = None, node.body[1:]
        elif isinstance(node, ast.arg):
            node.annotation = None
        elif isinstance(node, ast.AnnAssign):
            node.annotation = ast.Name("object", ast.Load())
    return ast.fix_missing_locations(tree)


def _defined(tree: ast.Module, exercise: Exercise) -> Function:
    namespace: dict[str, Any] = {}
    exec(compile(tree, "<mutant>", "exec"), namespace)
    function: Function = namespace[exercise.solution.__name__]
    return function


def _spoilt(tree: ast.Module) -> Iterator[tuple[str, ast.Module]]:
    """Change each node of the function in each way that fits it."""
    for number, node in enumerate(ast.walk(tree)):
        for how, other in _others_for(node, tree):
            changed = deepcopy(tree)
            place = next(one for each, one in enumerate(ast.walk(changed)) if each == number)
            _put(changed, place, other)
            yield f"line {getattr(node, 'lineno', '?')}: {how}", ast.fix_missing_locations(changed)


def _put(tree: ast.AST, place: ast.AST, other: ast.AST | None) -> None:
    """Put a node in another's place, or take it away."""
    for parent in ast.walk(tree):
        for field, held in ast.iter_fields(parent):
            if held is place:
                setattr(parent, field, other)
            elif isinstance(held, list) and any(one is place for one in held):
                at = next(number for number, one in enumerate(held) if one is place)
                held[at : at + 1] = [] if other is None else [other]
                if not held and field == "body":
                    held.append(ast.Pass())


Others = Iterator[tuple[str, ast.AST | None]]


def _others_for(node: ast.AST, tree: ast.Module) -> Others:
    for kind in _SWAPPED.get(type(node), ()):
        yield f"{type(node).__name__} becomes {kind.__name__}", kind()
    if isinstance(node, ast.Assign | ast.AugAssign | ast.Expr | ast.If | ast.Return | ast.For):
        yield f"without {ast.unparse(node).splitlines()[0]}", None
    for kind, others in _OTHERS.items():
        if isinstance(node, kind) and not isinstance(getattr(node, "ctx", None), ast.Store):
            yield from others(node)
    if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
        for other in sorted(_names_given(tree) - {node.id}) if node.id in _names_given(tree) else ():
            yield f"{node.id} becomes {other}", ast.Name(other, ast.Load())


def _names_given(tree: ast.Module) -> set[str]:
    functions = [node for node in tree.body if isinstance(node, ast.FunctionDef)]
    return {argument.arg for argument in functions[-1].args.args}


def _other_conditions(node: ast.AST) -> Others:
    if isinstance(node, ast.IfExp):
        yield "always the first", deepcopy(node.body)
        yield "always the other", deepcopy(node.orelse)
    elif isinstance(node, ast.BoolOp):
        for value in node.values:
            yield f"only {ast.unparse(value)}", deepcopy(value)
    elif isinstance(node, ast.If):
        for answer in (True, False):
            yield f"if {ast.unparse(node.test)}: always {answer}", ast.If(ast.Constant(answer), node.body, node.orelse)
    elif isinstance(node, ast.comprehension) and node.ifs:
        yield "no condition", ast.comprehension(node.target, node.iter, [], node.is_async)


def _without_the_outer(node: ast.AST) -> Others:
    inner = node.operand if isinstance(node, ast.UnaryOp) else getattr(node, "value", node)
    yield f"{ast.unparse(node)} becomes {ast.unparse(inner)}", deepcopy(inner)


def _other_constants(node: ast.Constant) -> Others:
    held = node.value
    others: list[Any] = []
    if isinstance(held, bool):
        others = [not held]
    elif isinstance(held, int):
        others = [held + 1, held - 1, 0]
    elif isinstance(held, str):
        others = ["", held + "x", held[1:], held[:-1], held.upper(), held.lower(), f" {held}", held.replace("/", ":")]
    for other in others:
        if other != held:
            yield f"{held!r} becomes {other!r}", ast.Constant(other)


def _other_calls(node: ast.Call) -> Others:
    written = ast.unparse(node)
    if isinstance(node.func, ast.Attribute):
        yield f"{written} becomes {ast.unparse(node.func.value)}", deepcopy(node.func.value)
    if node.args:
        yield f"{written} becomes {ast.unparse(node.args[0])}", deepcopy(node.args[0])
    for number in range(len(node.args) - 1):
        turned = deepcopy(node)
        turned.args[number], turned.args[number + 1] = turned.args[number + 1], turned.args[number]
        yield f"{written} becomes {ast.unparse(turned)}", turned
    for number in range(len(node.keywords)):
        without = deepcopy(node)
        del without.keywords[number]
        yield f"{written} becomes {ast.unparse(without)}", without


def _other_sequences(node: ast.AST) -> Others:
    field = "values" if isinstance(node, ast.JoinedStr) else "elts"
    for number in range(len(getattr(node, field))):
        without, turned = deepcopy(node), deepcopy(node)
        del getattr(without, field)[number]
        yield f"{ast.unparse(node)}: item {number} left out", without
        held = getattr(turned, field)
        if number:
            held[number - 1], held[number] = held[number], held[number - 1]
            yield f"{ast.unparse(node)}: items {number - 1} and {number} in each other's place", turned


_OTHERS: dict[Any, Callable[[Any], Others]] = {
    ast.Constant: _other_constants,
    ast.Call: _other_calls,
    ast.Subscript | ast.Starred | ast.UnaryOp: _without_the_outer,
    ast.List | ast.Tuple | ast.JoinedStr: _other_sequences,
    ast.IfExp | ast.BoolOp | ast.If | ast.comprehension: _other_conditions,
}
_TEXTS: dict[str, Callable[[str], str]] = {
    "in small letters": str.lower,
    "in capitals": str.upper,
    "stripped": str.strip,
    "without its last character": lambda text: text[:-1],
    "with a line break at its end": lambda text: f"{text}\n",
    "with a space before it": lambda text: f" {text}",
    "without spaces": lambda text: text.replace(" ", ""),
    "without what is not ASCII": lambda text: text.encode("ascii", "ignore").decode(),
    "turned round": lambda text: text[::-1],
    "as a plus where it has a space": lambda text: text.replace(" ", "+"),
    "without double slashes": lambda text: text.replace("//", "/"),
    "at most 20 characters": lambda text: text[:20],
    "with spaces for tabs": lambda text: text.replace("\t", " "),
    "with two spaces for one": lambda text: text.replace(" ", "  "),
    "without quotation marks": lambda text: text.replace('"', ""),
    "with %2F for a slash": lambda text: text.replace("/", "%2F"),
}


_SEQUENCES: dict[str, Callable[[Any], Any]] = {
    "without its first": lambda items: items[1:],
    "without its last": lambda items: items[:-1],
    "the first alone": lambda items: items[:1],
    "turned round": lambda items: items[::-1],
    "with its first twice": lambda items: items[:1] + items,
    "without its second": lambda items: items[:1] + items[2:],
    "every other one": lambda items: items[::2],
    "the last alone": lambda items: items[-1:],
    "without its third": lambda items: items[:2] + items[3:],
    "the last two": lambda items: items[-2:],
    "with underscores": lambda items: type(items)(
        one.replace("-", "_") if isinstance(one, str) else one for one in items
    ),
    "in its letters' other case": lambda items: type(items)(
        one.swapcase() if isinstance(one, str) else one for one in items
    ),
    "with a stranger": lambda items: items + type(items)(("x-other",)),
    "with a stranger first": lambda items: type(items)(("x-other",)) + items[1:],
    "in small letters": lambda items: type(items)(one.lower() if isinstance(one, str) else one for one in items),
    "each without its last character": lambda items: type(items)(one[:-1] for one in items),
    "each without its beginning x-": lambda items: type(items)(
        one.removeprefix("x-") if isinstance(one, str) else one for one in items
    ),
    "the host alone": lambda items: type(items)(one for one in items if one in ("host", "Host")),
    "without x-amz-": lambda items: type(items)(one for one in items if not str(one).startswith("x-amz-")),
    "in capitals": lambda items: type(items)(one.upper() if isinstance(one, str) else one for one in items),
}
_REQUESTS: dict[str, Callable[[Request], Request]] = {
    "with another method": lambda sent: Request("PUT", sent.url, sent.headers, sent.body),
    "without a body": lambda sent: Request(sent.method, sent.url, sent.headers),
    "with another body": lambda sent: Request(sent.method, sent.url, sent.headers, b"another"),
    "without its query": lambda sent: sent.with_url(sent.url.partition("?")[0]),
    "with a parameter more": lambda sent: sent.with_url(f"{sent.url}{'&' if '?' in sent.url else '?'}more=1"),
    "at another host": lambda sent: sent.with_url(sent.url.replace("://", "://x", 1)),
    "without its first header": lambda sent: Request(sent.method, sent.url, sent.headers[1:], sent.body),
    "without its last header": lambda sent: Request(sent.method, sent.url, sent.headers[:-1], sent.body),
    "each header once": lambda sent: Request(sent.method, sent.url, dict(sent.headers), sent.body),
}
_DICTIONARIES: dict[str, Callable[[dict[str, Any]], Any]] = {
    "without its first": lambda items: dict(list(items.items())[1:]),
    "without its last": lambda items: dict(list(items.items())[:-1]),
    "without its second": lambda items: {name: items[name] for name in items if name not in list(items)[1:2]},
    "with empty values": lambda items: dict.fromkeys(items, ""),
}
_NUMBERS: dict[str, Callable[[int], int]] = {
    "without its sign": abs,
    "one more": lambda number: number + 1,
    "with the other sign": lambda number: -number,
    "modulo a thousand": lambda number: number % 1000,
    "in whole minutes": lambda number: number // 60,
}
_TRUTHS: dict[str, Callable[[bool], bool]] = {
    "turned into its contrary": lambda answer: not answer,
    "always true": lambda _: True,
    "never true": lambda _: False,
}
_CHANGES: dict[type, Mapping[str, Callable[[Any], Any]]] = {
    str: _TEXTS,
    bool: _TRUTHS,
    int: _NUMBERS,
    list: _SEQUENCES,
    tuple: _SEQUENCES,
    dict: _DICTIONARIES,
    Request: _REQUESTS,
}
_OF_ANOTHER_TYPE: dict[type, dict[str, Callable[[Any], Any]]] = {
    str: {"as bytes": str.encode},
    bytes: {"in hex": bytes.hex},
    bool: {"as a number": int, "as a text": str},
    int: {"as a text": str},
    list: {"as a text": ";".join},
}


def _changes_of(value: object) -> dict[str, Callable[[Any], Any]]:
    if isinstance(value, bytes):
        return {how: _of_bytes(change) for how, change in _TEXTS.items()}
    return dict(_CHANGES.get(type(value), {}))


def _with_other_arguments(exercise: Exercise, solution: Function) -> Iterator[tuple[str, Function]]:
    """Fix one argument, remember answers by one argument alone, or change a text before it is used."""
    cases = _cases(exercise)
    fixed = cases[0]
    for place in range(len(fixed)):
        first = next(case[place] for case in cases if case[place] is not None)
        if len(fixed) > 1:
            yield f"argument {place} is always the first case's", _on(place, _always(first), solution)
            yield f"answers remembered by argument {place}", _remembering(place, solution)
        for how, change in _changes_of(first).items():
            given = [case[place] for case in cases if type(case[place]) is type(first)]
            if any(change(one) != one for one in given):
                yield f"argument {place} {how}", _on(place, change, solution)


def _cases(exercise: Exercise) -> list[tuple[Any, ...]]:
    return [*(case.arguments for case in exercise.cases), *exercise.made_up()]


def _on(place: int, change: Callable[[Any], Any], solution: Function) -> Function:
    def function(*given: Any) -> Any:
        return solution(*(change(one) if number == place else one for number, one in enumerate(given)))

    return function


def _always(value: object) -> Callable[[Any], Any]:
    return lambda _: value


def _of_bytes(change: Callable[[str], str]) -> Callable[[bytes], bytes]:
    return lambda given: change(given.decode("latin-1")).encode("latin-1")


def _remembering(place: int, solution: Function) -> Function:
    answers: dict[str, Any] = {}

    def function(*given: Any) -> Any:
        return answers.setdefault(repr(given[place]), solution(*given))

    return function


def _with_another_answer(exercise: Exercise, solution: Function) -> Iterator[tuple[str, Function]]:
    answers = [solution(*deepcopy(given)) for given in _cases(exercise)]
    right = answers[0]
    changes: dict[str, Callable[[Any], Any]] = {
        "nothing": lambda _: None,
        **_changes_of(right),
        **_OF_ANOTHER_TYPE.get(type(right), {}),
    }
    for how, change in changes.items():
        of_another_type = type(change(right)) is not type(right)
        if of_another_type or any(change(answer) != answer for answer in answers if answer is not None):
            yield f"the answer: {how}", _then(change, solution)


def _then(change: Callable[[Any], Any], solution: Function) -> Function:
    def function(*given: Any) -> Any:
        answer = solution(*given)
        return None if answer is None else change(answer)

    return function
