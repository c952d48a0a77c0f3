from __future__ import annotations

import json
from collections.abc import Callable
from itertools import permutations
from typing import Any

import pytest

from sigv4_explain import Request, explain
from sigv4_explain.doctor import DiagnosisOutcome
from tests.core.examples import ALICE, SCOPE
from tests.doctor.parts import Certainty, curl_command, diagnose, is_elided, pieces_in, raw_http, sorted_pastes
from tests.readers.answers import OF_A_MESSAGE, OF_ANY_TEXT, Disguise, refused, s3_xml, without_bytes
from tests.readers.printing import FORMS
from tests.tables import tables

TABLES = tables(__file__)
TRACE = explain(Request("POST", "https://example.com/a%20b?c=d", {"X-Note": "it's"}, "a=1&b=2"), ALICE, **SCOPE)
SIGNED = TRACE.signed_request
RAW = raw_http(SIGNED)
CANONICAL, TO_SIGN = str(TRACE["canonical_request"].output), str(TRACE["string_to_sign"].output)
OTHER = CANONICAL.replace("/a%2520b", "/a%20b")
PRESIGNED = explain(Request("GET", "https://example.com/"), ALICE, **SCOPE, expires=60).signed_request.url
ENTRY = {
    "request": {
        "method": SIGNED.method,
        "url": SIGNED.url,
        "headers": [{"name": name, "value": value} for name, value in SIGNED.headers],
        "postData": {"text": "a=1&b=2"},
    }
}
WORDS = "The request signature we calculated does not match the signature you provided. Check your key."
ANSWER = 'HTTP/1.1 403 Forbidden\nContent-Type: application/json\n\n{"message":"Forbidden"}'
LOG = f"DEBUG:botocore.auth:CanonicalRequest:\n{CANONICAL}\nDEBUG:botocore.auth:StringToSign:\n{TO_SIGN}\nDEBUG:x:y"

REQUESTS = {
    "raw HTTP": RAW,
    "raw HTTP with CRLF": RAW.replace("\n", "\r\n"),
    "curl": curl_command(SIGNED),
    "curl after a prompt": f"$ {curl_command(SIGNED)}",
    "curl -v": "\n".join([f"> {line}" for line in RAW.split("\n")[:-1]]),
    "a HAR": json.dumps({"log": {"entries": [ENTRY]}}),
    "an entry of a HAR": json.dumps(ENTRY, indent=2),
    "a presigned URL": PRESIGNED,
    "text with a byte order mark": f"\ufeff{RAW}",
}


@pytest.mark.parametrize("form", REQUESTS)
def test_a_request_is_known_in_every_form(form: str) -> None:
    """It is read, with an answer above it and words around it, and so is the answer."""
    for paste in (REQUESTS[form], f"I get\n\n{ANSWER}\n\nfor this:\n\n{REQUESTS[form].lstrip(chr(0xFEFF))}\n"):
        pieces = pieces_in(paste)
        assert pieces.request is not None
        assert pieces.request.request.path in ("/a%20b", "/")
        assert (pieces.answer is not None) is (ANSWER in paste)
        assert pieces.canonical_request is None


@pytest.mark.parametrize("statuses", [(200, 403), (403, 200)])
@pytest.mark.parametrize("paste", ["{har}", "My HAR:\n{har}"], ids=["alone", "behind words"])
def test_a_har_with_a_refusal_was_not_accepted(paste: str, statuses: tuple[int, int]) -> None:
    """Of several entries the refused one is asked about, though another was answered with 200."""
    entries = [{**ENTRY, "response": {"status": status}} for status in statuses]
    diagnosis = diagnose(paste.format(har=json.dumps({"log": {"entries": entries}})))

    assert diagnosis.outcome is not DiagnosisOutcome.ACCEPTED
    assert diagnosis.evidence.answer is not None
    assert diagnosis.evidence.answer.status == 403


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
        pieces = pieces_in(disguise(answer))
        assert pieces.answer is not None
        assert (pieces.canonical_request, pieces.string_to_sign, pieces.request) == (None, None, None)


def test_s3s_answer_as_node_prints_it_is_no_log_of_the_client() -> None:
    """Its fields are named as the lines of a log are."""
    fields = "\n".join([f"  {name}: {text!r}," for name, text in TOLD["s3"].details.items()])
    pieces = pieces_in(f"SignatureDoesNotMatch: The request signature we calculated {{\n{fields}\n}}")

    assert pieces.answer is not None
    assert pieces.answer.canonical_request is not None
    assert pieces.canonical_request is None


def _node(text: str) -> str:
    *lines, last = text.split("\n")
    return " +\n    ".join(
        [*(json.dumps(f"{line}\n") if "'" in line else f"'{line}\\n'" for line in lines), f"'{last}'"]
    )


Printed = Callable[[str, str], str]
_TIME, _JAVA = "2026-05-01T12:00:00.123", "10:00:00.1 [main] DEBUG a.b.Signer - "
PRINTED: dict[str, Printed] = {
    "without a word": lambda request, sts: f"{request}\n\n{sts}",
    "the other first": lambda request, sts: f"{sts}\n{request}\n",
    "after blank lines": lambda request, sts: f"\n\n{request}\n\n\n{sts}\n\n",
    "in fences": lambda request, sts: f"I sign\n```\n{request}\n```\nand\n```\n{sts}\n```\n",
    "a repr": lambda request, sts: f"{request!r}\n{sts!r}",
    "a repr of bytes": lambda request, sts: f"{request.encode()!r}\n{sts.encode()!r}",
    "JSON texts": lambda request, sts: f"{json.dumps(request)}\n{json.dumps(sts)}",
    "JSON": lambda request, sts: json.dumps({"canonicalRequest": request, "stringToSign": sts}),
    "JSON in JSON": lambda request, sts: json.dumps({"log": json.dumps({"cr": request, "sts": sts})}),
    "a line of a log": lambda request, sts: f"10:00:00 DEBUG cr={json.dumps(request)} sts={json.dumps(sts)}",
    "Node": lambda request, sts: f"{{\n  cr: {_node(request)},\n  sts: {_node(sts)}\n}}",
    "var_dump": lambda request, sts: f'string({len(request)}) "{request}"\nstring({len(sts)}) "{sts}"',
    "print_r": lambda request, sts: f"Array\n(\n    [cr] => {request}\n    [sts] => {sts}\n)\n",
    "declare -p": lambda request, sts: f'declare -- cr="{request}"\ndeclare -- sts="{sts}"',
    "Apex": lambda request, sts: f"12:00:00.0 (1)|USER_DEBUG|[4]|DEBUG|{request}\n12:00:00.0 (2)|X|[9]|DEBUG|{sts}",
    "Go": lambda request, sts: f"---[ CANONICAL STRING  ]---\n{request}\n---[ STRING TO SIGN ]---\n{sts}\n-----\n",
    "botocore": lambda request, sts: f"DEBUG:x.auth:CanonicalRequest:\n{request}\nDEBUG:x.auth:StringToSign:\n{sts}",
    "Lambda": lambda request, sts: f"{_TIME}Z\t0b1c\tINFO\tCR: {request}\n{_TIME}Z\t0b1c\tINFO\tSTS: {sts}",
    "Java": lambda request, sts: f"{_JAVA}Canonical Request: '\"{request}\"\n{_JAVA}String to Sign: '\"{sts}\"",
    "Spring": lambda request, sts: "\n".join(
        [f"{_TIME} DEBUG 1 --- [main] c.a.Signer : {line}" for line in f"CR: {request}\nSTS: {sts}".split("\n")]
    ),
    "in brackets": lambda request, sts: f"Canonical request: <<<{request}>>>\nString to sign: [{sts}]",
    "indented": lambda request, sts: "\n".join([f"\t{line}" for line in f"{request}\n\n{sts}".split("\n")]),
    "a console": lambda request, sts: f"PS C:\\> $cr\n{request}\n\nPS C:\\> $sts\n{sts}\n\n",
    "quoted": lambda request, sts: "\n".join([f"> {line}" for line in f"mine:\n{request}\n\n{sts}".split("\n")]),
    "time stamps": lambda request, sts: "\n".join(
        [f"2015-08-30T12:36:0{place % 10}Z app {line}" for place, line in enumerate(f"{request}\n{sts}".split("\n"))]
    ),
}  # fmt: skip
PRINTED |= {
    f"labels: {request_label}": lambda request, sts, first=request_label, second=sts_label: (  # type: ignore[misc]
        f"{first}:\n{request}\n\n{second}:\n{sts}"
    )
    for request_label, sts_label in TABLES["labels"].items()
}


@pytest.mark.parametrize("break_", ["\n", "\r\n"])
@pytest.mark.parametrize("print_", PRINTED)
def test_what_a_client_computed_is_known_in_every_print(print_: str, break_: str) -> None:
    """A canonical request and a string to sign tell themselves by their form, also beside the server's own."""
    printed = PRINTED[print_](CANONICAL, TO_SIGN).replace("\n", break_)
    answer = refused("execute-api").message
    for paste in (printed, f"{json.dumps({'message': answer})}\n\n{printed}", f"{printed}\n\n{answer}"):
        pieces = pieces_in(paste)
        assert (pieces.canonical_request, pieces.string_to_sign) == (CANONICAL, TO_SIGN)
        assert (pieces.answer is not None) is (paste != printed)


@pytest.mark.parametrize("code", TABLES["code"].values(), ids=TABLES["code"])
def test_a_line_of_source_code_is_no_text(code: str) -> None:
    """What a program would put together is not what it signed."""
    pieces = pieces_in(f"{json.dumps({'message': TOLD['execute-api'].message})}\n\n{code}")

    assert (pieces.canonical_request, pieces.string_to_sign) == (None, None)


@pytest.mark.parametrize("words", TABLES["sides"].values(), ids=TABLES["sides"])
def test_of_two_canonical_requests_the_words_before_them_tell_whose_they_are(words: list[str]) -> None:
    """Where no word tells, people put their own first."""
    paste = f"{words[0]}\n```\n{CANONICAL}\n```\n{words[1]}\n```\n{OTHER}\n```\n"
    pieces = pieces_in(paste)
    server_first = len(words) == 3

    assert pieces.answer is not None
    assert (pieces.canonical_request, pieces.answer.canonical_request) == (
        (OTHER, CANONICAL) if server_first else (CANONICAL, OTHER)
    )


@pytest.mark.parametrize("break_", ["\n", "\r\n"])
@pytest.mark.parametrize("between", ["", "\nResponse:\n", "\nI get this:\n\n```\n"])
def test_the_answer_is_no_part_of_the_body(break_: str, between: str) -> None:
    """It is read beside the request, and the body ends before it."""
    pieces = pieces_in(f"{RAW}\n\n{between}{ANSWER}".replace("\n", break_))

    assert pieces.request is not None
    assert pieces.request.request.body == b"a=1&b=2"
    assert pieces.answer is not None
    assert pieces.answer.status == 403


def test_the_order_of_the_texts_is_no_matter() -> None:
    """Each finds its place."""
    for texts in permutations((RAW, ANSWER, CANONICAL, TO_SIGN)):
        evidence = diagnose(**sorted_pastes(texts), credentials=ALICE).evidence
        assert evidence.request == Request.parse(RAW)
        assert evidence.client == (CANONICAL, TO_SIGN)
        assert evidence.answer is not None
        assert (evidence.unread, evidence.passed_over) == ((), ())


def test_the_request_counts_that_was_refused() -> None:
    """It is told by signature and date; another one is passed over, and that is said."""
    later: dict[str, Any] = {**SCOPE, "at": "20150830T124500Z"}
    other = explain(Request("GET", "https://example.com/other"), ALICE, **later)
    refusal = f"<Error><Message>{WORDS}</Message><StringToSign>{TO_SIGN}</StringToSign></Error>"
    for paste in (
        f"{RAW}\n\n{raw_http(other.signed_request)}\n\n{refusal}",
        f"{refusal}\n\n{raw_http(other.signed_request)}\n\n{RAW}",
    ):
        evidence = diagnose(paste).evidence
        assert evidence.request is not None
        assert evidence.request.path == "/a%20b"
        assert "of which nothing is said" in evidence.what_was_read
    first = pieces_in(f"{RAW}\n\nHTTP/1.1 200 OK\n\n{raw_http(other.signed_request)}\nHTTP/1.1 403 Forbidden\n\n")
    assert first.request is not None
    assert first.request.request.path == "/other"


def test_what_was_read_and_passed_over_is_told_in_one_line() -> None:
    """Nothing that is there is asked for again, and nothing is dropped without a word."""
    told = diagnose(
        f"Hello everybody, what is wrong here?\n\n{RAW}\n\n{ANSWER}\n\nCanonical request:\n{CANONICAL}"
    ).evidence

    assert told.what_was_read == (
        "Read: a request (HTTP message), an answer, the client's canonical request. Passed over: 1 line of other text."
    )


def test_keys_in_the_paste_are_read_and_never_shown() -> None:
    """They may prove something; whoever pasted them must not find them again in what is printed."""
    secret = "MARKEDSECRET/with+chars-of-forty-letters".replace("-", "x")
    paste = f"export AWS_ACCESS_KEY_ID=AKIDEXAMPLE\nexport AWS_SECRET_ACCESS_KEY={secret}\n\n{RAW}"
    diagnosis = diagnose(paste)

    assert diagnosis.evidence.pasted_keys is not None
    assert secret not in "".join([str(diagnosis), diagnosis.to_json(), diagnosis._repr_html_(), diagnosis.share()])


@pytest.mark.parametrize("says", TABLES["answers"]["bare"])
def test_a_bare_sentence_of_a_server_is_an_answer(says: str) -> None:
    """It is no request that could not be read."""
    evidence = diagnose(says).evidence

    assert (evidence.answer is not None, evidence.request, evidence.unread) == (True, None, ())


@pytest.mark.parametrize(
    ("says", "code"), [(says, code) for code, all_ in TABLES["translated"].items() for says in all_]
)
def test_a_sentence_is_heard_in_other_languages(says: str, code: str) -> None:
    """Mirrors of threads translate what AWS said."""
    answer = pieces_in(f"I get this:\n\n{says}\n").answer

    assert answer is not None
    assert answer.code == code


def test_what_has_no_known_kind_is_said_to_be_unreadable() -> None:
    """Blank texts are nothing."""
    assert pieces_in("nothing of use").read == ()
    assert sorted_pastes(["", " \n\ufeff"]) == {}
    assert len(diagnose("nothing of use").evidence.unread) == 1


@pytest.mark.parametrize(
    "text", ["\x00\xff" * 5_000_000, "a" * 10_000_000, "\n" * 10_000_000, "GET\n/\n\n" + " " * 1_000_000, "[" * 100_000]
)
def test_a_huge_or_binary_text_is_no_error(text: str) -> None:
    """It holds nothing, and a part of it is enough to say so."""
    assert pieces_in(text).read == ()


def test_a_call_is_found_in_ten_megabytes_of_log() -> None:
    """What stands around anything signed is looked at, wherever it is."""
    noise = "2026-05-01 12:00:00 INFO something else happened here\n" * 100_000
    pieces = pieces_in(f"{noise}{RAW}\n\n{ANSWER}\n{noise}")

    assert pieces.request is not None
    assert pieces.answer is not None


WRAPPED: dict[str, Callable[[str], str]] = {
    "as it is": lambda text: text,
    "a last line break": lambda text: f"{text}\n",
    "blank lines": lambda text: f"\n{text}\n\n\n",
    "CRLF": lambda text: text.replace("\n", "\r\n") + "\r\n",
    "a fence": lambda text: f"My request:\n\n```http\n{text}\n```\n\nWhat is wrong?\n",
    "indented": lambda text: "\n".join([f"    {line}" for line in text.split("\n")]),
    "quoted": lambda text: "\n".join([f"> {line}" for line in text.split("\n")]),
    "words": lambda text: f"Hello, this fails since today:\n\n{text}\n\nEdit: I use Python 3.11.\n",
    "the answer below": lambda text: f"{text}\n\n{json.dumps({'message': WORDS})}",
    "the answer above": lambda text: f"{json.dumps({'message': WORDS})}\n\n{text}",
}  # fmt: skip


@pytest.mark.parametrize("form", FORMS)
def test_no_wrapping_makes_a_fault_of_a_request_that_is_signed_right(form: str) -> None:
    """Nothing is shown or proven of it; and what stands there is read. Every third wrap, each form from another on."""
    for name, wrapped in list(WRAPPED.items())[list(FORMS).index(form) % 3 :: 3]:
        diagnosis = diagnose(wrapped(FORMS[form]()))
        sure = [finding.cause for finding in diagnosis.findings if finding.certainty is not Certainty.SUSPECTED]
        assert (name, sure, diagnosis.evidence.request is not None) == (name, [], True)


@pytest.mark.parametrize("wrap", WRAPPED)
def test_a_pasted_body_proves_nothing(wrap: str) -> None:
    """With the secret, the signature is right, whatever the paste did to the body's end."""
    for more in ({}, {"Content-Length": "13"}, {"x-amz-content-sha256": TABLES["hash"]["of the body"]}):
        request = Request("POST", "https://example.com/a", more, '{"a":1,\n"b":2}')
        signed = explain(request, ALICE, **SCOPE).signed_request
        diagnosis = diagnose(WRAPPED[wrap](raw_http(signed)), credentials=ALICE)
        sure = [finding.cause for finding in diagnosis.findings if finding.certainty is not Certainty.SUSPECTED]
        assert sure == []


@pytest.mark.parametrize("value", TABLES["masks"]["masks"])
def test_a_mask_is_no_value(value: str) -> None:
    """However people and programs write it."""
    assert is_elided(value)


@pytest.mark.parametrize("value", TABLES["masks"]["values"])
def test_a_value_is_no_mask(value: str) -> None:
    """What headers really have."""
    assert not is_elided(value)


@pytest.mark.parametrize("beside", ["", ANSWER, TOLD["execute-api"].message, f"Canonical request:\n{CANONICAL}\n"])
@pytest.mark.parametrize("line", ["", "GET /pets\n"])
def test_a_host_that_nobody_pasted_is_never_shown(line: str, beside: str) -> None:
    """Neither on the screen nor in what is sent to others."""
    headers = "".join([f"{name}: {value}\n" for name, value in SIGNED.headers if name.lower() != "host"])
    diagnosis = diagnose(f"{line}{headers}\n{beside}", credentials=ALICE)
    shown = (str(diagnosis), diagnosis.report(), diagnosis.share(), diagnosis.to_json(), diagnosis._repr_html_())

    assert not any(".invalid" in text for text in shown)
