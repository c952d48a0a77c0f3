"""Exercise of notebook 09: verify a signature, as the server does."""

from __future__ import annotations

from hmac import compare_digest

from sigv4_explain.authorization import Authorization
from sigv4_explain.course.exercise import Example, Exercise, Requirement, WrongAnswer
from sigv4_explain.course.exercises.transfer import EVERY_HEADER, PLACE, TRANSFER, signed_transfer, told_by
from sigv4_explain.credentials import EXAMPLE, Credentials
from sigv4_explain.request import Request
from sigv4_explain.rules import SigningRules
from sigv4_explain.signing import sign
from sigv4_explain.verifier import verify

_AGAIN = Requirement("A signature says nothing until it is computed again: from what arrived, with the secret on file.")
_BODY = Requirement("The body is signed by its hash, and the server hashes the body that arrived.")
_SECRET = Requirement("Only the secret on the server's file counts.")
_LISTED = Requirement(
    "The server hashes the headers that the request lists in SignedHeaders, and leaves the others alone."
)
_LOWER = Requirement("SignedHeaders has names in lower case, and headers arrive in any: compare them in lower case.")
_PLACE = Requirement("Region and service are the server's own: a signature for another place does not count here.")
_SPELLING = Requirement("What counts is the canonical form: the order of the parameters is none.")
_REPEATED = Requirement("A header may come twice: both values are signed, so keep pairs, not a dictionary.")
_OWN_LIST = Requirement(
    "A server has no list of its own: sign leaves out User-Agent and others, unless never_signed is empty."
)


def my_verify(request: Request, credentials: Credentials, region: str, service: str) -> bool:
    """Tell whether the signature of a request is right."""
    told = Authorization.parse(request.header("Authorization") or "")
    headers = [pair for pair in request.headers if pair[0].lower() in told.signed_headers.split(";")]
    arrived = Request(request.method, request.url, headers, request.body)
    rules = SigningRules(never_signed=frozenset())
    again = sign(arrived, credentials, region=region, service=service, rules=rules)
    mine = Authorization.parse(again.header("Authorization") or "")
    return compare_digest(mine.signature, told.signature)


def _accepted(request: Request, keys: Credentials, region: str, service: str) -> bool:
    known = {keys.access_key_id: keys}
    return verify(request, known, region=region, service=service, at=request.header("x-amz-date")).accepted


def _believed(_request: Request, _keys: Credentials, _region: str, _service: str) -> bool:
    return True


def _every_header(request: Request, keys: Credentials, region: str, service: str) -> bool:
    sent = request.header("Authorization") or ""
    others = [pair for pair in request.headers if pair[0] != "Authorization"]
    arrived = Request(request.method, request.url, others, request.body)
    rules = SigningRules(never_signed=frozenset())
    return told_by(sign(arrived, keys, region=region, service=service, rules=rules)).signature == sent[-64:]


def _names_as_sent(request: Request, keys: Credentials, region: str, service: str) -> bool:
    listed = told_by(request).signed_headers.split(";")
    headers = [pair for pair in request.headers if pair[0] in (*listed, "Authorization")]
    return my_verify(Request(request.method, request.url, headers, request.body), keys, region, service)


def _where_the_request_says(request: Request, keys: Credentials, _region: str, _service: str) -> bool:
    _, _, region, service, _ = told_by(request).credential.split("/")
    return my_verify(request, keys, region, service)


def _without_the_body(request: Request, keys: Credentials, region: str, service: str) -> bool:
    sent = Request(request.method, request.url, request.headers, TRANSFER.body)
    return my_verify(sent, keys, region, service)


def _one_of_each(request: Request, keys: Credentials, region: str, service: str) -> bool:
    return my_verify(Request(request.method, request.url, dict(request.headers), request.body), keys, region, service)


def _usual_list(request: Request, keys: Credentials, region: str, service: str) -> bool:
    told = told_by(request)
    headers = [pair for pair in request.headers if pair[0].lower() in told.signed_headers.split(";")]
    arrived = Request(request.method, request.url, headers, request.body)
    return told_by(sign(arrived, keys, region=region, service=service)).signature == told.signature


_SENT = signed_transfer()
_TAGGED = signed_transfer(Request("GET", TRANSFER.url, [("X-Tag", "a"), ("X-Tag", "b")]))
_TURNED = _SENT.with_url(TRANSFER.url.replace("from=alice&to=bob", "to=bob&from=alice"))

EXERCISES = (
    Exercise(
        name="verify",
        chapter="09",
        task="write my_verify(request, credentials, region, service): True when the signature is right, else False.",
        cases=(
            Example((_SENT, EXAMPLE, *PLACE.values()), _AGAIN),
            Example((Request("POST", _SENT.url, _SENT.headers, '{"amount": 1000}'), EXAMPLE, *PLACE.values()), _BODY),
            Example((_SENT, Credentials("AKIDEXAMPLE", "another secret"), *PLACE.values()), _SECRET),
            Example((_SENT.with_headers([("X-Forwarded-For", "203.0.113.7")]), EXAMPLE, *PLACE.values()), _LISTED),
            Example((_SENT, EXAMPLE, "us-east-1", "execute-api"), _PLACE),
            Example((_TURNED, EXAMPLE, *PLACE.values()), _SPELLING),
            Example((_TAGGED, EXAMPLE, *PLACE.values()), _REPEATED),
            Example((signed_transfer(rules=EVERY_HEADER), EXAMPLE, *PLACE.values()), _OWN_LIST),
        ),
        right=_accepted,
        imports=(
            "from hmac import compare_digest",
            "",
            "from sigv4_explain import Authorization, Credentials, Request, SigningRules, sign",
        ),
        solution=my_verify,
        mistakes=(
            WrongAnswer(
                _believed, Requirement("Whoever sends something that looks like a signature is not let in for that.")
            ),
            WrongAnswer(_every_header, _LISTED),
            WrongAnswer(_names_as_sent, _LOWER),
            WrongAnswer(_where_the_request_says, _PLACE),
            WrongAnswer(
                _without_the_body, Requirement("Hash the body that arrived, not the one that was meant to be sent.")
            ),
            WrongAnswer(_one_of_each, _REPEATED),
            WrongAnswer(_usual_list, _OWN_LIST),
        ),
        hints=(
            "Authorization.parse reads the header: its signed_headers and its signature are what you need.",
            "Build a Request of the listed headers alone, sign it, and compare the two signatures.",
            "sign takes the date from X-Amz-Date; give it rules=SigningRules(never_signed=frozenset()). Then compare.",
        ),
    ),
)
