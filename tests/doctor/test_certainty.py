"""What may be concluded from what: a mask, a pasted body, a command and a text computed here show nothing."""

from __future__ import annotations

from hashlib import sha256
from typing import Any

import pytest

from sigv4_explain import Credentials, Request, diagnose, sign
from sigv4_explain.doctor import Certainty, Diagnosis, DiagnosisOutcome
from tests.core.examples import ALICE, CAROL, MOMENT
from tests.doctor.parts import Evidence, NotWhole, Origin, case_of, concluded, parse_answer, sorted_pastes
from tests.tables import tables

EMPTY, BODY, OTHER = (sha256(body).hexdigest() for body in (b"", b'{"a":1}', b'{"a":2}'))
TABLES = tables(
    __file__,
    EMPTY=EMPTY,
    BODY=BODY,
    OTHER=OTHER,
    HASH=BODY,
    MISMATCH="The request signature we calculated does not match the signature you provided. Check your AWS Secret "
    "Access Key and signing method.",
    S3="The request signature we calculated does not match the signature you provided. Check your key and signing "
    "method.",
)
REGION = "eu-central-1"
HOST = f"bucket.s3.{REGION}.amazonaws.com"
REFUSED = (
    "<Error><Code>SignatureDoesNotMatch</Code><Message>The request signature we calculated does not match the "
    "signature you provided. Check your key and signing method.</Message>{texts}</Error>"
)
ONE_SENTENCE = REFUSED.format(texts="")


def canonical(path: str, headers: dict[str, str], hashed: str, method: str = "POST") -> str:
    """Write a canonical request."""
    lines = [f"{name}:{headers[name]}" for name in sorted(headers)]
    return "\n".join([method, path, "", *lines, "", ";".join(sorted(headers)), hashed])


def to_sign(canonical_request: str, service: str, moment: str = MOMENT) -> str:
    """Write the string to sign of a canonical request."""
    hashed = sha256(canonical_request.encode()).hexdigest()
    return f"AWS4-HMAC-SHA256\n{moment}\n{moment[:8]}/{REGION}/{service}/aws4_request\n{hashed}"


def answered(canonical_request: str, service: str = "s3", moment: str = MOMENT) -> str:
    """Write an answer that shows both texts."""
    strings = f"<StringToSign>{to_sign(canonical_request, service, moment)}</StringToSign>"
    return REFUSED.format(texts=f"{strings}<CanonicalRequest>{canonical_request}</CanonicalRequest>")


def sure(diagnosis: Diagnosis) -> list[str]:
    """Return the causes that are shown or proven."""
    return [found.cause for found in diagnosis.findings if found.certainty is not Certainty.SUSPECTED]


RIGHT = canonical("/a.txt", {"host": HOST, "x-amz-content-sha256": EMPTY, "x-amz-date": MOMENT}, EMPTY, "GET")
HEAD = f"GET /a.txt HTTP/1.1\nHost: {HOST}\nX-Amz-Date: {MOMENT}\nX-Amz-Content-Sha256: {EMPTY}\n"


@pytest.mark.parametrize("answer", [ONE_SENTENCE, answered(RIGHT)], ids=["one sentence", "both texts"])
@pytest.mark.parametrize("mask", TABLES["masks"])
def test_nothing_is_concluded_from_a_mask(mask: str, answer: str) -> None:
    """The answer proves that a whole signature arrived; the reader is told that it is not to be seen here."""
    diagnosis = diagnose(f"{HEAD}{mask}{chr(10) if mask else ''}\n", answer=answer)

    assert sure(diagnosis) == []
    assert any("masked" in note.lower() or "not pasted" in note for note in diagnosis.notes)


@pytest.mark.parametrize("name", TABLES["unsure"])
def test_nothing_is_sure_that_the_answer_contradicts(name: str) -> None:
    """Nor what a word in the place of a value seems to say, or an answer of another day."""
    assert sure(diagnose(**sorted_pastes([TABLES["unsure"][name]]))) == []


def _alone(table: str, name: str) -> Diagnosis:
    path, headers, hashed, *_ = TABLES[table][name]
    text = canonical(path, {"host": "a.us-west-2.amazonaws.com", "x-amz-date": MOMENT, **headers}, hashed)
    if table == "arrived":
        return diagnose(answer=answered(text, "execute-api"))
    return diagnose(client_canonical_request=text, client_string_to_sign=to_sign(text, "execute-api"))


@pytest.mark.parametrize(
    ("table", "name"), [(table, name) for table in ("arrived", "signed") for name in TABLES[table]]
)
def test_a_canonical_request_alone_tells(table: str, name: str) -> None:
    """The server's shows what arrived; of the client's, what it signed, less follows."""
    *_, cause, certainty = TABLES[table][name]
    top = _alone(table, name).top

    assert (top and top.cause, top and top.certainty.name) == (cause, certainty)
    assert top is None or (top.where is not None and top.where.text == "canonical_request")


@pytest.mark.parametrize("name", TABLES["both"])
def test_no_proxy_is_blamed_for_what_the_program_does(name: str) -> None:
    """A request that has another host or path than its own text was sent so by the program."""
    mine, theirs, sent, cause = TABLES["both"][name]
    texts = [
        canonical(path, {"host": host, "x-amz-content-sha256": EMPTY, "x-amz-date": MOMENT}, EMPTY, "GET")
        for path, host in (mine, theirs)
    ]
    given: dict[str, Any] = {"answer": answered(texts[1]), "client_canonical_request": texts[0]}
    if sent:
        path, host = sent
        request = sign(Request("GET", f"https://{host}{path}"), ALICE, region=REGION, service="s3", at=MOMENT)
        given["request"] = request

    assert diagnose(**given).findings[0].cause == cause


def test_a_text_computed_here_is_not_the_servers() -> None:
    """A client that signs by the rules may have the wrong key, or there was a change on the way: nothing is shown."""
    request = Request("GET", "https://storage.googleapis.com/bucket", {"accept-encoding": "identity"})
    signed = sign(request, ALICE, region="auto", service="s3", at=MOMENT)
    case = case_of(Evidence(request=signed, region="auto", service="s3"))
    assert case.sent is not None
    recipe = case.sent.recipe
    texts = {"client_canonical_request": recipe.canonical_request(), "client_string_to_sign": recipe.string_to_sign()}

    for keys in (None, ALICE):
        diagnosis = diagnose(signed, answer=ONE_SENTENCE, credentials=keys, region="auto", service="s3", **texts)
        causes = [found.cause for found in diagnosis.findings]
        assert sure(diagnosis) == []
        assert causes.index("accept-encoding-modified") < causes.index("wrong-secret")


def test_two_attempts_are_compared_without_their_times() -> None:
    """A retry is signed anew, so the answer of another attempt has another time and nothing else."""
    later = MOMENT.replace("T1236", "T1237")
    text = RIGHT.replace(MOMENT, later)
    diagnosis = diagnose(
        client_canonical_request=RIGHT, client_string_to_sign=to_sign(RIGHT, "s3"), answer=answered(text, "s3", later)
    )

    assert sure(diagnosis) == []


PASTES = {
    "as it is": "{request}",
    "a last line break": "{request}\n",
    "more of them": "{request}\n\n\n",
    "a fence": "{request}\n```\n",
    "a question": "{request}\n\nWhy is that refused?\n",
    "the answer": "{request}\n\n" + ONE_SENTENCE,
}


@pytest.mark.parametrize("keys", [None, ALICE], ids=["no secret", "the secret"])
@pytest.mark.parametrize("length", ["", "Content-Length: 7\n"], ids=["no length", "a length"])
@pytest.mark.parametrize("paste", PASTES.values(), ids=PASTES)
def test_a_pasted_body_proves_nothing(paste: str, length: str, keys: Credentials | None) -> None:
    """What an editor, a fence or the answer adds behind the body of a right request is no fault of the client."""
    place: dict[str, Any] = {"region": REGION, "service": "execute-api"}
    signed = sign(Request("POST", "https://api.example.com/", body='{"a":1}'), ALICE, at=MOMENT, **place)
    head = "".join([f"{name}: {value}\n" for name, value in signed.headers])
    text = paste.format(request=f'POST / HTTP/1.1\n{head}{length}\n{{"a":1}}')
    diagnosis = diagnose(text, credentials=keys, **place)

    assert sure(diagnosis) == []
    if keys is not None and "Error" not in paste:
        assert diagnosis.outcome is DiagnosisOutcome.NO_FAULT


SHORTENED = ('{"a":…}', "{}", "@file.json", '{"a":1, "b":2}')


@pytest.mark.parametrize("service", ["s3", "es"])
@pytest.mark.parametrize("body", SHORTENED)
def test_what_the_server_says_is_equal_is_not_the_fault(body: str, service: str) -> None:
    """The server's text ends with the hash that the client announced, so only the paste has another body."""
    host = HOST.replace("s3", service)
    headers = {"host": host, "x-amz-content-sha256": BODY, "x-amz-date": MOMENT}
    text = canonical("/a.txt", headers, BODY)
    own = f"AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/{MOMENT[:8]}/{REGION}/{service}/aws4_request, "
    own += f"SignedHeaders={';'.join(headers)}, Signature={'3f2a' * 16}"
    options = "".join([f" -H '{name}: {value}'" for name, value in [*headers.items(), ("Authorization", own)]])
    diagnosis = diagnose(f"curl 'https://{host}/a.txt'{options} -d '{body}'", answer=answered(text, service))

    told = [found.cause for found in diagnosis.findings if found.step == "hashed_payload"]
    assert told == []
    assert sure(diagnosis) == []


@pytest.mark.parametrize("cut", ["/aws4_re", "\n1/aws4_request", ""], ids=["cut", "wrapped", "one more try"])
def test_a_string_to_sign_that_no_server_writes_proves_nothing(cut: str) -> None:
    """A cut, a wrap and the answer of another attempt say nothing of a signature that is right by these keys."""
    signed = sign(Request("GET", f"https://{HOST}/a.txt"), ALICE, region=REGION, service="s3", at=MOMENT)
    later = canonical("/b.txt", {"host": HOST, "x-amz-date": "20150830T130000Z"}, EMPTY, "GET")
    text = to_sign(RIGHT, "s3").replace("/aws4_request", cut) if cut else to_sign(later, "s3", "20150830T130000Z")
    texts = f"<StringToSign>{text}</StringToSign>" + ("" if cut else f"<CanonicalRequest>{later}</CanonicalRequest>")
    for keys in (None, ALICE):
        assert sure(diagnose(signed, answer=REFUSED.format(texts=texts), credentials=keys)) == []


def test_a_command_is_signed_here_as_it_will_be() -> None:
    """It is not unsigned; where it differs from the server's text, that is suspected."""
    request = Request("GET", f"https://{HOST}/b.txt")
    evidence = Evidence(
        request=request, origin=Origin.COMMAND, region=REGION, service="s3", answer=parse_answer(answered(RIGHT))
    )
    found = concluded(case_of(evidence))

    assert [one.cause for one in found.findings][:1] == ["redirect-followed-with-old-signature"]
    assert {one.certainty for one in found.findings} == {Certainty.SUSPECTED}
    assert any("signed when it runs" in note for note in found.notes)


def test_headers_that_were_not_pasted_are_not_missing() -> None:
    """Of a URL with its Authorization alone nobody knows which headers were sent."""
    signed = sign(Request("GET", f"https://{HOST}/a.txt"), CAROL, region=REGION, service="s3", at=MOMENT)
    pasted = Request("GET", signed.url, [(name, value) for name, value in signed.headers if name == "Authorization"])
    for not_whole, expected in ((frozenset(), False), (frozenset({NotWhole.HEADERS}), True)):
        found = concluded(case_of(Evidence(request=pasted, not_whole=not_whole, region=REGION, service="s3")))
        assert (found.findings == () or sure_of(found.findings) == []) is expected


def sure_of(findings: Any) -> list[str]:
    """Return the causes among some findings that are shown or proven."""
    return [one.cause for one in findings if one.certainty is not Certainty.SUSPECTED]
