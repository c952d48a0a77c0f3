from __future__ import annotations

import json
import re

import pytest

from sigv4_explain import Credentials, Request, sign, verify
from tests.doctor.parts import (
    CAUSES,
    GALLERY,
    SOLUTIONS,
    BrokenRequest,
    Certainty,
    Front,
    Level,
    parse_answer,
    read_request,
)
from tests.local_aws.calling import HOSTS, called

KEY = Credentials("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY")
MOMENT = "20150830T123600Z"
REGION = "eu-central-1"
CDN = "https://shop.pets.test"

EACH = pytest.mark.parametrize("broken", GALLERY, ids=lambda broken: broken.name)


def _arrived(broken: BrokenRequest) -> Request:
    """Return the request as the service saw it: the CDN asks the API under the API's own name."""
    read = read_request(broken.given.request).request
    assert read is not None
    sent = read.request
    if not sent.url.startswith(CDN):
        return sent
    api = HOSTS[Front.REST_API]
    return sent.with_url(sent.url.replace(CDN, api)).with_headers([("Host", api.removeprefix("https://"))])


def _service(request: Request) -> str:
    words = {".s3.": "s3", ".lambda-url.": "lambda"}
    return next((service for word, service in words.items() if word in request.host), "execute-api")


def _sentences(text: str) -> list[str]:
    return re.split(r"(?<=[.?]) ", text)


def test_there_are_twelve_and_no_two_alike() -> None:
    """Each has its own name, cause, story and request, and they go from easy to hard."""
    levels = list(Level)

    assert len(GALLERY) == len({broken.name for broken in GALLERY}) == 12
    assert len(set(SOLUTIONS.values())) == len({broken.story for broken in GALLERY}) == 12
    assert len({str(broken.given.request) for broken in GALLERY}) == 12
    assert list(SOLUTIONS) == [broken.name for broken in GALLERY]
    assert [broken.level for broken in GALLERY] == sorted([broken.level for broken in GALLERY], key=levels.index)
    assert {broken.level for broken in GALLERY} == set(levels)
    assert {slug for causes in SOLUTIONS.values() for slug in causes} <= set(CAUSES)


@EACH
def test_the_doctor_names_the_true_causes_first(broken: BrokenRequest) -> None:
    """All of them, before any other, and none as a mere suspicion."""
    causes = SOLUTIONS[broken.name]
    findings = broken.diagnose().findings

    assert {finding.cause for finding in findings[: len(causes)]} == set(causes)
    assert Certainty.SUSPECTED not in {finding.certainty for finding in findings[: len(causes)]}


@EACH
def test_the_request_is_refused_and_accepted_when_it_is_signed_right(broken: BrokenRequest) -> None:
    """Nothing is wrong with it but how it was signed."""
    arrived = _arrived(broken)
    service = _service(arrived)
    mended = sign(arrived, KEY, region=REGION, service=service, at=MOMENT)

    refused, accepted = (
        verify(request, {"AKIDEXAMPLE": KEY}, region=REGION, service=service, at=MOMENT)
        for request in (arrived, mended)
    )

    assert not refused.accepted
    assert accepted.accepted


@EACH
def test_the_answer_is_what_the_service_says(broken: BrokenRequest) -> None:
    """Word for word that of the local front; of S3, which has none, that of verify."""
    arrived = _arrived(broken)
    answer = parse_answer(broken.given.answer or broken.given.request)
    service = _service(arrived)

    if service == "s3":
        verdict = verify(arrived, {"AKIDEXAMPLE": KEY}, region=REGION, service=service, at=MOMENT)
        assert (answer.code, answer.message) == (verdict.code, verdict.message)
        assert verdict.refusal is not None
        assert answer.canonical_request == dict(verdict.refusal.details)["CanonicalRequest"]
    else:
        response = called(Front.FUNCTION_URL if service == "lambda" else Front.REST_API, arrived)
        message = json.loads(response.text)["message"]
        assert answer.message == message
        assert response.text in f"{broken.given.request}{broken.given.answer}"


@EACH
def test_nothing_that_is_shown_names_the_cause(broken: BrokenRequest) -> None:
    """Neither the story nor the hint nor the evidence; the hint is shown only to those who ask."""
    shown = f"{broken} {broken!r} {broken.hint} {broken.evidence()}"

    assert [slug for slug in CAUSES if slug in shown] == []
    assert broken.hint not in str(broken)


@EACH
def test_the_texts_are_short_plain_sentences(broken: BrokenRequest) -> None:
    """A story is read in a quarter of a minute, and says who, how and what."""
    sentences = [*_sentences(broken.story), *_sentences(broken.hint)]

    assert len(broken.story.split()) <= 50
    assert len(_sentences(broken.story)) in (2, 3)
    assert [sentence for sentence in sentences if len(sentence.split()) > 25 or sentence[-1] not in ".?"] == []


@EACH
def test_what_is_shown_is_what_there_is(broken: BrokenRequest) -> None:
    """The printed text has each piece of evidence under its title, and nothing else is given to the doctor."""
    given = {name: value for name, value in broken.evidence()._asdict().items() if value is not None}
    text = str(broken)

    assert set(given) <= {"request", "answer", "client_canonical_request", "credentials"}
    assert [name for name, value in given.items() if str(value).rstrip() not in text] == []
    assert text.startswith(f"{broken.name} ({broken.level.value})\n\n{broken.story}\n\nWhat was sent:\n\n")


def test_some_are_solved_without_the_secret() -> None:
    """Most people who ask for help cannot give their secret away."""
    assert [broken.given.credentials for broken in GALLERY].count(None) == 9
