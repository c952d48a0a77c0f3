from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.drawing.diagnoses import CAROL, FULL, TOKEN, empty_body_hash, finding, with_findings
from tests.drawing.parts import Certainty, DiagnosisOutcome, caret_lines, width_of
from tests.tables import tables

TABLES = tables(__file__)

lines = st.text(st.sampled_from("ab \t\r日\x1b\u200b"), max_size=60)
long_lines = st.builds("{0}{1}{2}".format, st.text("ab ", max_size=90), lines, st.text("ab ", max_size=90))


def test_a_report_has_everything_in_its_order() -> None:
    """The outcome, what was looked at, each finding with its lines, what is possible too, and what to paste next."""
    assert (
        str(FULL)
        == """\
2 faults were found: first-cause and second-cause.
Looked at: request.

The answer could not be read: received noise, expected words.

1. first-cause
   proven: signing with this mistake gives exactly the signature that was received
   What first-cause is.
   where     canonical request, line 2, character 3
   sent      /a·b
               ^
   expected  /a%20b
               ^^^
   why       It happens.
   fix       Change it.
   evidence  The first reason.
             The second reason.
   known of  some-client 1.2

2. second-cause
   shown: the evidence shows it
   A <b>bold</b> claim.
   why       It happens.
   fix       Change it.

Also possible
   - third-cause: What third-cause is.

To find out more, paste
   - The client's log.
      - boto3: set_stream_logger
      - curl: -v"""
    )


def test_a_real_diagnosis_prints_its_cause() -> None:
    """What diagnose found is what stands in the first line."""
    text = str(empty_body_hash())

    assert text.startswith("A fault was found: empty-body-hash.\nLooked at: request, credentials, region, service.\n")
    assert "   proven: signing with this mistake" in text


@pytest.mark.parametrize(
    ("certainties", "outcome", "sentence"),
    [
        ([], DiagnosisOutcome.NO_FAULT, "No fault was found: the signature is right."),
        ([], DiagnosisOutcome.ACCEPTED, "No fault was found: AWS accepted this request."),
        ([], DiagnosisOutcome.MORE_NEEDED, "There is not enough evidence to tell."),
        ([Certainty.SUSPECTED], DiagnosisOutcome.MORE_NEEDED, "Nothing is certain yet; one cause is suspected."),
        ([Certainty.SUSPECTED] * 2, DiagnosisOutcome.FAULT_FOUND, "Nothing is certain yet; 2 causes are suspected."),
        ([Certainty.SHOWN, Certainty.SUSPECTED], DiagnosisOutcome.FAULT_FOUND, "A fault was found: cause-0."),
        ([Certainty.SHOWN] * 3, DiagnosisOutcome.FAULT_FOUND, "3 faults were found: cause-0, cause-1 and cause-2."),
    ],
)
def test_the_outcome_is_one_sentence(certainties: list[Certainty], outcome: DiagnosisOutcome, sentence: str) -> None:
    """It names what is sure, and claims no more than that."""
    found = [finding(f"cause-{number}", certainty) for number, certainty in enumerate(certainties)]

    assert str(with_findings(*found, outcome=outcome)).split("\n")[0] == sentence


def test_suspicions_are_told_at_length_where_nothing_is_sure() -> None:
    """Then they are all there is to go by."""
    text = str(with_findings(finding("a", Certainty.SUSPECTED), finding("b", Certainty.SUSPECTED)))

    assert "1. a\n" in text
    assert "2. b\n" in text
    assert text.count("   fix ") == 2


@pytest.mark.parametrize(("line", "other", "shown"), TABLES["carets"])
def test_carets_stand_under_what_differs(line: str, other: str, shown: list[str]) -> None:
    """Blanks and control characters are pictured, blanks only there; of a long line the place is shown."""
    assert caret_lines(line, other, 60) == shown


@given(long_lines, long_lines, st.integers(20, 100))
def test_no_row_is_wider_than_it_may_be_nor_moves_the_cursor(line: str, other: str, width: int) -> None:
    """Whatever the lines hold, each row fits into the terminal and is one row there."""
    for row in caret_lines(line, other, width):
        assert sum(map(width_of, row)) <= width
        assert row.isprintable()


@given(long_lines, long_lines)
def test_a_caret_says_that_lines_differ(line: str, other: str) -> None:
    """There is a caret exactly where the two are not the same and there is a line to stand under."""
    has_caret = any(set(row.removesuffix("missing here").strip()) == {"^"} for row in caret_lines(line, other, 60))

    assert has_caret == (line != other and line != "")


def test_nothing_in_a_report_is_wider_than_the_terminal_or_moves_the_cursor() -> None:
    """Long words and control characters in every field stay inside 100 columns."""
    noise = "\x1b[31m" + "word " * 40 + "x" * 300 + "\r\n"
    values: dict[str, Any] = dict.fromkeys(("sentence", "why", "fix", "sent", "expected", "client"), noise)
    text = str(with_findings(finding(**values, evidence=(noise, noise))))

    assert max(map(len, text.split("\n"))) <= 100
    assert text.replace("\n", "").isprintable()


@pytest.mark.parametrize("line", [f"x-amz-security-token:{TOKEN}", TOKEN, "X-Amz-Security-Token=MARKED%2Ftoken%2Bof"])
def test_a_session_token_is_masked_wherever_it_stands(line: str) -> None:
    """In a line of its own, as a value alone and in a query; that two masked lines differ is said."""
    shown = with_findings(finding(sent=line, expected=f"{line[:-3]}xyz", evidence=(line,)))
    text = str(replace(shown, case=empty_body_hash(CAROL).case))

    assert "MARKED" not in text
    assert "They differ in what is masked here." in text


@pytest.mark.parametrize(
    "name", ["x-amz-security-token:", "X-Amz-Security-Token: ", "'SecurityToken': '", "session_token="]
)
def test_a_token_that_only_a_sentence_names_is_masked(name: str) -> None:
    """In a text that lost its lines, and nobody knows the token."""
    text = str(
        with_findings(finding(sentence=f"GET / host:h {name}MARKEDtoken host;x", evidence=(f"as {name}MARKED",)))
    )

    assert "MARKED" not in text
    assert "host;x" in text
