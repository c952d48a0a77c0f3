from __future__ import annotations

from datetime import timedelta

import pytest

from sigv4_explain.widgets import AttackersBench
from tests.widgets.parts import (
    ATTACKED,
    GOALS,
    ChangedPart,
    HeadersSigned,
    attempt_of,
    score_html,
    score_sentence,
    sent_with,
    untouched,
)

TENANT = "Another tenant is put in"
ADDED = "A header is added that an API may obey"


@pytest.fixture
def bench() -> AttackersBench:
    """A bench as it opens."""
    return AttackersBench()


def reached(bench: AttackersBench) -> list[int]:
    """Return the numbers of the goals that are reached, from 1."""
    return [number for number, goal in enumerate(GOALS, 1) if goal.reached(bench.attempts)]


def test_a_hole_is_found_and_closed(bench: AttackersBench) -> None:
    """The same attack passes, and is caught as soon as the client signs the header: the attack stays in place."""
    bench.tamper(TENANT)
    assert bench.verdict.accepted
    assert "The header x-tenant was changed. It is not signed" in bench.status.value
    assert reached(bench) == [2]

    bench.sign(HeadersSigned.USUAL)

    assert bench.form.tampering.value == TENANT
    assert bench.verdict.request.header("x-tenant") == "mallory"
    assert bench.verdict.rule is not None
    assert bench.verdict.rule.name == "signature_matches"
    assert reached(bench) == [2, 5]


def test_an_attack_typed_by_hand_stays_when_other_headers_are_signed(bench: AttackersBench) -> None:
    """Only what the client writes anew changes: its Authorization header."""
    bench.form.headers.value = bench.form.headers.value.replace("X-Tenant: alice", "X-Tenant: eve")
    bench.form.target.value += "&more=1"
    bench.sign(HeadersSigned.ALL)

    assert bench.verdict.request.header("x-tenant") == "eve"
    assert bench.verdict.request.query.endswith("&more=1")
    assert set(bench.verdict.covered_headers) >= {"user-agent", "x-tenant"}
    bench.form.undo.click()
    assert bench.verdict.accepted


@pytest.mark.parametrize("choice", HeadersSigned)
@pytest.mark.parametrize("name", ATTACKED)
def test_whatever_is_signed_an_untouched_request_is_accepted(name: str, choice: HeadersSigned) -> None:
    """No choice makes a request that AWS would refuse; S3's own headers are always signed."""
    bench = AttackersBench()
    bench.form.request.value = name
    bench.sign(choice)

    assert bench.verdict.accepted
    assert bench.form.read() == untouched(sent_with(ATTACKED[name], choice))


def test_an_added_header_cannot_be_signed_by_anybody(bench: AttackersBench) -> None:
    """Whatever the client signs, who comes after can add; only an API that reads signed headers alone is safe."""
    for choice in HeadersSigned:
        bench.sign(choice)
        bench.tamper(ADDED)
        assert bench.verdict.accepted
        assert "x-http-method-override" in bench.verdict.unsigned_headers


@pytest.mark.parametrize(
    ("attack", "goal", "part"),
    [
        ("The path is spelled otherwise: /./", 1, ChangedPart.PATH),
        ("The query's parameters change places", 1, ChangedPart.QUERY),
        ("A header is spelled otherwise: capitals, blanks", 1, ChangedPart.HEADER),
        (TENANT, 2, ChangedPart.HEADER),
        (ADDED, 2, ChangedPart.HEADER),
        ("It arrives 4 minutes later", 3, ChangedPart.TIME),
        ("It is sent again after 6 minutes, with a new date", None, ChangedPart.SEVERAL),
        ("The method is changed", None, ChangedPart.METHOD),
        ("The body is changed", None, ChangedPart.BODY),
        ("The signature is changed", None, ChangedPart.SIGNATURE),
        ("It was signed for another Region", None, ChangedPart.SERVER),
    ],
)
def test_each_attack_reaches_its_goal_and_stands_in_the_row_of_what_it_changes(
    bench: AttackersBench, attack: str, goal: int | None, part: ChangedPart
) -> None:
    """One attack reaches one goal or none; the row is on the page and in the text."""
    bench.tamper(attack)

    assert reached(bench) == ([] if goal is None else [goal])
    assert [attempt.part for attempt in bench.attempts] == [part]
    assert f">{part.value}</th>" in bench.sections["score"].value
    assert f"\n{part.value}  " in repr(bench)


def test_three_rules_are_three(bench: AttackersBench) -> None:
    """Two attacks that the same rule catches count as one."""
    for attack in ("The body is changed", "The method is changed", "It is sent again after 6 minutes"):
        bench.tamper(attack)
    assert reached(bench) == []
    assert score_sentence(bench.attempts) == "0 not noticed, 3 caught, by 2 different rules."

    bench.tamper("The server does not know the key")
    assert reached(bench) == [4]


def test_a_hole_is_not_closed_by_the_clock(bench: AttackersBench) -> None:
    """The header that passed must be caught itself, not for the time that went by or as another spelling of it."""
    bench.tamper(TENANT)
    bench.form.minutes.value = "6"
    assert bench.verdict.rule is not None
    assert reached(bench) == [2]

    other = AttackersBench()
    other.sign(HeadersSigned.USUAL)
    other.form.headers.value = other.form.headers.value.replace("X-Tenant: alice", "X-TENANT:  alice")
    assert reached(other) == [1]
    other.tamper(TENANT)
    assert reached(other) == [1]


def test_an_attack_on_the_signature_is_made_again_on_the_new_one(bench: AttackersBench) -> None:
    """A ready attack edits what the client signs now, not what it signed before."""
    bench.tamper("The host is taken off the signed headers")
    bench.sign(HeadersSigned.USUAL)

    assert bench.verdict.rule is not None
    assert bench.verdict.rule.name == "host_signed"
    assert "x-tenant" in bench.verdict.covered_headers


def test_no_change_is_no_attempt(bench: AttackersBench) -> None:
    """Undoing, choosing another request or signing other headers is not counted."""
    bench.form.undo.click()
    bench.form.request.value = "S3: presigned GET"
    bench.sign(HeadersSigned.ALL)

    assert bench.attempts == ()


def test_typing_letter_by_letter_counts_as_one(bench: AttackersBench) -> None:
    """The score counts what was changed and why it passed, not key strokes."""
    for end in range(1, 6):
        bench.form.body.value = "abcde"[:end]

    assert score_sentence(bench.attempts) == "0 not noticed, 1 caught, by 1 rule."


def test_an_attempt_needs_something_that_changed(bench: AttackersBench) -> None:
    """Time and another server are changes too, though the request is the same."""
    assert attempt_of(bench.transit, "") is None
    assert attempt_of(bench.transit, "", elsewhere=True) is not None
    later = bench.transit._replace(duration=timedelta(minutes=1))
    attempt = attempt_of(later, "")
    assert attempt is not None
    assert attempt.outcome == "it came within the window"
    assert "it came within the window" in score_html([attempt])
