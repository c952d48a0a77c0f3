from __future__ import annotations

import json
from itertools import permutations

import pytest

from sigv4_explain import Request, explain
from tests.core.examples import ALICE, SCOPE
from tests.doctor.parts import curl_command, diagnose, raw_http, sorted_pastes
from tests.readers.answers import OF_A_MESSAGE, OF_ANY_TEXT, Disguise, refused, s3_xml, without_bytes

TRACE = explain(Request("POST", "https://example.com/a b?c=d", {"X-Note": "it's"}, "body"), ALICE, **SCOPE)
SIGNED = TRACE.signed_request
RAW = raw_http(SIGNED)
CANONICAL, TO_SIGN = str(TRACE["canonical_request"].output), str(TRACE["string_to_sign"].output)
PRESIGNED = explain(Request("GET", "https://example.com/"), ALICE, **SCOPE, expires=60).signed_request.url
HAR_ENTRY = {
    "request": {
        "method": SIGNED.method,
        "url": SIGNED.url,
        "headers": [{"name": name, "value": value} for name, value in SIGNED.headers],
        "postData": {"text": "body"},
    }
}
VERBOSE = "\n".join([f"> {line}" for line in RAW.split("\n")[:-1]])
ANSWER = 'HTTP/1.1 403 Forbidden\nContent-Type: application/json\n\n{"message":"Forbidden"}'
LOG = f"DEBUG:botocore.auth:CanonicalRequest:\n{CANONICAL}\nDEBUG:botocore.auth:StringToSign:\n{TO_SIGN}\nDEBUG:x:y"

REQUESTS = {
    "raw HTTP": RAW,
    "raw HTTP with CRLF": RAW.replace("\n", "\r\n"),
    "curl": curl_command(SIGNED),
    "curl after a prompt": f"$ {curl_command(SIGNED)}",
    "curl -v": VERBOSE,
    "a HAR": json.dumps({"log": {"entries": [HAR_ENTRY]}}),
    "an entry of a HAR": json.dumps(HAR_ENTRY, indent=2),
    "a presigned URL": PRESIGNED,
    "a log": LOG,
    "a log with the answer": f"{LOG}\nClientError: An error occurred (X) when calling the Y operation: Forbidden",
    "text with a byte order mark": f"\ufeff{RAW}",
}


@pytest.mark.parametrize("form", REQUESTS)
def test_a_request_is_known_in_every_form(form: str) -> None:
    """Whatever shows a request, or what a client logged of it, is handed on as it came."""
    assert sorted_pastes([REQUESTS[form]]) == {"request": REQUESTS[form].lstrip("\ufeff")}


TOLD = {service: refused(service) for service in ("execute-api", "s3")}
MESSAGES = [pytest.param(disguise, id=name) for name, disguise in OF_A_MESSAGE.items()]
DISGUISES = [pytest.param(disguise, id=name) for name, disguise in OF_ANY_TEXT.items()]


@pytest.mark.parametrize("disguise", [*MESSAGES, *DISGUISES])
@pytest.mark.parametrize("service", TOLD)
def test_an_answer_is_never_taken_for_the_clients_own(service: str, disguise: Disguise) -> None:
    """AWS's canonical request stands in its answer, in whatever disguise; it is not what the client signed."""
    answers = [TOLD[service].message]
    if service == "s3" and disguise in OF_ANY_TEXT.values():
        answers = [s3_xml(TOLD[service]), without_bytes(s3_xml(TOLD[service]))]
    for answer in answers:
        assert set(sorted_pastes([disguise(answer)])) == {"answer"}


def test_s3s_answer_as_node_prints_it_is_no_log_of_the_client() -> None:
    """Its fields are named as the lines of a log are."""
    fields = "\n".join([f"  {name}: {text!r}," for name, text in TOLD["s3"].details.items()])

    assert set(sorted_pastes([f"SignatureDoesNotMatch: The request signature we calculated {{\n{fields}\n}}"])) == {
        "answer"
    }


@pytest.mark.parametrize("break_", ["\n", "\r\n"])
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (CANONICAL, {"client_canonical_request": CANONICAL}),
        (f"\n{CANONICAL}\n\n", {"client_canonical_request": CANONICAL}),
        (TO_SIGN, {"client_string_to_sign": TO_SIGN}),
        (f"{CANONICAL}\n\n{TO_SIGN}", {"client_canonical_request": CANONICAL, "client_string_to_sign": TO_SIGN}),
        (f"{TO_SIGN}\n{CANONICAL}\n", {"client_canonical_request": CANONICAL, "client_string_to_sign": TO_SIGN}),
    ],
)
def test_what_a_client_computed_is_known_without_a_word_about_it(
    text: str, expected: dict[str, str], break_: str
) -> None:
    """A canonical request and a string to sign have a form that nothing else has, and may stand in one text."""
    ended = {name: value.replace("\n", break_) for name, value in expected.items()}

    assert sorted_pastes([text.replace("\n", break_)]) == ended


@pytest.mark.parametrize("break_", ["\n", "\r\n"])
def test_raw_http_is_cut_where_the_answer_begins(break_: str) -> None:
    """The answer is no part of the request's body."""
    text = f"{RAW}\n\n{ANSWER}".replace("\n", break_)
    found = sorted_pastes([text])

    assert found == {"request": RAW.replace("\n", break_), "answer": ANSWER.replace("\n", break_)}
    assert Request.parse(found["request"]).body == b"body"


def test_a_request_without_a_body_is_cut_as_well() -> None:
    """It still ends with its headers."""
    found = sorted_pastes([f"GET / HTTP/1.1\nHost: h\n\n{ANSWER}"])

    assert Request.parse(found["request"]) == Request("GET", "https://h/", {"Host": "h"})


def test_the_order_of_the_texts_is_no_matter() -> None:
    """Each finds its place."""
    expected = {
        "request": RAW,
        "answer": ANSWER,
        "client_canonical_request": CANONICAL,
        "client_string_to_sign": TO_SIGN,
    }
    for texts in permutations(expected.values()):
        assert sorted_pastes(texts) == expected


def test_of_two_texts_of_one_kind_the_first_counts() -> None:
    """So the caller decides."""
    assert sorted_pastes([RAW, curl_command(SIGNED)]) == {"request": RAW}


def test_what_has_no_known_kind_is_handed_on_where_there_is_room() -> None:
    """Diagnose says what is wrong with it; blank texts are nothing."""
    noise, more = "nothing of use", "and more"

    assert pastes_in(noise) == ()
    assert sorted_pastes([noise]) == {"request": noise}
    assert sorted_pastes([RAW, noise]) == {"request": RAW, "answer": noise}
    assert sorted_pastes([noise, more, "again"]) == {"request": noise, "answer": more}
    assert sorted_pastes(["", " \n\ufeff"]) == {}
    assert len(diagnose(**sorted_pastes([noise])).evidence.unread) == 1


def test_what_it_returns_are_arguments_of_diagnose() -> None:
    """Every kind has the name of one."""
    assert pastes_in(ANSWER) == (Paste(PastedKind.ANSWER, ANSWER),)
    evidence = diagnose(**sorted_pastes([RAW, ANSWER, CANONICAL, TO_SIGN]), credentials=ALICE).evidence

    assert evidence.request == Request.parse(RAW)
    assert evidence.client == (CANONICAL, TO_SIGN)
    assert evidence.answer is not None
    assert evidence.unread == ()


@pytest.mark.parametrize(
    "text", ["\x00\xff" * 5_000_000, "a" * 10_000_000, "\n" * 10_000_000, "GET\n/\n\n" + " " * 1_000_000, "[" * 100_000]
)
def test_a_huge_or_binary_text_is_no_error(text: str) -> None:
    """It has no kind, and a part of it is enough to say so."""
    assert pastes_in(text) == ()
    assert sum(map(len, sorted_pastes([text]).values())) <= 65_536
