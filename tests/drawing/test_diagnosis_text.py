from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from time import perf_counter
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sigv4_explain import Request
from tests.doctor.signing_wrongly import wrongly_signed
from tests.drawing.diagnoses import CAROL, FULL, TOKEN, empty_body_hash, finding, with_findings
from tests.drawing.parts import (
    GALLERY,
    MISTAKES,
    Advice,
    Certainty,
    Diagnosis,
    DiagnosisOutcome,
    Evidence,
    Place,
    Sides,
    SourceCode,
    Texts,
    caret_lines,
    case_of,
    diagnose,
    pointed_at,
    width_of,
)
from tests.tables import tables

TABLES = tables(__file__)

lines = st.text(st.sampled_from("ab \t\r日\x1b\u200b"), max_size=60)
long_lines = st.builds("{0}{1}{2}".format, st.text("ab ", max_size=90), lines, st.text("ab ", max_size=90))


def test_a_first_screen_has_its_parts_in_their_order() -> None:
    """The cause, how sure it is and why, where, what to change, what else, what next, what was read, what is folded."""
    assert (
        str(FULL)
        == """\
What first-cause is.
Proven (first-cause): with this mistake exactly this signature, or this hash,
comes out.
Where: canonical request, line 2, character 3: the path
  sent      /a·b
              ^
  expected  /a%20b
              ^^^
Fix: Change it.
Also shown: A <b>bold</b> claim. (second-cause)
Next: The client's log.
  boto3: set_stream_logger
  curl: -v
Read: request. Passed over: the answer (noise; expected words).
More with print(diagnosis.report()): the reasons, 1 more suspicion, both texts"""
    )


def test_a_report_has_everything_in_its_order() -> None:
    """The first sentences, each finding with its lines and its reasons, both texts, and what to paste next."""
    report = FULL.report()

    assert report.startswith(
        """\
What first-cause is.
Proven (first-cause): with this mistake exactly this signature, or this hash,
comes out.
Read: request. Passed over: the answer (noise; expected words).

1. first-cause
   proven: with this mistake exactly this signature, or this hash, comes out
   What first-cause is.
   where     canonical request, line 2, character 3: the path
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
"""
    )
    assert report.endswith(
        """\
The string to sign, line by line
   sent: as it logged
   expected: as AWS says
             AWS4-HMAC-SHA256
   sent      a
             ^
   expected  b
             ^

What to paste next
   - The client's log.
      - boto3: set_stream_logger
      - curl: -v"""
    )
    assert "   sent      x-b:1\n   expected  x-a:<i>2</i>\n" in report


def test_a_real_diagnosis_prints_its_cause() -> None:
    """What diagnose found is what stands in the first line, in a sentence."""
    text = str(empty_body_hash())

    assert text.startswith("The hash of an empty body was signed, and a body was sent.\nProven (empty-body-hash): ")
    assert "\nRead: request, your keys; execute-api in us-east-1.\n" in text


@pytest.mark.parametrize(
    ("certainties", "outcome", "says"),
    [
        (
            [],
            DiagnosisOutcome.NO_FAULT,
            ["No fault was found: the signature is right.", "Proven: signing this request "],
        ),
        ([], DiagnosisOutcome.ACCEPTED, ["No fault was found: AWS accepted this request."]),
        ([], DiagnosisOutcome.MORE_NEEDED, ["There is not enough evidence to tell."]),
        ([Certainty.SUSPECTED], DiagnosisOutcome.MORE_NEEDED, ["Perhaps: What cause-0 is.", "Suspected (cause-0)."]),
        (
            [Certainty.SUSPECTED] * 4,
            DiagnosisOutcome.MORE_NEEDED,
            ["Most often: What cause-0", "Or: What cause-1", "Or: What cause-2", ", 1 more suspicion"],
        ),
        (
            [Certainty.SHOWN, Certainty.SUSPECTED],
            DiagnosisOutcome.FAULT_FOUND,
            ["What cause-0 is.", "Shown (cause-0).", "Possible too: What cause-1"],
        ),
        ([Certainty.SHOWN] * 4, DiagnosisOutcome.FAULT_FOUND, ["What cause-0 is.", "Also shown: ", ", 1 more finding"]),
    ],
)
def test_the_first_screen_claims_no_more_than_is_sure(
    certainties: list[Certainty], outcome: DiagnosisOutcome, says: list[str]
) -> None:
    """What is suspected is told as suspected; the next two have a line each, and the rest is counted."""
    found = [finding(f"cause-{number}", certainty) for number, certainty in enumerate(certainties)]
    text = str(with_findings(*found, outcome=outcome))

    assert text.startswith(says[0])
    assert all(each in text for each in says)
    assert ("fault was found" in text) == (not certainties and outcome is not DiagnosisOutcome.MORE_NEEDED)


def test_each_suspicion_is_told_at_length_in_the_report() -> None:
    """With what to change."""
    text = with_findings(finding("a", Certainty.SUSPECTED), finding("b", Certainty.SUSPECTED)).report()

    assert "1. a\n" in text
    assert "2. b\n" in text
    assert text.count("   fix ") == 2


def varied() -> Iterator[Diagnosis]:
    """Diagnose the gallery and each mistake, from all that is known and from parts of it."""
    for broken in GALLERY:
        given = broken.evidence()._asdict()
        for left_out in ((), ("credentials",), ("answer",), ("request",), ("answer", "credentials")):
            yield diagnose(**{name: value for name, value in given.items() if name not in left_out})
    for mistake in MISTAKES:
        for wrong in islice(wrongly_signed(mistake), 1):
            text = wrong.recipe.canonical_request()
            yield wrong.diagnosed(request=wrong.request, answer=wrong.answer)
            yield wrong.diagnosed(answer=wrong.answer, client_canonical_request=text)


def test_every_first_screen_has_at_most_15_lines_of_80_columns() -> None:
    """Whatever was found in whatever evidence, it can be seen at a glance, and nothing moves the cursor."""
    diagnoses = list(varied())
    for diagnosis in diagnoses:
        lines = str(diagnosis).split("\n")
        assert len(lines) <= 15, diagnosis
        assert max(sum(map(width_of, line)) for line in lines) <= 80, diagnosis
        assert all(line.isprintable() for line in lines)
        assert not lines[0].startswith(("Read", " "))
    assert len(diagnoses) >= 100


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
    """Long words, wide letters and control characters in every field stay inside 80 columns, and in 15 lines."""
    noise = "\x1b[31m" + "word 日本 " * 40 + "x" * 300 + "日" * 90 + "\r\n"
    values: dict[str, Any] = dict.fromkeys(("sentence", "why", "fix", "sent", "expected", "client"), noise)
    place = Place("canonical_request", 1, 2, 3)
    shown = with_findings(*(finding(name, **values, where=place, evidence=(noise, noise)) for name in "abcd"))
    noisy = replace(shown, notes=(noise, noise), advice=(Advice(noise, (noise, noise)), Advice(noise, ())))

    for text in (str(noisy), noisy.report()):
        assert max(sum(map(width_of, line)) for line in text.split("\n")) <= 80
        assert text.replace("\n", "").isprintable()
    assert str(noisy).count("\n") < 15


@pytest.mark.parametrize(("line", "start", "end", "shown"), TABLES["pointed_at"])
def test_carets_stand_under_the_characters_of_a_place(line: str, start: int, end: int, shown: list[str]) -> None:
    """In one row, cut around them where the line is long."""
    assert pointed_at(line, start, end, 40) == shown


@pytest.mark.parametrize(("text", "line", "start", "end", "shown"), TABLES["lines"])
def test_a_suspicion_shows_the_line_that_it_is_about(text: str, line: int, start: int, end: int, shown: str) -> None:
    """Of the request, of the canonical request and of the code, though the finding sets nothing beside it."""
    code = "$a = 1;\n$k = hash_hmac('sha256', $key, $date, true);"
    evidence = Evidence(
        request=Request("GET", "https://example.com/a=b", {"Connection": "close"}),
        client=Texts(f"GET\n/a\n\nhost:日本\n\nhost\n{'0' * 64}"),
        code=SourceCode(code, "PHP", (), ()),
    )
    where = Place(text, line, start, end)
    told = replace(with_findings(finding(certainty=Certainty.SUSPECTED, where=where)), case=case_of(evidence))

    assert f"\n{shown}\nFix: " in str(told)
    assert "<mark" in told._repr_html_()


def test_a_whole_line_is_in_the_report_however_long() -> None:
    """The first screen shows its place, the report all of it."""
    long = "/" + "a" * 300 + "b" * 300
    text = with_findings(finding(sent=long, expected=f"{long}c")).report()

    assert long not in str(with_findings(finding(sent=long, expected=f"{long}c")))
    assert long in "".join(line.strip() for line in text.split("\n") if "^" not in line)


@pytest.mark.parametrize("line", [f"x-amz-security-token:{TOKEN}", TOKEN, "X-Amz-Security-Token=MARKED%2Ftoken%2Bof"])
def test_a_session_token_is_masked_wherever_it_stands(line: str) -> None:
    """In a line of its own, as a value alone and in a query; that two masked lines differ is said."""
    shown = with_findings(finding(sent=line, expected=f"{line[:-3]}xyz", evidence=(line,)))
    text = str(told := replace(shown, case=empty_body_hash(CAROL).case))

    assert "MARKED" not in text + told.report()
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


@pytest.mark.parametrize("line", TABLES["secrets"])
def test_a_secret_that_stands_in_the_paste_is_masked_in_every_view(line: str) -> None:
    """In a shell's line, in code and in curl's command: nobody gave it as a key, and nobody may read it."""
    shown = replace(
        with_findings(finding(sentence=line, sent=line, evidence=(line,), fix=line)),
        notes=(line,),
        advice=(Advice(line, (line,)),),
        sides=Sides(Texts(f"a\n{line}"), Texts(f"b\n{line}"), "mine", "theirs"),
    )

    pasted = diagnose(f"{line}\n\n" + '{"message":"The request signature we calculated does not match"}')
    for each in (shown, pasted):
        for view in (str(each), each.report(), each.share(), each.to_json(), each._repr_html_(), repr(each.case)):
            assert "MARKED" not in view


def test_a_line_without_end_takes_no_time() -> None:
    """What is not shown is not drawn."""
    long, started = "/" + "a" * 250_000, perf_counter()
    shown = with_findings(finding(sent=long, expected=f"{long}c"), finding("other", sent=long))
    sides = Sides(Texts(f"GET\n{long}"), Texts(f"GET\n{long}b"), "mine", "theirs")

    assert max(map(len, replace(shown, sides=sides).report().split("\n"))) <= 80
    assert str(shown).count("\n") < 15
    assert perf_counter() - started < 5
