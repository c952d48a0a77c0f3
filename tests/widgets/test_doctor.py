from __future__ import annotations

from typing import Any

import pytest

from sigv4_explain import Credentials, Request, sign
from sigv4_explain.doctor import DiagnosisOutcome
from sigv4_explain.widgets import Doctor
from tests.widgets.apps import TYPED, bundle, classes_of, drawn, every_widget, is_outlined, shown
from tests.widgets.parts import GALLERY, OWN, PARTS, SOLUTIONS, BrokenRequest, escaped, raw_http

SECRET = "MARKEDSECRET/with+chars-of-forty-letters"
MARKED = Credentials("AKIDMARKED", SECRET, "MARKEDTOKEN/with+chars&<more>==")
PLACE: dict[str, Any] = {"region": "us-east-1", "service": "execute-api"}
SIGNED = sign(Request("POST", "https://example.com/pets"), MARKED, at="20150830T123600Z", **PLACE)
SENT = raw_http(Request("POST", SIGNED.url, SIGNED.headers, '{"name": "<b>Rex</b>"}'), reveal=True)


def test_an_empty_doctor_invites_with_an_example() -> None:
    """Nothing pasted is no verdict; the page, its twin and its text say what a paste may be."""
    doctor = Doctor()

    assert doctor.diagnosis.outcome is DiagnosisOutcome.MORE_NEEDED
    for view in (drawn(doctor), bundle(doctor)["text/html"], repr(doctor)):
        assert "HTTP/1.1 403 Forbidden" in view
        assert "not enough evidence" not in view


def test_one_box_takes_the_whole_paste() -> None:
    """Request and answer in one text, or an answer alone: the doctor sorts them."""
    broken = GALLERY[0]
    given = broken.evidence()
    doctor = Doctor(f"{given.request}\n\n{given.answer}")
    alone = Doctor(str(given.answer))

    assert doctor.diagnosis.top is not None
    assert doctor.diagnosis.top.cause == SOLUTIONS[broken.name][0]
    assert alone.diagnosis.evidence.answer is not None
    assert alone.diagnosis.evidence.request is None


def test_the_parts_are_folded_away_and_counted() -> None:
    """They open by their button, and by themselves where one of them cannot be read."""
    doctor = Doctor(region="us-east-1", service="s3")
    parts = [getattr(doctor.form, name) for name in PARTS]
    assert all("sigv4-hidden" in classes_of(part) for part in parts)
    assert "(2 given)" in doctor.form.parts.description

    doctor.form.answer.value = "noise"
    assert doctor.form.parts.value
    assert not any("sigv4-hidden" in classes_of(part) for part in parts)


@pytest.mark.parametrize("broken", GALLERY, ids=lambda broken: broken.name)
def test_each_request_of_the_gallery_is_diagnosed_from_the_boxes(broken: BrokenRequest) -> None:
    """What is typed gives the findings that the evidence gives, and the status names the first."""
    doctor = Doctor()
    doctor.form.example.value = broken.name

    found = {finding.cause for finding in doctor.diagnosis.findings}
    assert set(SOLUTIONS[broken.name]) <= found
    assert doctor.diagnosis.findings[0].cause in drawn(doctor)


def test_the_diagnosis_follows_each_box() -> None:
    """The request alone is not enough; the secret proves the cause."""
    doctor = Doctor(request=SENT, **PLACE)
    assert doctor.diagnosis.outcome is DiagnosisOutcome.MORE_NEEDED

    doctor.form.secret_access_key.value = SECRET

    assert doctor.diagnosis.top is not None
    assert doctor.diagnosis.top.cause == "empty-body-hash"


def test_keys_that_stay_in_python_prove_too() -> None:
    """The page shows the key's id, and locks the field."""
    doctor = Doctor(request=SENT, **PLACE)
    doctor.use_credentials(MARKED)

    assert repr(doctor.diagnosis) == "<Diagnosis: empty-body-hash (proven)>"
    assert doctor.form.secret_access_key.disabled
    assert SECRET not in doctor.form.secret_access_key.get_state().values()

    doctor.use_credentials(None)
    assert doctor.diagnosis.outcome is DiagnosisOutcome.MORE_NEEDED


@pytest.mark.parametrize(
    "client",
    [
        "POST\n/pets\n\nhost:example.com",
        "/pets",
        (
            "DEBUG:botocore.auth:CanonicalRequest:\nPOST\n/pets\n\nhost:example.com\n\nhost\n"
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
        ),
    ],
)
def test_the_third_box_takes_a_log_a_text_or_a_few_lines(client: str) -> None:
    """Whatever a client tells of what it signed."""
    doctor = Doctor(request=SENT, client=client, **PLACE)

    assert doctor.diagnosis.evidence.client.canonical_request is not None


def test_a_paste_that_cannot_be_read_is_outlined() -> None:
    """The words say what came, and the other boxes are still looked at."""
    doctor = Doctor(request="curl 'https://h.example", answer='{"message": "Forbidden"}')

    assert "could not be read" in drawn(doctor)
    assert is_outlined(doctor.form.request)
    assert not is_outlined(doctor.form.answer)


def test_choosing_my_own_request_empties_the_boxes() -> None:
    """And the keys of the gallery go with them."""
    doctor = Doctor()
    doctor.look_at(GALLERY[-1])
    doctor.form.example.value = OWN

    assert doctor.form.evidence() == {
        "request": None,
        "answer": None,
        "region": None,
        "service": None,
        "credentials": None,
    }


def test_nothing_secret_is_drawn_and_everything_is_escaped() -> None:
    """In the page, in its static twin, and in its text."""
    doctor = Doctor(request=SENT, credentials=MARKED, **PLACE)
    views = shown(doctor)

    assert "empty-body-hash" in views
    for marked in (SECRET, "MARKEDTOKEN", "<b>Rex"):
        assert marked not in views


def test_what_was_recognised_and_what_is_missing_stand_as_chips() -> None:
    """A sign and a word each, below the box."""
    given = GALLERY[0].evidence()
    page = drawn(Doctor(f"{given.request}\n\n{given.answer}"))
    alone = drawn(Doctor(str(given.answer)))

    assert "✓ request: GET /default/hello" in page
    assert "○ what your client signed, if it tells" in page
    assert "○ the request" in alone
    assert "sigv4-chip" not in drawn(Doctor())


def test_the_diagnosis_can_be_copied_for_a_ticket_without_secrets() -> None:
    """The button copies what ``share`` writes, in which every token is masked."""
    doctor = Doctor(request=SENT, credentials=MARKED, **PLACE)
    page = drawn(doctor)

    assert "Copy for a ticket" in page
    assert str(escaped(doctor.diagnosis.share())) in page
    assert "MARKEDSECRET" not in page
    assert "MARKEDTOKEN" not in page


def test_the_request_opens_in_the_lab_below() -> None:
    """A lab with the same method and URL stands there; where there is no request, there is no button."""
    given = GALLERY[0].evidence()
    doctor = Doctor(str(given.request))
    doctor.open_lab.click()
    typed = {getattr(field, "value", None) for field in every_widget(doctor.opened) if isinstance(field, TYPED)}

    assert "https://abc123.execute-api.eu-central-1.amazonaws.com/default/hello" in typed
    assert "sigv4-hidden" in classes_of(Doctor(str(given.answer)).open_lab)
