"""Ten questions about all chapters so far, some time later, with other values each time: right by construction.

What is right is computed by the kit. The other choices are what the usual mistakes of an exercise give, each with the
rule that it breaks.
"""

from __future__ import annotations

import hmac
from ast import literal_eval
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from random import Random
from types import MappingProxyType
from typing import Any, TypeVar

from sigv4_explain import Credentials, Request, explain, presign, sign, verify
from sigv4_explain.course.chapters import CHAPTERS
from sigv4_explain.course.checking import Status
from sigv4_explain.course.exercise import Exercise, Function
from sigv4_explain.course.exercises import EXERCISES
from sigv4_explain.course.questions import Choice, Question
from sigv4_explain.credentials import EXAMPLE
from sigv4_explain.errors import InvalidInput, describe
from sigv4_explain.texts import records
from sigv4_explain.verifier import KeyRecord

ROUNDS = ("03", "06", "09", "11")
"""The chapters after which it is time for ten questions."""
COUNT = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnQuestion:
    """A question whose values are drawn: a table of ``mixed.toml``."""

    name: str
    of: str
    ask: str
    given: str
    why: str
    chapter: str = ""
    after: str = ""
    """Of the answers, only what comes behind this is shown."""

    @property
    def taught_in(self) -> str:
        """The chapter that it asks about."""
        return self.chapter or EXERCISES[self.of].chapter


FORMS = records("sigv4_explain.course", "mixed.toml", DrawnQuestion, "name")
"""By name."""
_URL = "https://abc123.execute-api.eu-central-1.amazonaws.com/default/pets?size=small&tag=new"
_REQUEST = Request("POST", _URL, {"Content-Type": "application/json", "User-Agent": "pets/1.0"}, '{"age": 3}')
_HERE: Mapping[str, Any] = MappingProxyType({"region": "eu-central-1", "service": "execute-api"})
_MOMENT = "20260802T120000Z"
_USUAL: dict[str, Any] = {"request": _REQUEST, "credentials": EXAMPLE, "at": _MOMENT, **_HERE}
_YES, _NO = "Yes", "No"
Item = TypeVar("Item")


def ten_questions(after: str, seed: int | str = 1) -> tuple[Question, ...]:
    """Return ten questions about the chapters up to ``after``; the same ``seed`` gives the same ones.

    >>> questions = ten_questions("03", seed=7)
    >>> len(questions), questions == ten_questions("03", seed=7), questions == ten_questions("03", seed=8)
    (10, True, False)
    """
    if after not in ROUNDS:
        raise InvalidInput("after", describe(after), f"one of {', '.join(ROUNDS)}")
    draw = Random(f"{after} {seed}")  # noqa: S311 - no secret is drawn
    order = list(CHAPTERS)
    taught = [form for form in FORMS.values() if order.index(form.taught_in) <= order.index(after)]
    new = [form for form in taught if order.index(form.taught_in) > order.index(after) - 3]
    chosen = [*_mixed(new, draw), *_mixed([form for form in taught if form not in new], draw)]
    mine = _mixed(chosen[:4], draw) + _mixed(chosen[4:], draw)
    return tuple(_question(form, draw) for form in _mixed(mine[:COUNT], draw))


def _mixed(items: Sequence[Item], draw: Random) -> list[Item]:
    """Shuffle with ``random()`` alone, which is the same in every Python."""
    return [item for _, item in sorted(((draw.random(), item) for item in items), key=lambda pair: pair[0])]


def _question(form: DrawnQuestion, draw: Random) -> Question:
    while True:
        drawn = _drawn(draw)
        values = {name: value for name, value in drawn.items() if f"{{{name}}}" in form.ask + form.given}
        ask, given = _filled(form.ask, values), _filled(form.given, values)
        right, *wrong = _choices(form, _arguments(given))
        if wrong:
            name = f"again-{form.name}-" + "-".join(values.values())
            choices = tuple(_mixed([right, *_mixed(wrong, draw)[:3]], draw))
            return Question(name=name, chapter=form.taught_in, text=ask, choices=choices)


_WORDS = ("cat", "dog", "size", "colour", "owner", "tag", "pet", "food", "age", "name")
_REGIONS = ("eu-central-1", "us-east-1", "us-west-2", "ap-south-1", "sa-east-1")
_SERVICES = ("execute-api", "sts", "dynamodb", "lambda", "sqs")


def _drawn(draw: Random) -> dict[str, str]:
    word, other = _mixed(_WORDS, draw)[:2]
    n, m = sorted(_mixed(range(11, 99), draw)[:2])
    minute = _mixed(range(15, 35), draw)[0]
    later, moment = (minute + _mixed(apart, draw)[0] for apart in ((1, 4, 5, 6, 14, 15, 20), (-5, -1, 5, 20)))
    one_of = {
        "letter": "ëéöüñ",
        "region": _REGIONS,
        "service": _SERVICES,
        "part": tuple(_PARTS),
        "fault": tuple(_FAULTS),
        "change": tuple(_CHANGES),
        "hour": range(10, 23),
        "hour_of_night": ("00", "01"),
        "window": (5, 15),
    }
    drawn = {name: str(_mixed(tuple(items), draw)[0]) for name, items in one_of.items()}
    numbers = {"n": n, "m": m, "minute": minute, "later": later, "moment": moment}
    return drawn | {"word": word, "other": other} | {name: str(number) for name, number in numbers.items()}


def _filled(text: str, values: Mapping[str, str]) -> str:
    for name, value in values.items():
        text = text.replace(f"{{{name}}}", value)
    return text


def _arguments(given: str) -> tuple[Any, ...]:
    read = literal_eval(given.replace("\n", "\\n"))
    values = read if isinstance(read, tuple) else (read,)
    return tuple(datetime.fromisoformat(each) if str(each).startswith("2026-") else each for each in values)


def _choices(form: DrawnQuestion, arguments: tuple[Any, ...]) -> Iterator[Choice]:
    """Yield the right choice, then wrong ones, each with another text and another word on it."""
    answers = _OWN[form.of](*arguments) if form.of in _OWN else _of_exercise(form.of, arguments)
    seen: set[str] = set()
    for number, (text, said) in enumerate(answers):
        shown = text.partition(form.after)[2] if form.after and form.after in text else text
        if shown in seen or (said and said in seen):
            continue
        seen |= {shown, said}
        status = Status.NOT_YET if number else Status.SOLVED
        is_code = form.of not in _OWN and shown not in (_YES, _NO)
        yield Choice(f"`{shown}`" if is_code else shown, said or f"{'' if number else 'Right. '}{form.why}", status)


def _of_exercise(name: str, arguments: tuple[Any, ...]) -> Iterator[tuple[str, str]]:
    """Yield what is right, then what the mistakes give, the smallest first: its rule fits best."""
    exercise = EXERCISES[name]
    right = (exercise.right or exercise.solution)(*arguments)
    if isinstance(right, bool):
        yield from _yes_or_no(answer=right)
        return
    yield str(right).rstrip("\n"), ""
    for mistake in sorted(exercise.mistakes, key=lambda mistake: _wrong_cases(exercise, mistake.function)):
        answer = _result(mistake.function, arguments)
        if type(answer) is type(right):
            yield str(answer).rstrip("\n"), mistake.rule.sentence


def _wrong_cases(exercise: Exercise, function: Function) -> int:
    solved = exercise.right or exercise.solution
    return sum(_result(function, case.arguments) != _result(solved, case.arguments) for case in exercise.cases)


def _result(function: Function, arguments: tuple[Any, ...]) -> Any:
    try:
        return function(*arguments)
    except Exception:  # noqa: BLE001 - of a mistake, which then is no choice
        return None


def _yes_or_no(*, answer: bool) -> Iterator[tuple[str, str]]:
    yield from (((_YES if each else _NO), "") for each in (answer, not answer))


# Questions of no exercise: what differs first, what is answered, what is noticed, what has ended.

_PARTS: Mapping[str, dict[str, Any]] = MappingProxyType(
    {
        "Region": {"region": "us-east-1"},
        "service": {"service": "lambda"},
        "secret": {"credentials": Credentials(EXAMPLE.access_key_id, "another secret")},
        "body": {"request": Request("POST", _URL, _REQUEST.headers, '{"age": 4}')},
        "path": {"request": _REQUEST.with_url(_URL.replace("pets", "cats"))},
    }
)
_FAULTS: Mapping[str, dict[str, Any]] = MappingProxyType(
    {
        "that is not signed": {},
        "with an access key id that nobody has": {"credentials": Credentials("AKIDOTHER", "a secret")},
        "signed with another secret": {"credentials": Credentials(EXAMPLE.access_key_id, "a guess")},
        "signed for another Region": {"region": "us-east-1"},
        "signed for another service": {"service": "lambda"},
        "signed twenty minutes ago": {"at": "20260802T114000Z"},
        "dated twenty minutes ahead": {"at": "20260802T122000Z"},
    }
)
_SIGNED = sign(_REQUEST, EXAMPLE, at=_MOMENT, **_HERE)
_CHANGES: Mapping[str, Request] = MappingProxyType(
    {
        "the order of the query's parameters is turned": _SIGNED.with_url(
            _URL.replace("size=small&tag=new", "tag=new&size=small")
        ),
        "a header is added": _SIGNED.with_headers([("X-Forwarded-For", "203.0.113.7")]),
        "User-Agent is rewritten": _SIGNED.with_headers([("User-Agent", "proxy/2")]),
        "Content-Type is rewritten": _SIGNED.with_headers([("Content-Type", "text/plain")]),
        "a space is added to the JSON": Request("POST", _URL, _SIGNED.headers, '{"age":  3}'),
        "the path gets a second slash": _SIGNED.with_url(_URL.replace("/default/", "/default//")),
        "a parameter is added": _SIGNED.with_url(f"{_URL}&all"),
    }
)


def _mac(key: bytes, message: bytes, recorded: bytes) -> Iterator[tuple[str, str]]:
    tag = hmac.new(key, recorded, "sha256").hexdigest()
    yield from _yes_or_no(answer=EXERCISES["mac-ok"].solution(key, message, tag))


def _first_step(part: str) -> Iterator[tuple[str, str]]:
    one, other = explain(**_USUAL), explain(**_USUAL | _PARTS[part])
    difference = one.first_difference(other)
    yield difference.mine.title if difference else "", ""
    for name in ("canonical_uri", "hashed_payload", "credential_scope", "date_key", "string_to_sign", "signature"):
        same = one[name].output == other[name].output
        said = "is the same in both" if same else "differs, but something before it does, too"
        yield one[name].title, f"{one[name].title} {said}."


def _answer(fault: str) -> Iterator[tuple[str, str]]:
    yield _answered(fault), ""
    for other in _FAULTS:
        yield _answered(other), f"That is the answer to a request {other}."


def _answered(fault: str) -> str:
    sent = sign(**_USUAL | _FAULTS[fault]) if _FAULTS[fault] else _REQUEST
    verdict = verify(sent, {EXAMPLE.access_key_id: EXAMPLE}, at=_MOMENT, **_HERE)
    return (verdict.message or "accepted").split(". ")[0].split(": 2026")[0].rstrip(". ")


def _noticed(change: str) -> Iterator[tuple[str, str]]:
    accepted = verify(_CHANGES[change], {EXAMPLE.access_key_id: EXAMPLE}, at=_MOMENT, **_HERE).accepted
    yield from _yes_or_no(answer=not accepted)


def _session(signed_at: str, ends: str, now: str) -> Iterator[tuple[str, str]]:
    lent = Credentials("ASIAEXAMPLE", EXAMPLE.secret_access_key, "token")
    place: dict[str, Any] = {"region": "us-east-1", "service": "s3"}
    url = presign(Request("GET", "https://pets.s3.amazonaws.com/zoe.jpg"), lent, at=signed_at, expires=3600, **place)
    known = {"ASIAEXAMPLE": KeyRecord(lent, expiration=datetime.fromisoformat(ends))}
    accepted = verify(Request("GET", url), known, at=now, **place).accepted
    yield from _yes_or_no(answer=accepted)


_OWN: Mapping[str, Callable[..., Iterator[tuple[str, str]]]] = MappingProxyType(
    {"mac": _mac, "first-step": _first_step, "answer": _answer, "noticed": _noticed, "session": _session}
)
