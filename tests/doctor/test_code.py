from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.doctor.parts import (
    CAUSES,
    CODE_FAULTS,
    GALLERY,
    LANGUAGES,
    SourceCode,
    code_in,
    compiled_faults,
    faults_in_code,
    is_code_line,
    print_line,
)
from tests.tables import tables

TESTS = Path(__file__).parents[1]
EXAMPLES = tables(__file__)
PROGRAMS = tables(str(Path(__file__).with_name("test_code_languages.py")))
PATTERNS = {one.fault.name: one for one in compiled_faults()}
ANSWER = '{"message": "The request signature we calculated does not match the signature you provided."}'


def _pairs() -> Iterator[tuple[str, str, str, str]]:
    for name, languages in EXAMPLES.items():
        for language, pair in languages.items():
            yield name, language, pair["wrong"].strip("\n"), pair["right"].strip("\n")


def _programs() -> Iterator[tuple[str, str]]:
    for language, programs in PROGRAMS.items():
        yield from ((language, program.strip("\n")) for program in programs.values())


def _slugs(code: str, language: str | None) -> list[str]:
    return [finding.cause for finding in faults_in_code(SourceCode(code, language, (), ()))]


@pytest.mark.parametrize(("name", "language", "wrong", "right"), list(_pairs()))
def test_a_pattern_sees_the_wrong_code_and_not_the_right(name: str, language: str, wrong: str, right: str) -> None:
    """Each row of the tables has examples, in a language for which it stands."""
    pattern = PATTERNS[name]

    assert pattern.found_in(wrong)
    assert not pattern.found_in(right)
    assert pattern.fault.slug in _slugs(wrong, language)
    assert _slugs(right, language) == []


def test_every_pattern_has_examples_and_a_cause() -> None:
    """A row that nobody tries would not be missed."""
    assert {fault.name for fault in CODE_FAULTS} == set(EXAMPLES)
    assert {fault.slug for fault in CODE_FAULTS} <= set(CAUSES)
    assert {name for fault in CODE_FAULTS for name in fault.languages} <= set(LANGUAGES)


@pytest.mark.parametrize(("language", "program"), list(_programs()))
@pytest.mark.parametrize(
    "around", ["{0}", "{1}\n\n{0}", "Here is my code:\n\n{0}\n\n{1}", "```\n{0}\n```\n{1}\n", "{0}\n{1}"]
)
def test_a_program_is_known_by_its_language_and_cleared_of_the_answer(language: str, program: str, around: str) -> None:
    """Whatever stands around it; what is right in it is not blamed."""
    code = code_in(around.format(program, ANSWER))

    assert code
    assert code.language == language
    assert code.text.strip() == program.strip()
    assert faults_in_code(code) == ()


def test_every_language_has_three_programs_and_its_line() -> None:
    """So no language is there by name alone; the line to add names both texts."""
    assert {language: len(programs) for language, programs in PROGRAMS.items()} == dict.fromkeys(LANGUAGES, 3)
    for language in LANGUAGES:
        assert print_line(language).shows
        assert print_line(language).length


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    for one in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from _texts(one)


def _no_code() -> Iterator[str]:
    for table in sorted(
        {*TESTS.rglob("test_*answer*.toml"), *TESTS.rglob("test_raw_http.toml"), *TESTS.rglob("test_curl.toml")}
    ):
        yield from _texts(tables(str(table)))
    for broken in GALLERY:
        yield from (text for _, text in broken.shown)


def test_what_else_people_paste_is_no_code() -> None:
    """Answers, logs, requests, commands and our own reports."""
    texts = list(_no_code())

    assert len(texts) > 500
    assert [text[:200] for text in texts if code_in(text)] == []


@pytest.mark.parametrize(
    "text",
    [
        "AWS4-HMAC-SHA256\n20150830T123600Z\n20150830/us-east-1/iam/aws4_request\n" + "0a" * 32,
        "GET\n/\n\nhost:iam.amazonaws.com\nx-amz-date:20150830T123600Z\n\nhost;x-amz-date\n" + "0a" * 32,
        r"'AWS4-HMAC-SHA256\n20150830T123600Z\n20150830/us-east-1/iam/aws4_request\n" + "0a" * 32 + "'",
        r"string_to_sign = 'AWS4-HMAC-SHA256\n20150830T123600Z\n20150830/us-east-1/iam/aws4_request\n"
        + "0a" * 32
        + "'",
        'Traceback (most recent call last):\n  File "sign.py", line 12\n    return requests.get(url)\nKeyError: 1',
        "Error: Request failed\n    at createError (createError.js:16:15)\n    at settle (settle.js:17:12)",
        "curl -X POST https://example.com/ \\\n  --aws-sigv4 aws:amz:us-east-1:execute-api \\\n  -d '{}'",
        "export AWS_ACCESS_KEY_ID=AKIDEXAMPLE\naws s3 ls s3://bucket",
        "I get the signature from hmac and compare it, but it is not equal. What is wrong?",
        'resource "aws_iam_policy" "p" {\n  policy = jsonencode({ a = 1 })\n}',
        "2026-05-01 12:00:00,000 botocore.auth [DEBUG] CanonicalRequest:\nGET\n/",
        'string(123) "GET\n/\n"',
        'accessDenied(message: Optional("RequestId: 4442587FB7D0A2F9,\n   HeadersNotSigned: x-amz-security-token"',
        "new DateTimeImmutable() in Europe/London is ambiguous in the hour of the clock change.",
        'Request { method: GET, host: Some(Domain("h.example")), headers: {"x-amz-date": "20150830T123600Z"} }',
    ],
)
def test_printed_texts_and_logs_are_no_code(text: str) -> None:
    """A text alone in quotes is a print; a traceback quotes a line and is a log."""
    assert code_in(text) is None


@pytest.mark.parametrize(
    "line",
    [
        '$sts = "AWS4-HMAC-SHA256\\n".$date."\\n".$scope;',
        "string_to_sign = 'AWS4-HMAC-SHA256' + '\\n' + amzdate + '\\n'",
        "StringToSign := 'AWS4-HMAC-SHA256' +#10 + amzDate;",
        '    "AWS4-HMAC-SHA256\\n" + amzDate +',
        "const sts = `AWS4-HMAC-SHA256",
        'sts="AWS4-HMAC-SHA256\\n${stamp}"',
        'stringToSign := "AWS4-HMAC-SHA256\\n" + stamp',
        'let sts = "AWS4-HMAC-SHA256\\n\\(stamp)"',
    ],
)
def test_a_text_that_is_still_to_be_put_together_is_code(line: str) -> None:
    """It is not the string to sign that a client computed."""
    assert is_code_line(line)


def test_a_finding_tells_its_line_and_hides_a_secret() -> None:
    """The number is that of the line in the paste; a literal that may be a secret is masked."""
    secret = "aB3/" * 10
    chain = f'$k = hash_hmac("sha256", $day, "{secret}");\n$k = hash_hmac("sha256", "AWS4{secret}", $day, true);'
    code = code_in(f'{ANSWER}\n\n$day = gmdate("Ymd");\n{chain}')

    assert code
    (finding,) = faults_in_code(code)

    assert finding.cause == "hmac-arguments-swapped"
    assert finding.certainty.name == "SUSPECTED"
    assert finding.where
    assert (finding.where.text, finding.where.line) == ("code", 5)
    assert secret not in str(finding.sent)
    assert "Read in your code; not run." in finding.evidence


@pytest.mark.parametrize(
    ("program", "library"),
    [
        ("auth = AWS4Auth(key, secret, 'us-east-1', 'es')", "requests-aws4auth"),
        ("session = boto3.Session()\nclient = session.client('s3')", "boto3"),
        ("const signed = aws4.sign({ host, path }, keys)", "aws4"),
        ("const aws = new AwsClient({ accessKeyId, secretAccessKey })", "aws4fetch"),
        (
            "const signer = new SignatureV4({ credentials, region, service: 'es', sha256: Sha256 })",
            "@smithy/signature-v4",
        ),
        ("signer = Aws::Sigv4::Signer.new(service: 's3', region: 'us-east-1')", "AWS SDK for Ruby"),
        ("$client = new S3Client(['region' => 'us-east-1', 'version' => 'latest']);", "AWS SDK for PHP"),
    ],
)
def test_the_library_that_signs_is_named(program: str, library: str) -> None:
    """What it sends is signed when it runs, by this library."""
    code = code_in(program)

    assert code
    assert library in code.libraries
