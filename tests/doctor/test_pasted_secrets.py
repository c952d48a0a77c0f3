"""A secret that stands where none belongs comes out of no view of a diagnosis; what is no secret stays readable."""

from __future__ import annotations

import base64
import random
import string
from urllib.parse import quote

import pytest

from sigv4_explain import diagnose
from sigv4_explain.masking import EXAMPLE_SECRET

_ALPHABET = string.ascii_letters + string.digits + "+/"
SECRET = "q8Vn3cLk0pZtYw+RrX2sJmHbGd/9fUeTaQ1oWi5C"
"""Made up, with a slash, which parts a scope in the wrong place."""
TOKEN = "IQoJb3JpZ2luX2VjEJ3//////////wEaCXVzLWVhc3Qt" + "".join(random.Random(14).choices(_ALPHABET, k=300)) + "=="
KEY_ID = "AKIAIOSFODNN7EXAMPLE"
SIGNATURE = "c9a24a2b67126965192c11e30f2da16d816dbcb7fee0b91365a34e344ec62048"
HOST = "a1b2c3.execute-api.eu-west-1.amazonaws.com"
EMPTY = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
PAIR = "not a valid key=value pair (missing equal-sign) in Authorization header"
MISMATCH = (
    "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key "
    "and signing method. Consult the service documentation for details."
)


def _request(
    scope: str = f"{KEY_ID}/20261129/eu-west-1/execute-api/aws4_request", path: str = "/x", more: str = ""
) -> str:
    authorization = f"AWS4-HMAC-SHA256 Credential={scope}, SignedHeaders=host;x-amz-date, Signature={SIGNATURE}"
    return f"GET {path} HTTP/1.1\nHost: {HOST}\nX-Amz-Date: 20261129T081502Z\n{more}Authorization: {authorization}\n\n"


def _said(message: str) -> str:
    return f'{{"message":"{message}"}}'


def _both_sides(line: str) -> str:
    """Return the client's text with a line of its own, and an answer with the server's."""
    head, rest = "GET\n/prod/x\na=1\n", f"host:{HOST}\nx-amz-date:20261129T081502Z\n\nhost;x-amz-date\n{EMPTY}"
    says = f"{MISMATCH}\n\nThe Canonical String for this request should have been\n"
    return f"client:\n{head}{line}{rest}\n\n{says}'{head}{rest}'\n"


def _lines(text: str, width: int) -> str:
    return "\n".join([text[place : place + width] for place in range(0, len(text), width)])


_basic = base64.b64encode(f"{KEY_ID}:{SECRET}".encode()).decode()
_wrong_date = _request().replace("20261129T081502Z", SECRET)
PLACES = {
    "the date": _wrong_date + _said(f"Date must be in ISO-8601 'basic format'. Got '{SECRET}'. See http://e.example"),
    "key and secret for a header": _said(f"'{KEY_ID}:{SECRET}' {PAIR}: '{KEY_ID}:{SECRET}'."),
    "key and secret behind the algorithm": _said(f"'{SECRET}' {PAIR}: 'AWS4-HMAC-SHA256 {KEY_ID} {SECRET}'."),
    "Basic": _said(f"'Basic {_basic}' {PAIR}: 'Basic {_basic}'."),
    "curl's user, attached": f"curl -u{KEY_ID}:{SECRET} https://{HOST}/\n{_said('Forbidden')}",
    "curl's user, quoted in parts": f"curl --user \"{KEY_ID}\":'{SECRET}' https://{HOST}/\n{_said('Forbidden')}",
    "the Region": _request(f"{KEY_ID}/20261129/{SECRET}/execute-api/aws4_request")
    + _said("Credential should be scoped to a valid region. "),
    "the key id": _request(f"{SECRET}/20261129/eu-west-1/execute-api/aws4_request")
    + _said("The security token included in the request is invalid."),
    "the key id, encoded": _request(f"{quote(SECRET, safe='')}/20261129/eu-west-1/execute-api/aws4_request")
    + _said("Credential must have exactly 5 slash-delimited elements"),
    "the key id of an answer": "<Error><Code>InvalidAccessKeyId</Code><Message>The AWS Access Key Id you provided does "
    f"not exist in our records.</Message><AWSAccessKeyId>{SECRET}</AWSAccessKeyId></Error>",
    "a line named authorization": _both_sides(f"authorization:{SECRET}\n"),
    "the first key of the chain": _both_sides(f"x-k:AWS4{SECRET}\n"),
    "the path": _request(path=f"/x/{quote(SECRET, safe='')}/y") + _said("Forbidden"),
    "a header": _request(more=f"X-Note: {SECRET}\n") + _said(MISMATCH),
    "the user of a URL": _request(more=f"X-Proxy: https://{KEY_ID}:{SECRET}@h.example/\n") + _said(MISMATCH),
    "a wrapped token": _both_sides(f"x-amz-security-token:{_lines(TOKEN, 72)}\n"),
    "a token under a misspelt name": "wss://x.iot.us-east-1.amazonaws.com/mqtt?X-Amz-Security-Tokn="
    + quote(TOKEN, safe=""),
    "code": f"key = '{SECRET}'\nk = hmac.new(('AWS4' + '{SECRET}').encode(), d, hashlib.sha256).digest()\n"
    + _said(MISMATCH),
}


@pytest.mark.parametrize("place", PLACES)
def test_no_view_shows_a_secret_wherever_it_stands(place: str) -> None:
    """Neither whole nor in part, nor over the lines of a narrow view."""
    found = diagnose(PLACES[place])
    views = [found.report(), found.share(), found.to_json(), repr(found), str(found), found._repr_html_()]
    text = "".join("".join(views).split()).replace("^", "")

    marks = [
        SECRET[:18],
        SECRET[22:],
        SECRET[28:38],
        _basic[:20],
        *[TOKEN[at : at + 20] for at in (0, 80, 150, 220, 300)],
    ]
    assert [mark for mark in marks if mark in text] == []


@pytest.mark.parametrize(
    "shown",
    [
        SIGNATURE,
        EXAMPLE_SECRET,
        "da39a3ee5e6b4b0d3255bfef95601890afd80709",
        "/Prod/Customers/Orders/Items/Addresses/1",
        "/ConfigurationRecorderStatusHistoryItems",
        "THEQUICKBROWNFOXJUMPSOVERTHELAZYDOG12345",
        "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=",
        "z4PhNX7vuL3xVChQ1m2AB9Yg5AULVxXcg/SpIdNs6c5H0NE8XYXysP+DGNKHfuwvY7kxvUdBeoGlODJ6+SfaPg==",
    ],
)
def test_what_is_no_secret_stays(shown: str) -> None:
    """A hash, a checksum, a path, words, and what AWS has published are shown as they are."""
    assert shown in diagnose(_both_sides(f"x-note:{shown}\n")).report().replace("\n" + " " * 13, "")
