"""Exercise of notebook 09: change a signed request so that nobody notices."""

from __future__ import annotations

from typing import Any

from sigv4_explain.course.exercise import Example, Exercise, Requirement, WrongAnswer
from sigv4_explain.course.exercises.transfer import LEAST, MOMENT, PLACE, TRANSFER, let_in, signed_transfer
from sigv4_explain.credentials import Credentials
from sigv4_explain.request import Request
from sigv4_explain.signing import sign

_CHANGED = Requirement("A header that is not in SignedHeaders can be changed: here X-Tenant can.")
_ONCE = Requirement("Replace the header: sent twice, the API gets both values, Alice's too.")
_ALWAYS = Requirement("Method, path, query and body are signed here: leave them alone.")
_LIST = Requirement("The list of signed headers is signed too: a name more or less is noticed.")
_KEY = Requirement("Without the secret there is no other signature: keep the one that is there.")
_LEFT = Requirement("The server must let it in: leave alone what is signed, and the signature.")
_REQUEST = Requirement("Return a Request: the one that the server will get.")


def my_forge(request: Request) -> Request:
    """Return the request as Mallory sends it on."""
    return request.with_headers([("X-Tenant", "mallory")])


def _judged(_arguments: tuple[Any, ...], answer: Any) -> Requirement | None:
    if not isinstance(answer, Request):
        return _REQUEST
    if not let_in(answer):
        return _LEFT
    tenants = [value for name, value in answer.headers if name.lower() == "x-tenant"]
    if len(tenants) > 1:
        return _ONCE
    return None if tenants == ["mallory"] else _CHANGED


def _untouched(request: Request) -> Request:
    return request


def _sent_twice(request: Request) -> Request:
    return Request(request.method, request.url, [*request.headers, ("X-Tenant", "mallory")], request.body)


def _in_the_body_too(request: Request) -> Request:
    headers = my_forge(request).headers
    return Request(request.method, request.url, headers, request.body.replace(b"10", b"1000") or b"{}")


def _listed(request: Request) -> Request:
    authorization = (request.header("Authorization") or "").replace("x-amz-date,", "x-amz-date;x-tenant,")
    return my_forge(request).with_headers([("Authorization", authorization)])


def _signed_by_mallory(request: Request) -> Request:
    mallory = Credentials("AKIDMALLORY", "a secret of her own")
    return sign(my_forge(request), mallory, region=PLACE["region"], service=PLACE["service"], at=MOMENT)


_READING = Request("GET", TRANSFER.url.partition("?")[0], [("x-tenant", "alice"), ("Accept", "*/*")])

EXERCISES = (
    Exercise(
        name="forge",
        chapter="09",
        task="write my_forge(request): the request with X-Tenant: mallory, such that the server still lets it in.",
        cases=(
            Example((signed_transfer(rules=LEAST),), _CHANGED),
            Example((signed_transfer(_READING, rules=LEAST),), _CHANGED),
        ),
        judge=_judged,
        imports=("from sigv4_explain import Request",),
        solution=my_forge,
        mistakes=(
            WrongAnswer(_untouched, Requirement("X-Tenant must say mallory when it arrives.")),
            WrongAnswer(_sent_twice, _ONCE),
            WrongAnswer(_in_the_body_too, _ALWAYS),
            WrongAnswer(_listed, _LIST),
            WrongAnswer(_signed_by_mallory, _KEY),
        ),
        hints=(
            "Read the Authorization header: which names does SignedHeaders have, and which header is not there?",
            "Change that header and nothing else: neither the body nor the signature.",
            "A Request never changes; request.with_headers([(name, value)]) returns another, the header replaced.",
        ),
    ),
)
