from __future__ import annotations

import threading
import tracemalloc
from collections.abc import Callable, Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from typing import Any

import pytest
import requests
from hypothesis import given
from hypothesis import strategies as st

from sigv4_explain import (
    S3,
    Credentials,
    Following,
    InvalidInput,
    Request,
    Trace,
    explain,
    explain_upload,
    sign,
    sign_chunks,
)
from sigv4_explain.drawing.pieces import ACCENTS, family, label
from sigv4_explain.family.catalogues import UPLOAD, catalogue_of
from sigv4_explain.family.checksums import ChecksumAlgorithm
from sigv4_explain.family.chunks import hashed_trailers, trailer_signature, trailer_string_to_sign
from sigv4_explain.family.framing import StreamingPayload
from tests.family.examples import MODES, OBJECT, PLACE, PUBLISHED, SIGNED, SIGNED_TRAILER, UNSIGNED_TRAILER, received

SCOPE = "20130524/us-east-1/s3/aws4_request"
CAROL = Credentials("AKIDCAROL", "carols-own-secret", "carols/own+token==")
# The trailers' example does not sign Content-Length.
WITHOUT_LENGTH = replace(S3, never_signed=S3.never_signed | {"content-length"})

# Source: https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming.html and …/sigv4-streaming-trailers.html
PUBLISHED_STEPS = {
    "signed": {
        "content_length": "66824",
        "hashed_canonical_request": "cee3fed04b70f867d036f722359b0b1f2f0e5dc0efadbc082b76c4c60e316455",
        "signature": "4f232c4386841ef735655705268965c44a0e4690baa4adea153f7db9fa80a0a9",
        "chunk_signature.1": "ad80c730a21e5b8d04586a2213dd63b9a0e99e0e2307b0ade35a65485a288648",
        "chunk_signature.2": "0055627c9e194cb4542bae2aa5492e3c1575bbb81b612b7d234b86a503ef5497",
        "chunk_signature.3": "b6c6ea8a5354eaf15b3cb7646744f4275b71ea724fed81ceb9323e279d449df9",
    },
    "signed trailer": {
        "hashed_canonical_request": "44d48b8c2f70eae815a0198cc73d7a546a73a93359c070abbaa5e6c7de112559",
        "signature": "106e2a8a18243abcf37539882f36619c00e2dfc72633413f02d3b74544bfeb8e",
        "chunk_signature.1": "b474d8862b1487a5145d686f57f013e54db672cee1c953b3010fb58501ef5aa2",
        "chunk_signature.2": "1c1344b170168f8e65b41376b44b20fe354e373826ccbbe2c1d40a8cae51e5c7",
        "chunk_signature.3": "2ca2aba2005185cf7159c6277faf83795951dd77a3a99e6e65d5c9f85863f992",
        "canonical_trailers": "x-amz-checksum-crc32c:sOO8/Q==\n",
        "hashed_trailers": "1e376db7e1a34a8ef1c4bcee131a2d60a1cb62503747488624e10995f448d774",
        "trailer_string_to_sign": f"AWS4-HMAC-SHA256-TRAILER\n20130524T000000Z\n{SCOPE}\n"
        "2ca2aba2005185cf7159c6277faf83795951dd77a3a99e6e65d5c9f85863f992\n"
        "1e376db7e1a34a8ef1c4bcee131a2d60a1cb62503747488624e10995f448d774",
        "trailer_signature": "d81f82fc3505edab99d459891051a732e8730629a2e4a59689829ca17fe2e435",
    },
}
RULES = {"signed": S3, "signed trailer": WITHOUT_LENGTH}


def _explained(mode: str, credentials: Credentials = PUBLISHED, **more: Any) -> Trace:
    return explain_upload(OBJECT, credentials, **{**PLACE, **MODES[mode], **more})


@pytest.mark.parametrize("mode", PUBLISHED_STEPS)
def test_each_step_is_the_published_one(mode: str) -> None:
    """Of both of AWS's examples: the seed, each chunk of 64 KiB, 1 KiB and nothing, and the trailer."""
    trace = _explained(mode, rules=RULES[mode])

    assert {name: trace[name].output for name in PUBLISHED_STEPS[mode]} == PUBLISHED_STEPS[mode]


def test_the_hash_of_nothing_above_is_not_taken_for_that_of_the_last_chunk() -> None:
    """Both lines are alike; the lower one is the chunk's."""
    step = _explained("signed")["chunk_string_to_sign.3"]
    start, end, part = step.spans[-1]

    assert (start, end, part) == (len(step.text) - 64, len(step.text), "chunk.3")


def test_a_trailer_of_three_is_signed_as_awss_own_library_signs_it() -> None:
    """Source: awslabs/aws-c-auth, tests/test_chunked_signing.c."""
    trace = _explained("signed")
    last = trace["chunk_signature.3"].text
    hashed = hashed_trailers("first:1st\nsecond:2nd\nthird:3rd\n")
    text = trailer_string_to_sign("20130524T000000Z", SCOPE, last, hashed)
    key = trace["signing_key"].output
    assert isinstance(key, bytes)

    assert hashed == "83d8f190334fb741bc8daf73c891689d320bd8017756bc730c540021ed48001f"
    assert trailer_signature(key, text) == "df5735bd9f3295cd9386572292562fefc93ba94e80a0a1ddcbd652c4e0a75e6c"


@pytest.mark.parametrize("mode", MODES)
def test_each_step_replays_and_has_its_words_and_parts(mode: str) -> None:
    """The function of each step gives its output again; each part has a label and a colour, and nothing is lost."""
    for step in _explained(mode):
        assert step.function(**step.inputs) == step.output, step.name
        assert step.why.endswith(".")
        assert "".join([piece.text for piece in step.pieces(reveal=True)]) == step.text
        for piece in step.pieces():
            assert piece.part is None or (family(piece.part) in ACCENTS and label(piece.part)), piece


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("credentials", [PUBLISHED, CAROL], ids=["published", "secret"])
def test_a_trace_is_written_as_json_and_read_back(mode: str, credentials: Credentials) -> None:
    """Revealed it is the same; masked it can be read, and holds no secret."""
    trace = _explained(mode, credentials)
    revealed, masked = Trace.from_json(trace.to_json(reveal=True)), trace.to_json()

    assert (revealed.steps, revealed.signed_request) == (trace.steps, trace.signed_request)
    assert Trace.from_json(masked).to_json() == masked
    assert Trace.from_json(masked).masked is (credentials is CAROL)
    assert Trace.from_json(masked).first_difference(trace) is None
    assert "carols" not in masked + str(trace) + trace._repr_html_()


@pytest.mark.parametrize(("old", "new"), [("chunk_signature.2", "chunk_signature.4"), ('"upload"', '"other"')])
def test_a_trace_that_was_edited_is_refused(old: str, new: str) -> None:
    """A number that is missing, and a kind that there is not."""
    with pytest.raises(InvalidInput):
        Trace.from_json(_explained("signed").to_json().replace(old, new, 1))


def test_a_chunk_is_found_by_the_first_step_that_differs() -> None:
    """Another body in its second chunk has another hash there, and all that follows."""
    other = explain_upload(
        Request(OBJECT.method, OBJECT.url, OBJECT.headers, OBJECT.body[:-1] + b"b"), PUBLISHED, **PLACE
    )
    difference = _explained("signed").first_difference(other)

    assert difference is not None
    assert difference.mine.name == "hashed_chunk_data.2"
    assert other.changed_steps(_explained("signed"))[1] == "chunk_string_to_sign.2"


def test_a_signature_of_yours_in_place_of_a_chunks_changes_those_behind_it() -> None:
    """What if it had been made with another previous one: the next is made with yours, and sent with it."""
    yours = "0" * 64
    trace = _explained("signed", overriding={"chunk_signature.1": yours})

    assert trace["chunk_signature.1"].output == trace["chunk_string_to_sign.2"].inputs["previous_signature"] == yours
    assert trace.changed_steps(_explained("signed"))[0] == "chunk_signature.1"
    assert yours.encode() in trace.signed_request.body
    assert Trace.from_json(trace.to_json()).steps == trace.steps
    with pytest.raises(InvalidInput, match=r"one of .*chunk_signature\.1"):
        _explained("signed", overriding={"chunk_signature": yours})
    assert _explained("signed", overriding={"signature": yours})["chunk_string_to_sign.1"].text.split("\n")[3] == yours


SOURCES: dict[str, Callable[[bytes], Any]] = {
    "bytes": lambda body: body,
    "bytearray": bytearray,
    "memoryview": memoryview,
    "file": BytesIO,
    "iterator of bytes": lambda body: iter([body[n : n + 3] for n in range(0, len(body), 3)]),
    "pieces of every size": lambda body: [body[:1], b"", body[1:40], body[40:]],
    "file that reads little": lambda body: _Slow(body),
}


class _Slow:
    """A pipe: it cannot seek, and gives at most two bytes."""

    def __init__(self, body: bytes) -> None:
        self._file = BytesIO(body)

    def read(self, size: int) -> bytes:
        return self._file.read(min(size, 2))


@pytest.mark.parametrize("source", SOURCES)
@pytest.mark.parametrize("mode", MODES)
@given(body=st.binary(max_size=90), chunk_size=st.integers(1, 50))
def test_what_is_signed_as_it_is_read_is_what_was_explained(
    source: str, mode: str, body: bytes, chunk_size: int
) -> None:
    """The same headers, the same frames, wherever the bytes come from; and a server takes it."""
    request = Request("PUT", OBJECT.url, body=body)
    given_body = SOURCES[source](body)
    upload = sign_chunks(
        Request("PUT", OBJECT.url),
        PUBLISHED,
        **PLACE,
        **MODES[mode],
        body=given_body,
        length=len(body),
        chunk_size=chunk_size,
    )
    framed = b"".join(upload)

    explained = explain_upload(request, PUBLISHED, **PLACE, **MODES[mode], chunk_size=chunk_size).signed_request
    assert (upload.request.headers, framed) == (explained.headers, explained.body)
    assert len(upload) == len(framed)
    assert received(upload.request, [framed], MODES[mode], PUBLISHED.secret_access_key) == body


@pytest.mark.parametrize(
    ("url", "service", "token_header"),
    [
        (f"{OBJECT.url}?partNumber=2&uploadId=abc", "s3", "x-amz-security-token"),
        (
            "https://b--usw2-az1--x-s3.s3express-usw2-az1.us-west-2.amazonaws.com/k",
            "s3express",
            "x-amz-s3session-token",
        ),
    ],
)
def test_a_part_and_a_session_are_signed_as_any_request_is(url: str, service: str, token_header: str) -> None:
    """UploadPart, and S3 Express, whose token has a name of its own: the seed is what ``sign`` gives."""
    request = Request("PUT", url, body=b"part two")
    upload = sign_chunks(request, CAROL, **PLACE, **SIGNED_TRAILER, service=service)
    unsigned = [pair for pair in upload.request.headers if pair[0] != "Authorization"]

    assert (
        sign(Request("PUT", url, unsigned), CAROL, **PLACE, service=service).headers[-1] == upload.request.headers[-1]
    )
    assert upload.request.header(token_header) == CAROL.session_token
    assert explain_upload(request, CAROL, **PLACE, **SIGNED_TRAILER, service=service).signed_request.body == b"".join(
        upload
    )


def test_a_file_is_sent_from_where_it_stands_and_can_be_sent_again() -> None:
    """Its length is found without reading it; a client that tries again begins where it began."""
    file = BytesIO(b"read:" + OBJECT.body)
    file.seek(5)
    upload = sign_chunks(Request("PUT", OBJECT.url), PUBLISHED, **PLACE, body=file)

    assert upload.request.header("x-amz-decoded-content-length") == "66560"
    assert b"".join(upload) == b"".join(upload)


@pytest.mark.parametrize("mode", MODES)
def test_a_large_file_is_signed_in_constant_memory(mode: str) -> None:
    """20 MB, of which a few chunks are in memory at a time."""

    class Endless:
        """A pipe that says nothing of its length."""

        left = 20_000_000

        def read(self, size: int) -> bytes:
            piece = bytes(min(size, self.left))
            self.left -= len(piece)
            return piece

    upload = sign_chunks(
        Request("PUT", OBJECT.url), PUBLISHED, **PLACE, **MODES[mode], body=Endless(), length=20_000_000
    )
    tracemalloc.start()
    length = sum(len(piece) for piece in upload)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert length == len(upload)
    assert peak < 500_000


@pytest.mark.parametrize(("length", "received_"), [(9, "more than 9"), (11, "10 bytes")])
def test_a_body_of_another_length_than_announced_is_refused_while_it_is_read(length: int, received_: str) -> None:
    """The headers are signed already, so no server would take it; what is too much is not sent."""
    upload = sign_chunks(OBJECT, PUBLISHED, **PLACE, body=iter([b"0123456789"]), length=length, chunk_size=4)
    sent: list[bytes | bytearray | memoryview] = []

    with pytest.raises(InvalidInput, match=f"body: received (?:{received_})"):
        sent.extend(upload)
    assert b"89" not in b"".join(sent) or length > 10


class _Store(BaseHTTPRequestHandler):
    """Keeps what was put."""

    def do_PUT(self) -> None:
        """Read as many bytes as Content-Length says."""
        framed = self.rfile.read(int(self.headers["Content-Length"]))
        PUT.append((Request("PUT", f"https://s3.amazonaws.com{self.path}", self.headers.items()), framed))
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


PUT: list[tuple[Request, bytes]] = []


@pytest.mark.parametrize("mode", MODES)
def test_an_upload_is_a_body_that_requests_sends(mode: str) -> None:
    """With its length, and not in the chunks of HTTP."""
    body = bytes(range(256)) * 700
    upload: Any = sign_chunks(Request("PUT", OBJECT.url), PUBLISHED, **PLACE, **MODES[mode], body=BytesIO(body))
    with ThreadingHTTPServer(("127.0.0.1", 0), _Store) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        url = f"http://127.0.0.1:{server.server_port}/examplebucket/chunkObject.txt"
        answer = requests.put(url, data=upload, headers=dict(upload.request.headers), timeout=10)
        server.shutdown()
    request, framed = PUT.pop()

    assert answer.status_code == 200
    assert request.header("transfer-encoding") is None
    assert explain(request, PUBLISHED, following=Following.THE_REQUEST).authorization == request.header("authorization")
    assert received(request, [framed], MODES[mode], PUBLISHED.secret_access_key) == body


def _pieces_of_text() -> Iterator[str]:
    yield "text"


REFUSED: dict[str, tuple[dict[str, Any], str]] = {
    "no length": ({"body": iter([b""])}, "length: received None"),
    "a negative length": ({"length": -1}, "length: received -1"),
    "chunks of nothing": ({"chunk_size": 0}, "chunk_size: received 0"),
    "chunks of half a byte": ({"chunk_size": 0.5}, "chunk_size: received float"),
    "a payload by its word": ({"payload": "STREAMING-AWS4-HMAC-SHA256-PAYLOAD"}, "payload: received str"),
    "a trailer without checksum": ({"payload": StreamingPayload.SIGNED_WITH_TRAILER}, "checksum: received NoneType"),
    "a checksum without trailer": ({"checksum": ChecksumAlgorithm.SHA1}, "checksum: received ChecksumAlgorithm"),
    "text": ({"body": _pieces_of_text(), "length": 4}, "body: received str"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_does_not_fit_together_is_refused_with_its_field(name: str) -> None:
    """Before anything is signed, but for a body, which is read later."""
    given_, message = REFUSED[name]

    with pytest.raises(InvalidInput, match=message):
        b"".join(sign_chunks(OBJECT, PUBLISHED, **PLACE, **given_))


@pytest.mark.parametrize(
    ("before", "after"),
    [(None, "aws-chunked"), ("gzip", "aws-chunked,gzip"), ("aws-chunked", "aws-chunked"), ("", "aws-chunked")],
)
def test_aws_chunked_joins_what_the_content_is_encoded_with(before: str | None, after: str) -> None:
    """AWS's order: aws-chunked comes first; it is not stored with the object."""
    headers = {} if before is None else {"Content-Encoding": before}
    upload = sign_chunks(Request("PUT", OBJECT.url, headers, b"x"), PUBLISHED, **PLACE, **UNSIGNED_TRAILER)

    assert upload.request.header("content-encoding") == after
    assert upload.request.header("x-amz-trailer") == "x-amz-checksum-crc32"
    assert upload.request.header("x-amz-content-sha256") == "STREAMING-UNSIGNED-PAYLOAD-TRAILER"


def test_an_upload_tells_its_length_and_who_computes_its_checksum_but_no_key() -> None:
    """Its fields hold the signing key, and its address may hold a token."""
    url = f"{OBJECT.url}?X-Amz-Security-Token=carols-token"
    upload = sign_chunks(Request("PUT", url, body=b"hello!\n"), CAROL, **PLACE, **UNSIGNED_TRAILER)

    assert "48 bytes on the wire, CRC32 by zlib" in repr(upload)
    assert "carols" not in repr(upload)


@pytest.mark.parametrize("mode", [SIGNED, SIGNED_TRAILER])
def test_a_thousand_chunks_are_explained_and_shown(mode: dict[str, Any]) -> None:
    """The chain of signatures is longer than Python's stack is deep."""
    request = Request("PUT", OBJECT.url, body=bytes(1200))
    trace = explain_upload(request, CAROL, **PLACE, **mode, chunk_size=1)

    assert trace["chunk_signature.1201"].shown() == trace["chunk_signature.1201"].output
    assert trace["chunk_signature.1200"].shown_inputs()["signing_key"].startswith("•••")
    assert trace["chunk_string_to_sign.1200"].spans[-1].part == "chunk.1200"


def test_a_kind_of_trace_has_its_catalogue() -> None:
    """By the name that JSON has for it; each function has its words, and its formula in AWS's notation."""
    assert catalogue_of("upload") is UPLOAD
    assert {*UPLOAD.functions} == {*UPLOAD.words} >= {*UPLOAD.finders}
    for name, info in UPLOAD.words.items():
        assert info.name == name == UPLOAD.functions[name].__name__
        assert info.reference.startswith("https://docs.aws.amazon.com/")
    with pytest.raises(ValueError, match="another kind"):
        catalogue_of("seance")
