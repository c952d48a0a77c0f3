"""Exercise of notebook 09: choose the headers to sign."""

from __future__ import annotations

from typing import Any

from sigv4_explain.course.exercise import Example, Exercise, Requirement, WrongAnswer
from sigv4_explain.rules import NEVER_SIGNED

_HOST = Requirement("The host is always signed: else a request for one host could be sent to another.")
_AMZ = Requirement("Every x-amz-… header is signed: they say what AWS is to do.")
_HOLE = Requirement("What an API trusts must be signed: else anybody on the way can change it.")
_ON_THE_WAY = Requirement(
    "What proxies and load balancers rewrite must not be signed: else a good request is refused.",
    "https://github.com/boto/botocore/pull/3643",
)
_CASE = Requirement(
    "Names of headers have no case: compare them in lower case.", "https://www.rfc-editor.org/rfc/rfc9110"
)
_TRACE_ID = Requirement("X-Amzn-Trace-Id is no x-amz-… header: load balancers write it anew.")
_SENT = Requirement("Only what is sent can be signed; the names are those of the list.")
_NAMES = Requirement("Return a list of names.")


def my_signed(names: list[str]) -> list[str]:
    """Return the names to sign, of those that are sent."""
    return [name for name in names if name.lower() not in NEVER_SIGNED]


def _judged(arguments: tuple[Any, ...], answer: Any) -> Requirement | None:
    if not isinstance(answer, list | tuple | set) or not all(isinstance(name, str) for name in answer):
        return _NAMES
    sent, chosen = {name.lower() for name in arguments[0]}, {name.lower() for name in answer}
    broken = (
        (bool(chosen - sent), _SENT),
        ("host" not in chosen, _HOST),
        (any(name.startswith("x-amz-") for name in sent - chosen), _AMZ),
        (bool(chosen & set(NEVER_SIGNED)), _ON_THE_WAY),
        (bool(sent - chosen - set(NEVER_SIGNED)), _HOLE),
    )
    return next((rule for is_broken, rule in broken if is_broken), None)


def _least(names: list[str]) -> list[str]:
    return [name for name in names if name.lower() == "host" or name.lower().startswith("x-amz-")]


def _all(names: list[str]) -> list[str]:
    return names


def _all_but_the_signature(names: list[str]) -> list[str]:
    return [name for name in names if name.lower() != "authorization"]


def _case_counts(names: list[str]) -> list[str]:
    return [name for name in names if name not in NEVER_SIGNED]


def _anything_amz(names: list[str]) -> list[str]:
    return [name for name in names if name.lower() not in NEVER_SIGNED or name.lower().startswith("x-amz")]


def _without_host(names: list[str]) -> list[str]:
    return [name for name in my_signed(names) if name.lower() != "host"]


def _custom_only(names: list[str]) -> list[str]:
    return [name for name in my_signed(names) if name.lower() == "host" or name.lower().startswith("x-")]


EXERCISES = (
    Exercise(
        name="close",
        chapter="09",
        task="write my_signed(names): the names of the headers that are sent, in; those to sign, out, in any order.",
        cases=(
            Example((["host", "x-amz-date", "x-tenant"],), _HOLE),
            Example((["Host", "X-Amz-Date", "X-Tenant", "Content-Type", "User-Agent"],), _HOLE),
            Example((["host", "x-amz-date", "x-amz-security-token", "x-amzn-trace-id", "connection"],), _ON_THE_WAY),
            Example((["host", "x-amz-date", "authorization", "te", "x-api-key"],), _ON_THE_WAY),
        ),
        judge=_judged,
        imports=("from sigv4_explain.rules import NEVER_SIGNED",),
        solution=my_signed,
        mistakes=(
            WrongAnswer(
                _least, Requirement("host and x-amz-… are the least. X-Tenant would be open to anybody on the way.")
            ),
            WrongAnswer(
                _all, Requirement("Who signs all that is sent signs what others write: connection, trace ids, the lot.")
            ),
            WrongAnswer(_all_but_the_signature, _ON_THE_WAY),
            WrongAnswer(_case_counts, _CASE),
            WrongAnswer(_anything_amz, _TRACE_ID),
            WrongAnswer(_without_host, _HOST),
            WrongAnswer(
                _custom_only, Requirement("Content-Type says how the body is read: an API trusts it, so sign it.")
            ),
        ),
        hints=(
            "Two questions for each name: who may change it on the way, and does the API trust it?",
            "NEVER_SIGNED has the names that are rewritten on the way, in lower case, each with its reason.",
            "Keep every name that is not in NEVER_SIGNED when it is written in lower case.",
        ),
    ),
)
