"""Exercise of notebook 06: the parameters that make a URL a presigned one, short of the signature."""

from __future__ import annotations

from urllib.parse import quote

from sigv4_explain.course.exercise import Example, Exercise, Requirement, WrongAnswer
from sigv4_explain.credentials import Credentials, CredentialScope
from sigv4_explain.preparing import prepared_for_query
from sigv4_explain.request import Request
from sigv4_explain.rules import GENERIC

_PAGE = "https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html"
_FIVE = Requirement(
    "Five parameters: X-Amz-Algorithm, -Credential, -Date, -Expires and -SignedHeaders, in this order.", _PAGE
)
_SLASHES = Requirement("In a query each slash of the credential is written as %2F.", _PAGE)
_SEMICOLONS = Requirement("In a query a semicolon is written as %3B: the names are one encoded value.", _PAGE)
_SCOPE = Requirement("X-Amz-Credential is the access key id, a slash, and the whole credential scope.", _PAGE)
_SECONDS = Requirement("X-Amz-Expires is a number of seconds, counted from X-Amz-Date.", _PAGE)


def my_parameters(access_key_id: str, scope: str, date_time: str, expires: int, signed_headers: str) -> str:
    """Return the query string that is signed."""
    credential = quote(f"{access_key_id}/{scope}", safe="")
    first = f"X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential={credential}"
    return f"{first}&X-Amz-Date={date_time}&X-Amz-Expires={expires}&X-Amz-SignedHeaders={quote(signed_headers)}"


def _right(access_key_id: str, scope: str, date_time: str, expires: int, signed_headers: str) -> str:
    """Let the package prepare such a URL."""
    place = CredentialScope.parse(scope)
    headers = [(name, "x") for name in signed_headers.split(";")]
    request, keys = Request("GET", "https://example.com/", headers), Credentials(access_key_id, "x")
    ready = prepared_for_query(request, keys, place.region, place.service, expires, date_time, GENERIC)
    return ready.request.query


def _slashes_kept(key: str, scope: str, date_time: str, expires: int, names: str) -> str:
    return _right(key, scope, date_time, expires, names).replace("%2F", "/")


def _semicolons_kept(key: str, scope: str, date_time: str, expires: int, names: str) -> str:
    return _right(key, scope, date_time, expires, names).replace("%3B", ";")


def _nothing_encoded(key: str, scope: str, date_time: str, expires: int, names: str) -> str:
    return _slashes_kept(key, scope, date_time, expires, names).replace("%3B", ";")


def _encoded_twice(key: str, scope: str, date_time: str, expires: int, names: str) -> str:
    return _right(key, scope, date_time, expires, names).replace("%", "%25")


def _no_scope(key: str, scope: str, date_time: str, expires: int, names: str) -> str:
    return _right(key, scope, date_time, expires, names).replace(quote(f"/{scope}", safe=""), "")


def _lower_case(key: str, scope: str, date_time: str, expires: int, names: str) -> str:
    return _right(key, scope, date_time, expires, names).replace("X-Amz-", "x-amz-")


def _no_algorithm(key: str, scope: str, date_time: str, expires: int, names: str) -> str:
    return _right(key, scope, date_time, expires, names).partition("&")[2]


def _no_expires(key: str, scope: str, date_time: str, expires: int, names: str) -> str:
    return _right(key, scope, date_time, expires, names).replace(f"&X-Amz-Expires={expires}", "")


def _minutes(key: str, scope: str, date_time: str, expires: int, names: str) -> str:
    return _right(key, scope, date_time, max(1, expires // 60), names)


def _with_question_mark(key: str, scope: str, date_time: str, expires: int, names: str) -> str:
    return f"?{_right(key, scope, date_time, expires, names)}"


_SCOPES = ("20150830/us-east-1/sts/aws4_request", "20201231/eu-central-1/execute-api/aws4_request")

EXERCISES = (
    Exercise(
        name="presign-parameters",
        chapter="06",
        task="write my_parameters(access_key_id, scope, date_time, expires, signed_headers): the query that is signed.",
        cases=(
            Example(("AKIDEXAMPLE", _SCOPES[0], "20150830T123600Z", 300, "host"), _FIVE),
            Example(("AKIDEXAMPLE", _SCOPES[1], "20201231T235959Z", 604_800, "host;x-api-key"), _SEMICOLONS),
            Example(("AKIDEXAMPLE", _SCOPES[1], "20201231T235959Z", 1, "host"), _SECONDS),
        ),
        right=_right,
        imports=("from urllib.parse import quote",),
        solution=my_parameters,
        mistakes=(
            WrongAnswer(_slashes_kept, _SLASHES),
            WrongAnswer(_semicolons_kept, _SEMICOLONS),
            WrongAnswer(
                _nothing_encoded,
                Requirement("Values in a query are encoded: %2F for a slash, %3B for a semicolon.", _PAGE),
            ),
            WrongAnswer(_encoded_twice, Requirement("Each value is encoded once: %2F, not %252F.", _PAGE)),
            WrongAnswer(_no_scope, _SCOPE),
            WrongAnswer(
                _lower_case, Requirement("In a query the names keep their case: X-Amz-Date, not x-amz-date.", _PAGE)
            ),
            WrongAnswer(_no_algorithm, Requirement("X-Amz-Algorithm is a parameter too: AWS4-HMAC-SHA256.", _PAGE)),
            WrongAnswer(_no_expires, Requirement("X-Amz-Expires must be told: S3 refuses a URL without it.", _PAGE)),
            WrongAnswer(_minutes, _SECONDS),
            WrongAnswer(
                _with_question_mark,
                Requirement("The question mark stands in the URL, and is no part of the query.", _PAGE),
            ),
        ),
        hints=(
            "Look at the presigned URL above. Leave out its own parameter and the signature: five are left.",
            "quote leaves the slash alone, unless you say safe=''. A semicolon it encodes by itself.",
            "Two values need quote: the credential and the signed headers. Join name=value pairs with &.",
        ),
    ),
)
