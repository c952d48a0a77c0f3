from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from tests.readers.parts import AnswerForm, Completeness, Freshness, ScopeElement, parse_answer
from tests.tables import tables

WORDS = "The security token included in the request is invalid."
MISMATCH = "The request signature we calculated does not match the signature you provided. Check your key."
TABLES = tables(__file__, WORDS=WORDS, MISMATCH=MISMATCH)


@pytest.mark.parametrize(("pasted", "code", "status"), TABLES["sdks"])
def test_the_wording_of_each_sdk(pasted: str, code: str, status: int | None) -> None:
    """botocore, the CLI, JavaScript, Go, Java, PHP, Ruby, Rust: the message is AWS's, the code is where they put it."""
    answer = parse_answer(pasted)

    assert answer.message == WORDS
    assert answer.code == ("UnrecognizedClientException" if code == "=" else code)
    assert answer.status == status
    assert answer.complete is Completeness.NOT_SHOWN
    assert answer.canonical_request is None


@pytest.mark.parametrize("message", TABLES["messages"])
@pytest.mark.parametrize("name", ["message", "Message"])
def test_each_message_of_api_gateway_is_kept(message: str, name: str) -> None:
    """With a small or a capital letter before it."""
    answer = parse_answer(f'{{"{name}":"{message}"}}')

    assert (answer.form, answer.message) == (AnswerForm.JSON, message)
    assert (answer.scope, answer.times, answer.code, answer.details) == ((), None, None, ())


def test_an_unknown_function_url_has_no_message() -> None:
    """``{"Message":null}`` is an answer of AWS's, too."""
    answer = parse_answer('{"Message":null}')

    assert (answer.form, answer.message) == (AnswerForm.JSON, None)


def test_a_head_alone_tells_the_status() -> None:
    """The answer to HEAD has no body."""
    assert parse_answer("HTTP/2 403\nx-amz-request-id: 0\n").status == 403


@pytest.mark.parametrize(("message", "told"), TABLES["scopes"])
@pytest.mark.parametrize("form", [lambda text: text, repr, lambda text: f"<Code>X1</Code><Message>{text}</Message>"])
def test_what_is_wrong_with_the_scope(message: str, told: list[object], form: Callable[[str], str]) -> None:
    """Which element, what came and what was expected, in AWS's old and new words."""
    answer = parse_answer(form(message))

    assert [[part.element.name, part.sent, part.expected] for part in answer.scope] == told


def test_s3_names_the_right_region_in_an_element() -> None:
    """Its message may be lost, the element is enough."""
    answer = parse_answer("<Error><Code>AuthorizationHeaderMalformed</Code><Region>eu-west-1</Region></Error>")

    assert [(part.element, part.expected) for part in answer.scope] == [(ScopeElement.REGION, "eu-west-1")]


NOON = datetime(2015, 8, 30, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("pasted", "fault", "late", "window"),
    TABLES["times"],
)
def test_the_times(pasted: str, fault: str, late: int | None, window: int | None) -> None:
    """The request's and the server's time, how late the request is and how late it may be."""
    times = parse_answer(pasted).times

    assert times is not None
    minutes = [each and each.total_seconds() / 60 for each in (times.difference, times.window)]
    assert (times.fault, times.server_time, minutes) == (Freshness[fault], NOON, [late, window])


@pytest.mark.parametrize(("server", "pasted", "message"), TABLES["servers"])
def test_the_answers_of_other_servers(server: str, pasted: str, message: str | None) -> None:
    """What they tell is read, and nothing is made up."""
    answer = parse_answer(pasted)

    assert (answer.code, answer.message) == ("SignatureDoesNotMatch", message), server
    assert answer.complete is Completeness.NOT_SHOWN


def test_the_string_to_sign_of_cloud_storage() -> None:
    """Its own algorithm and terminator, the same form."""
    to_sign = "GOOG4-RSA-SHA256\n20150830T123600Z\n20150830/auto/storage/goog4_request\n" + "0" * 64
    answer = parse_answer(f"<Error><Code>SignatureDoesNotMatch</Code><StringToSign>{to_sign}</StringToSign></Error>")

    assert answer.string_to_sign == to_sign


@pytest.mark.parametrize(("pasted", "message"), TABLES["inside"])
def test_an_answer_inside_another(pasted: str, message: str) -> None:
    """What a log or a proxy says itself does not count; of two fields with one name the first does."""
    assert parse_answer(pasted).message == message


def test_a_string_to_sign_in_a_later_field() -> None:
    """A log's short field comes first, the whole message later."""
    pasted = '{"error":"' + MISMATCH + '","more":"The String-to-Sign should have been \'AWS4-HMAC-SHA256\\nx\'"}'

    assert parse_answer(pasted).string_to_sign == "AWS4-HMAC-SHA256\nx"


def test_a_status_in_a_field() -> None:
    """A number beside the message."""
    assert parse_answer('{"status":403,"message":"Forbidden"}').status == 403


def test_the_old_wording_repeats_the_key() -> None:
    """The Authorization header in a message names the access key."""
    words = "Authorization header requires 'Signature' parameter. Authorization=AWS4-HMAC-SHA256"
    answer = parse_answer(f'{{"message":"{words} Credential=AKIDEXAMPLE/20150830/a/b/aws4_request"}}')

    assert answer.access_key_id == "AKIDEXAMPLE"


def test_times_are_in_utc() -> None:
    """An offset is taken off."""
    times = parse_answer("<Code>RequestTimeTooSkewed</Code><ServerTime>2015-08-30T14:00:00+02:00</ServerTime>").times

    assert times is not None
    assert str(times.server_time) == "2015-08-30 12:00:00+00:00"
