from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from sigv4_explain.readers.answers.answer import parse_answer
from sigv4_explain.readers.answers.facts import Freshness, ScopeElement
from sigv4_explain.readers.answers.forms import AnswerForm
from sigv4_explain.readers.answers.strings import Completeness

WORDS = "The security token included in the request is invalid."
MISMATCH = "The request signature we calculated does not match the signature you provided. Check your key."


@pytest.mark.parametrize(
    ("pasted", "code", "status"),
    [
        (f"An error occurred (UnrecognizedClientException) when calling the ListTables operation: {WORDS}", "=", None),
        (
            f"aws: [ERROR]: An error occurred (UnrecognizedClientException) when calling the X operation: {WORDS}",
            "=",
            None,
        ),
        (f"UnrecognizedClientException: {WORDS}\n    at constructor.httpErrorHandler (x.js:1:2)", "=", None),
        (f"{{ UnrecognizedClientException: {WORDS}\n  statusCode: 403,\n  retryable: false }}", "=", 403),
        (f"UnrecognizedClientException: {WORDS}\n\tstatus code: 400, request id: 0", "=", 400),
        (
            (
                "operation error DynamoDB: ListTables, https response error StatusCode: 400, RequestID: 0, "
                f"api error UnrecognizedClientException: {WORDS}"
            ),
            "=",
            400,
        ),
        (
            (
                f"com.amazonaws.AmazonServiceException: {WORDS} (Service: AmazonDynamoDBv2; Status Code: 400; "
                "Error Code: UnrecognizedClientException; Request ID: 0)"
            ),
            "=",
            400,
        ),
        (f"DynamoDbException: {WORDS} (Service: DynamoDb, Status Code: 400, Request ID: 0)", "DynamoDbException", 400),
        (
            (
                'Error executing "ListTables" on "https://h/"; Client error: `POST https://h/` resulted in '
                f"a `400 Bad Request` response: x UnrecognizedClientException (client): {WORDS}"
            ),
            "=",
            400,
        ),
        (f"Aws::DynamoDB::Errors::UnrecognizedClientException: {WORDS}", "=", None),
        (f"(Aws::DynamoDB::Errors::UnrecognizedClientException)\n  {WORDS}", "=", None),
        (f'Error {{ code: Some("UnrecognizedClientException"), message: Some("{WORDS}") }}', "=", None),
        (f'{{"__type":"com.amazon.coral.service#UnrecognizedClientException","message":"{WORDS}"}}', "=", None),
        (f'{{"Error":{{"Code":"UnrecognizedClientException","Message":"{WORDS}"}},"statusCode":403}}', "=", 403),
        (f"2015-08-30 12:36 WARN UnrecognizedClientException was the answer, with: {WORDS}", "=", None),
    ],
)
def test_the_wording_of_each_sdk(pasted: str, code: str, status: int | None) -> None:
    """botocore, the CLI, JavaScript, Go, Java, PHP, Ruby, Rust: the message is AWS's, the code is where they put it."""
    answer = parse_answer(pasted)

    assert answer.message == WORDS
    assert answer.code == ("UnrecognizedClientException" if code == "=" else code)
    assert answer.status == status
    assert answer.complete is Completeness.NOT_SHOWN
    assert answer.canonical_request is None


@pytest.mark.parametrize(
    "message",
    [
        "Forbidden",
        "Missing Authentication Token",
        "Request is missing Authentication Token",
        "Invalid key=value pair (missing equal-sign) in Authorization header (hashed with SHA-256 …): 'aGFzaA=='.",
        "'some' not a valid key=value pair (missing equal-sign) in Authorization header: 'Bearer some'.",
        "Date must be in ISO-8601 'basic format'. Got 'x'. See http://en.wikipedia.org/wiki/ISO_8601",
        "'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization.",
        "User: arn:aws:iam::123456789012:user/carol is not authorized to perform: execute-api:Invoke on resource: x",
    ],
)
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


REGION, SERVICE, DATE, TERMINATOR = (
    ScopeElement.REGION,
    ScopeElement.SERVICE,
    ScopeElement.DATE,
    ScopeElement.TERMINATOR,
)


@pytest.mark.parametrize(
    ("message", "told"),
    [
        ("Credential should be scoped to a valid region. ", [(REGION, None, None)]),
        ("Credential should be scoped to a valid region, not 'eu-1'. ", [(REGION, "eu-1", None)]),
        (
            "Credential should be scoped to a valid region. Credential should be scoped to correct service: 'iam'. ",
            [(REGION, None, None), (SERVICE, None, "iam")],
        ),
        (
            "Credential should be scoped with a valid terminator: 'aws4_request', not 'aws4'. ",
            [(TERMINATOR, "aws4", "aws4_request")],
        ),
        (
            (
                "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: "
                "'20150829' != '20150830', from '20150830T123600Z'."
            ),
            [(DATE, "20150829", "20150830")],
        ),
        (
            "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP. ",
            [(DATE, None, None)],
        ),
        (
            "The authorization header is malformed; the region 'us-east-1' is wrong; expecting 'eu-west-1'",
            [(REGION, "us-east-1", "eu-west-1")],
        ),
        (
            'The authorization header is malformed; incorrect service "x". This endpoint belongs to "s3".',
            [(SERVICE, "x", "s3")],
        ),
        (
            'The authorization header is malformed; incorrect terminal "x". This endpoint uses "aws4_request".',
            [(TERMINATOR, "x", "aws4_request")],
        ),
    ],
)
@pytest.mark.parametrize("form", [lambda text: text, repr, lambda text: f"<Code>X1</Code><Message>{text}</Message>"])
def test_what_is_wrong_with_the_scope(message: str, told: list[object], form: Callable[[str], str]) -> None:
    """Which element, what came and what was expected, in AWS's old and new words."""
    answer = parse_answer(form(message))

    assert [(part.element, part.sent, part.expected) for part in answer.scope] == told


def test_s3_names_the_right_region_in_an_element() -> None:
    """Its message may be lost, the element is enough."""
    answer = parse_answer("<Error><Code>AuthorizationHeaderMalformed</Code><Region>eu-west-1</Region></Error>")

    assert [(part.element, part.expected) for part in answer.scope] == [(REGION, "eu-west-1")]


NOON = datetime(2015, 8, 30, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("pasted", "fault", "late", "window"),
    [
        (
            "Signature expired: 20150830T114900Z is now earlier than 20150830T115500Z (20150830T120000Z - 5 min.)",
            Freshness.EXPIRED,
            timedelta(minutes=11),
            timedelta(minutes=5),
        ),
        (
            (
                "Signature not yet current: 20150830T122000Z is still later than 20150830T121500Z "
                "(20150830T120000Z + 15 min.)"
            ),
            Freshness.NOT_YET_CURRENT,
            -timedelta(minutes=20),
            timedelta(minutes=15),
        ),
        (
            (
                "<Error><Code>RequestTimeTooSkewed</Code><Message>The difference between the request time and the "
                "current time is too large.</Message><RequestTime>20150830T110000Z</RequestTime>"
                "<ServerTime>2015-08-30T12:00:00Z</ServerTime><MaxAllowedSkewMilliseconds>900000</MaxAllowedSkewMilliseconds></Error>"
            ),
            Freshness.TOO_SKEWED,
            timedelta(hours=1),
            timedelta(minutes=15),
        ),
        (
            (
                "<Error><Code>AccessDenied</Code><Message>Request has expired</Message><Expires>2015-08-30T11:00:00Z"
                "</Expires><ServerTime>2015-08-30T12:00:00Z</ServerTime></Error>"
            ),
            Freshness.EXPIRED,
            None,
            None,
        ),
    ],
)
def test_the_times(pasted: str, fault: Freshness, late: timedelta | None, window: timedelta | None) -> None:
    """The request's and the server's time, how late the request is and how late it may be."""
    times = parse_answer(pasted).times

    assert times is not None
    assert (times.fault, times.server_time, times.difference, times.window) == (fault, NOON, late, window)


@pytest.mark.parametrize(
    ("server", "pasted", "message"),
    [
        (
            "MinIO",
            (
                f"<Error><Code>SignatureDoesNotMatch</Code><Message>{MISMATCH}</Message><Key>a</Key><BucketName>b</BucketName>"
                "<Resource>/b/a</Resource><RequestId>0</RequestId><HostId>h</HostId></Error>"
            ),
            MISMATCH,
        ),
        ("R2", f"<Error><Code>SignatureDoesNotMatch</Code><Message>{MISMATCH}</Message></Error>", MISMATCH),
        ("Ceph", "<Error><Code>SignatureDoesNotMatch</Code><RequestId>0</RequestId><HostId>h</HostId></Error>", None),
        (
            "Cloud Storage",
            (
                "<?xml version='1.0' encoding='UTF-8'?><Error><Code>SignatureDoesNotMatch</Code><Message>Access denied."
                "</Message><Details>The request signature does not match.</Details></Error>"
            ),
            "Access denied.",
        ),
    ],
)
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


@pytest.mark.parametrize(
    ("pasted", "message"),
    [
        (f'{{"message":"call failed","err":"api error UnrecognizedClientException: {WORDS}"}}', WORDS),
        ('{"error":"' + MISMATCH + '","more":"' + MISMATCH + " The String-to-Sign should have been 'x'\"}", MISMATCH),
        ('{"message":"<Error><Code>AccessDenied</Code><Message>No.</Message></Error>"}', "No."),
        ('{"errorMessage":"No.","errorType":"SomeCode"}', "No."),
        ("<Error><Code>AccessDenied</Code><Message>No.</Message><Message>Yes.</Message></Error>", "No."),
    ],
)
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
