from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from tests.readers.answers import (
    OF_A_MESSAGE,
    OF_ANY_TEXT,
    Told,
    before_each_line,
    node_text,
    refused,
    s3_xml,
    without_bytes,
)
from tests.readers.parts import AnswerForm, Completeness, json_pairs, parse_answer, rebuilt

API = refused("execute-api")
S3 = refused("s3")


@pytest.mark.parametrize("outer", OF_ANY_TEXT)
def test_a_message_is_read_in_each_disguise(outer: str) -> None:
    """However AWS's message was pasted, canonical request, string to sign and message are AWS's, to the byte."""
    answer = parse_answer(OF_ANY_TEXT[outer](API.message))

    assert answer.canonical_request == API.canonical_request
    assert answer.string_to_sign == API.string_to_sign
    assert answer.complete is Completeness.PROVEN
    assert answer.message == API.message


@pytest.mark.parametrize("outer", [name for name in OF_ANY_TEXT if name != "flattened, blanks folded"])
@pytest.mark.parametrize("inner", OF_A_MESSAGE)
def test_each_carrier_is_read_in_each_disguise(inner: str, outer: str) -> None:
    """Carriers and disguises go together: JSON in a log, XML in JSON, an exception in a Markdown quote."""
    answer = parse_answer(OF_ANY_TEXT[outer](OF_A_MESSAGE[inner](API.message)))

    assert answer.string_to_sign == API.string_to_sign
    assert answer.canonical_request == API.canonical_request
    assert answer.complete is Completeness.PROVEN


@pytest.mark.parametrize(
    ("carrier", "form", "code"),
    [
        ("API Gateway", AnswerForm.JSON, None),
        ("API Gateway, pretty", AnswerForm.JSON, None),
        ("with a capital", AnswerForm.JSON, None),
        ("DynamoDB", AnswerForm.JSON, "InvalidSignatureException"),
        ("Selling Partner API", AnswerForm.JSON, "InvalidSignature"),
        ("a proxy's answer", AnswerForm.JSON, None),
        ("a log in JSON", AnswerForm.TEXT, "SomeCode"),
        ("real newlines in JSON", AnswerForm.JSON, None),
        ("XML", AnswerForm.XML, "SomeCode"),
        ("botocore", AnswerForm.TEXT, "SomeCode"),
        ("Node", AnswerForm.TEXT, "InvalidSignatureException"),
    ],
)
def test_a_carrier_tells_its_form_and_the_code(carrier: str, form: AnswerForm, code: str | None) -> None:
    """The code is there when the carrier names one, and the message is AWS's own."""
    answer = parse_answer(OF_A_MESSAGE[carrier](API.message))

    assert (answer.form, answer.code, answer.message) == (form, code, API.message)


@pytest.mark.parametrize("shown", [s3_xml, lambda told: without_bytes(s3_xml(told))], ids=["bytes", "text"])
@pytest.mark.parametrize("outer", OF_ANY_TEXT)
def test_s3s_elements_are_read_in_each_disguise(outer: str, shown: Callable[[Told], str]) -> None:
    """S3's answer with its bytes in hex, and without them."""
    answer = parse_answer(OF_ANY_TEXT[outer](shown(S3)))

    assert answer.canonical_request == S3.canonical_request
    assert answer.string_to_sign == S3.string_to_sign
    assert answer.complete is Completeness.PROVEN
    assert answer.code == "SignatureDoesNotMatch"
    assert answer.access_key_id == "AKIDEXAMPLE"
    assert answer.signature_provided == S3.details["SignatureProvided"]


def test_the_bytes_count_more_than_the_text() -> None:
    """A text that a browser changed does no harm when the bytes are there."""
    xml = re.sub(r"<CanonicalRequest>.*?</CanonicalRequest>", "<CanonicalRequest>PUT …", s3_xml(S3), flags=re.DOTALL)

    assert parse_answer(xml).canonical_request == S3.canonical_request


def test_wasabi_writes_bytes_without_their_zero() -> None:
    """``a`` is a newline; entities stand for the newlines of the text."""
    xml = re.sub(r"\b0([0-9a-f])(?=[ <])", r"\1", s3_xml(S3).replace(">PUT\n", ">PUT&#xA;"))

    assert " a 2f" in xml
    assert parse_answer(xml).canonical_request == S3.canonical_request


def test_node_prints_s3s_fields_in_pieces() -> None:
    """An error of the AWS SDK for JavaScript, as console.log shows it."""
    fields = "".join([f"  {name}: {node_text(text)},\n" for name, text in S3.details.items() if "Bytes" not in name])
    answer = parse_answer(f"{S3.message}\n  at x (y.js:1:2) {{\n{fields}  '$metadata': {{ httpStatusCode: 403 }}\n}}")

    assert answer.canonical_request == S3.canonical_request
    assert answer.status == 403
    assert answer.access_key_id == "AKIDEXAMPLE"


def test_python_prints_botocores_response() -> None:
    """The ``response`` of botocore's ClientError."""
    error = {"Code": "SignatureDoesNotMatch", "Message": S3.message, **S3.details}
    answer = parse_answer(repr({"Error": error, "ResponseMetadata": {"HTTPStatusCode": 403}}))

    assert answer.canonical_request == S3.canonical_request
    assert (answer.code, answer.status, answer.message) == ("SignatureDoesNotMatch", 403, S3.message)


def test_the_whole_output_of_curl() -> None:
    """The request's own head before the answer's does not count."""
    request = "> PUT / HTTP/1.1\n> Date: Sun, 30 Aug 2015 01:00:00 GMT\n>\n"
    head = "< HTTP/1.1 100 Continue\n<\n< HTTP/1.1 403 Forbidden\n"
    date = "< Date: Sun, 30 Aug 2015 12:41:00 GMT\n< x-amzn-ErrorType: InvalidSignatureException:http://h/\n<\n"
    answer = parse_answer(request + head + date + OF_A_MESSAGE["API Gateway"](API.message))

    assert answer.status == 403
    assert answer.code == "InvalidSignatureException"
    assert answer.times is not None
    assert str(answer.times.server_time) == "2015-08-30 12:41:00+00:00"
    assert answer.times.fault is None
    assert answer.canonical_request == API.canonical_request


def test_further_elements_are_kept_by_name() -> None:
    """What has no field of its own is among the details."""
    answer = parse_answer(s3_xml(S3))

    assert answer.details == (("RequestId", "R1"), ("HostId", "H="))
    assert answer.detail("HostId") == "H="
    assert answer.detail("Region") is None


def test_without_a_string_to_sign_nothing_is_proven() -> None:
    """A canonical request alone is whole by its form."""
    answer = parse_answer(API.message.partition("\n\nThe String-to-Sign")[0])

    assert answer.canonical_request == API.canonical_request
    assert answer.string_to_sign is None
    assert answer.complete is Completeness.WHOLE


def test_lines_put_back_without_a_judge_are_a_guess() -> None:
    """Flattened and without a string to sign: put back, and said so."""
    answer = parse_answer(" ".join(API.message.partition("The String-to-Sign")[0].split()))

    assert answer.complete is Completeness.REBUILT
    assert answer.canonical_request == API.canonical_request


def test_an_edited_canonical_request_is_found_out() -> None:
    """Whoever hides a host before pasting changes the hash."""
    answer = parse_answer(API.message.replace("example.amazonaws.com", "HIDDEN"))

    assert answer.complete is Completeness.ALTERED
    assert answer.canonical_request == API.canonical_request.replace("example.amazonaws.com", "HIDDEN")


@pytest.mark.parametrize("quote", ["```\n{}\n```", "'{}'", "“{}”"])
def test_what_stands_around_a_part_is_no_part_of_it(quote: str) -> None:
    """A canonical request that was cut short ends where it was cut."""
    cut = API.message.partition("x-note:")[0].rstrip()
    answer = parse_answer(quote.format(f"{cut}…"))

    assert answer.complete is Completeness.CUT_SHORT
    assert answer.canonical_request is not None
    assert answer.canonical_request == API.canonical_request.partition("\nx-note")[0]


def test_a_part_in_json_is_unescaped() -> None:
    """JSON that was cut short is still known for JSON."""
    cut = OF_A_MESSAGE["API Gateway"](API.message).partition("x-note:")[0]
    answer = parse_answer(cut)

    assert answer.form is AnswerForm.JSON
    assert answer.complete is Completeness.CUT_SHORT
    assert answer.canonical_request == API.canonical_request.partition("\nx-note:")[0]
    assert answer.message == API.message.partition("\n")[0]


def test_a_prefix_with_blanks_stripped_from_empty_lines() -> None:
    """``>`` alone stands for an empty line."""
    assert "\n>\n" in before_each_line("> ", API.message)
    assert parse_answer(before_each_line("> ", API.message)).canonical_request == API.canonical_request


def test_blanks_at_the_ends_of_lines_make_nothing_unsure() -> None:
    """Without a string to sign, a canonical request with such blanks is still whole."""
    shown = API.message.partition("\n\nThe String-to-Sign")[0].replace("\n", "  \n")

    assert parse_answer(shown).complete is Completeness.WHOLE


def test_a_header_line_that_is_missing_is_noticed() -> None:
    """The list of signed headers names more than there is."""
    shown = API.message.partition("\n\nThe String-to-Sign")[0].replace("x-amz-date:20150830T123600Z\n", "")

    assert parse_answer(shown).complete is Completeness.CUT_SHORT


@pytest.mark.parametrize(
    ("flat", "lines"),
    [
        ("GET / a:xb:1 b:2 a;b UNSIGNED-PAYLOAD", ["GET", "/", "", "a:xb:1", "b:2", "", "a;b"]),
        ("GET / a:1 b:2 b;a UNSIGNED-PAYLOAD", ["GET", "/", "", "a:1", "b:2", "", "b;a"]),
        ("GET/host:example.comhostUNSIGNED-PAYLOAD", ["GET", "/", "", "host:example.com", "", "host"]),
        ("GET /  q=1   host:h   host  UNSIGNED-PAYLOAD", ["GET", "/", "q=1", "host:h", "", "host"]),
    ],
)
def test_lines_that_ran_together(flat: str, lines: list[str]) -> None:
    """A name inside a value, an unsorted list, a value that runs into the list, blanks of any number."""
    assert next(rebuilt(flat)) == "\n".join([*lines, "UNSIGNED-PAYLOAD"])


@pytest.mark.parametrize("flat", ["", "GET / host:h host", "GET / host:h date UNSIGNED-PAYLOAD", "UNSIGNED-PAYLOAD"])
def test_nothing_is_made_up(flat: str) -> None:
    """Without a method, a hash or the headers that are named there is nothing to put back."""
    assert list(rebuilt(flat)) == []


def test_json_with_real_newlines() -> None:
    """Whoever prints an answer often leaves real newlines in its strings."""
    assert json_pairs('{"message":"a\nb"}') == [("message", "a\nb")]
