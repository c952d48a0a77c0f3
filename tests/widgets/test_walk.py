from __future__ import annotations

import pytest

from sigv4_explain.drawing.markup import Html, text_of
from sigv4_explain.widgets import SigningLab
from tests.widgets.apps import classes_of, drawn
from tests.widgets.parts import FIRST, FUNCTIONS, LABELS, PRESETS, SECTIONS, STATIONS, Station, trace_of


@pytest.fixture
def lab() -> SigningLab:
    """A lab in which somebody has begun to walk."""
    lab = SigningLab()
    lab.walk.start.click()
    return lab


def at(lab: SigningLab, value: str) -> None:
    """Walk to the station where this step's value may be replaced."""
    lab.walk.go(next(number for number, station in enumerate(STATIONS) if station.value == value))


def test_the_walk_leads_from_the_first_idea_to_the_last_and_back(lab: SigningLab) -> None:
    """Next and back go one station on, no further than the ends; each says its words and lights its parts."""
    for station in STATIONS:
        assert station.words in lab.walk.words.value
        assert all(f".sigv4-f-{part}" in lab.walk.style.value for part in station.lit)
        lab.walk.forward.click()
    assert lab.walk.forward.disabled
    assert "Step 9 of 9" in lab.walk.words.value
    lab.walk.back.click()
    assert "Step 8 of 9" in lab.walk.words.value
    assert {"sigv4-walking", "sigv4-steps"} <= set(classes_of(lab.widget))

    lab.walk.end.click()
    assert "sigv4-walking" not in classes_of(lab.widget)
    assert lab.walk.style.value == ""


@pytest.mark.parametrize("station", STATIONS, ids=lambda station: station.title)
def test_each_station_is_on_the_page(station: Station) -> None:
    """Its section, its parts and the value that may be replaced are those of the lab."""
    assert station.section in SECTIONS
    assert set(station.lit) <= {*LABELS, "header", "query"}
    assert station.value in {*FUNCTIONS, ""}


def test_a_value_of_ones_own_is_marked_and_followed_until_it_is_undone(lab: SigningLab) -> None:
    """Whatever comes after it is computed from it, what comes before stays; undo brings the computed one back."""
    computed = lab.trace
    at(lab, "hashed_payload")
    lab.walk.value.value = "UNSIGNED-PAYLOAD"

    assert lab.trace["canonical_request"].text.endswith("UNSIGNED-PAYLOAD")
    assert lab.trace["canonical_headers"] == computed["canonical_headers"]
    assert lab.trace.signature != computed.signature
    assert "sigv4-f-yours" in lab.sections["canonical_request"].value
    assert "Yours: Hashed payload." in drawn(lab)
    assert "So ① ② ④ ⑤ changed; the keys did not." in lab.status.value

    lab.walk.undo.click()
    assert lab.trace == computed
    assert lab.walk.value.value == computed["hashed_payload"].text
    assert "Every value is computed again." in lab.status.value


@pytest.mark.parametrize("ends", ["end", "reset"])
def test_the_end_of_the_walk_and_a_reset_give_every_value_back(lab: SigningLab, ends: str) -> None:
    """No lab that looks like any other has a value of the reader's in it."""
    at(lab, "credential_scope")
    lab.walk.value.value = "20150830/eu-central-1/s3/aws4_request"
    assert lab.trace != trace_of(PRESETS[FIRST])[0]
    (lab.walk.end if ends == "end" else lab.reset).click()

    assert lab.trace == trace_of(PRESETS[FIRST])[0]


def test_a_value_that_cannot_be_is_told(lab: SigningLab) -> None:
    """A key of the wrong length is told by its length, and the last values stay."""
    before = lab.trace
    at(lab, "signing_key")
    lab.walk.value.value = "abcd"

    assert "2 bytes" in lab.problem
    assert lab.trace is before


@pytest.mark.parametrize("text", ["", "x", "0" * 63, "0" * 65, "not hex <b>"])
@pytest.mark.parametrize("value", ["signature", "hashed_canonical_request", "hashed_payload", "canonical_uri"])
def test_a_value_of_any_length_is_followed(lab: SigningLab, value: str, text: str) -> None:
    """One digit less, one more, none at all: what comes after it has it, and undo still works."""
    computed = lab.trace
    at(lab, value)
    lab.walk.value.value = text

    assert (lab.problem, lab.trace[value].text) == ("", text)
    assert text_of(Html(lab.sections["authorization_header"].value)).count(lab.trace.signature) >= 1
    lab.walk.undo.click()
    assert lab.trace == computed


def test_a_value_with_a_line_more_is_drawn(lab: SigningLab) -> None:
    """The lines of the string to sign are then five, and the last has no name."""
    at(lab, "hashed_canonical_request")
    lab.walk.value.value = "abc\ndef"

    assert lab.trace["string_to_sign"].text.endswith("abc\ndef")
    assert "def" in drawn(lab)
    assert " 5                  def" in repr(lab)


@pytest.mark.parametrize(
    ("value", "text", "told"), [("signing_key", "zz", "hex digits"), ("signature", "a\nb", "a line")]
)
def test_a_value_that_cannot_be_is_told_at_its_field(lab: SigningLab, value: str, text: str, told: str) -> None:
    """By the field's label, in words."""
    at(lab, value)
    lab.walk.value.value = text

    assert lab.problem.startswith("What if this were yours: ")
    assert told in lab.problem
    assert "sigv4-error" in classes_of(lab.walk.value)


def test_a_token_is_not_in_the_field_of_what_if(lab: SigningLab) -> None:
    """The field begins empty where the value holds what is masked."""
    lab.form.session_token.value = "marker-of-the-token"
    at(lab, "canonical_headers")

    assert "marker" not in str(lab.walk.value.get_state())


@pytest.mark.parametrize("station", [station for station in STATIONS if station.value], ids=lambda one: one.title)
def test_the_field_of_what_if_begins_with_the_computed_value(lab: SigningLab, station: Station) -> None:
    """As the page shows it; a key's field is empty, and says what a key is."""
    at(lab, station.value)
    step = lab.trace[station.value]

    assert lab.walk.value.value == ("" if isinstance(step.output, bytes) else step.text)
    assert (lab.walk.value.placeholder == "64 hex digits") == isinstance(step.output, bytes)
