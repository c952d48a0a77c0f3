from __future__ import annotations

import re

import pytest

from sigv4_explain.course import Status
from sigv4_explain.credentials import EXAMPLE
from tests.course.parts import (
    CAUSES,
    GALLERY,
    PLACES,
    REGION,
    SOLUTIONS,
    BrokenRequest,
    Ending,
    Level,
    Score,
    Search,
    SignedRequest,
    Tally,
    call_of,
    guess_cause,
    guess_step,
    hints_for,
    replay_pairs,
    suspects,
)

EACH = pytest.mark.parametrize("broken", GALLERY, ids=lambda broken: broken.name)
BY_NAME = {broken.name: broken for broken in GALLERY}


def true_steps(broken: BrokenRequest) -> set[str]:
    """Return the steps that go wrong."""
    steps = {CAUSES[slug].step for slug in SOLUTIONS[broken.name]}
    is_token = "missing-session-token" in SOLUTIONS[broken.name]  # a header, and its name is in the list
    return steps | ({"canonical_headers", "signed_headers"} if is_token else set())


def wrong_suspects(broken: BrokenRequest) -> list[str]:
    """Return the causes that are offered and are none."""
    offered = [cause.slug for step in true_steps(broken) for cause in suspects(broken, step)]
    return [slug for slug in offered if slug not in SOLUTIONS[broken.name]]


def unspaced(text: str) -> str:
    """Return a text without blanks and capitals: a header stands otherwise in a request than where it is signed."""
    return re.sub(r"\s+", "", text).lower()


@EACH
def test_each_fault_can_be_found(broken: BrokenRequest) -> None:
    """Its step is one to choose, and its cause stands among others at that step."""
    for slug in SOLUTIONS[broken.name]:
        step = CAUSES[slug].step
        offered = suspects(broken, step)

        assert guess_step(broken, step).status is Status.SOLVED
        assert CAUSES[slug] in offered
        assert 3 <= len(offered) <= 5
        assert list(offered) == sorted(offered, key=lambda cause: cause.sentence)  # the place tells nothing
        assert guess_cause(broken, slug).status is Status.SOLVED


@EACH
def test_what_is_seen_speaks_against_each_wrong_suspect(broken: BrokenRequest) -> None:
    """How it comes about is told, and then what is seen and would be otherwise: a line, words, a signature."""
    given = unspaced(str(broken).replace("\\n", ""))
    for slug in wrong_suspects(broken):
        how, against = guess_cause(broken, slug).words

        assert CAUSES[slug].how in how
        assert "leaves no room" not in against
        if slug == "wrong-secret" or broken.level is Level.TWO_FAULTS:
            continue
        quoted = re.search(r"(?:It is|It says|ends in) “([^”]*)”\.?$|begins with ([0-9a-f]{8})\.$", against)
        assert quoted is not None, against
        seen = next(filter(None, quoted.groups()))
        assert unspaced(seen) in given, against
        would_be = against[: quoted.start()]
        assert f"“{seen}”" not in would_be, against
        assert f"with {seen}" not in would_be, against


@EACH
@pytest.mark.parametrize("step", PLACES)
def test_each_wrong_step_is_answered_with_what_is_seen(broken: BrokenRequest, step: str) -> None:
    """No step where nothing is wrong is called right, and each is told why."""
    guessed = guess_step(broken, step)

    assert (guessed.status is Status.SOLVED) is (step in true_steps(broken))
    if guessed.status is Status.NOT_YET:
        assert guessed.words[0].startswith("Not at this step. ")
        assert len(guessed.words[0].split()) > 7


def test_lines_that_are_called_the_same_are_the_same() -> None:
    """Where both sides are shown, every part of the canonical request but the faulty one is equal."""
    shown = [broken for broken in GALLERY if broken.level is Level.COMPARE]
    parts = ["canonical_uri", "canonical_query_string", "canonical_headers", "signed_headers", "hashed_payload"]
    words = [guess_step(broken, step).words[0] for broken in shown for step in parts if step not in true_steps(broken)]

    assert len(words) == len(shown) * 4
    assert [one for one in words if "There both sides have the same" not in one] == []


def test_no_other_pair_of_mistakes_gives_the_two_faults() -> None:
    """So it may be said of any other guess that it does not lead to the signature."""
    broken = next(broken for broken in GALLERY if broken.level is Level.TWO_FAULTS)
    evidence = broken.diagnose().evidence
    assert evidence.request is not None
    arrived = SignedRequest.of(
        evidence.request, EXAMPLE.secret_access_key, region=REGION, service=evidence.service or ""
    )

    pairs = replay_pairs(arrived, search=Search.ALL)
    assert [set(proof.slugs) for proof in pairs] == [set(SOLUTIONS[broken.name])]


def test_two_faults_take_two_answers() -> None:
    """After the first, its step is no answer any more."""
    broken = BY_NAME["One fix did not help"]
    query, payload = SOLUTIONS[broken.name]

    assert "two faults" in call_of(broken).words[0]
    assert "Where is the other?" in call_of(broken, (query,)).words[0]
    assert guess_step(broken, CAUSES[query].step, (query,)).status is Status.NOT_STARTED
    assert guess_step(broken, CAUSES[payload].step, (query,)).status is Status.SOLVED


@EACH
def test_hints_go_from_a_nudge_to_nearly_all(broken: BrokenRequest) -> None:
    """The second names the step, the third how it comes about; none names the cause."""
    first, second, third = hints_for(broken)

    assert first == broken.hint
    for slug in SOLUTIONS[broken.name]:
        assert PLACES[CAUSES[slug].step] in second
        assert CAUSES[slug].how in third
        assert CAUSES[slug].sentence not in first + second + third


def test_the_best_try_is_kept() -> None:
    """A fault found counts before one shown; then the fewest hints; then the fewest wrong guesses."""
    name, score = GALLERY[0].name, Score()
    tries = [
        Tally(name, 1, 1),
        Tally(name, 0, 0, (), Ending.SHOWN),
        Tally(name, 3, 0, ("wrong-region",), Ending.FOUND),
        Tally(name, 1, 2, ("wrong-region",), Ending.FOUND),
        Tally(name, 2, 0, ("wrong-region",), Ending.FOUND),
        Tally(name, 0, 0, (), Ending.SHOWN),
    ]
    said = []
    for tally in tries:
        score.add(tally)
        said.append(next(score.rows())[2])

    best = "✓ found, 1 hint, 2 wrong guesses"
    assert said == ["○ open", "– shown by the doctor", "✓ found, 3 hints, no wrong guesses", best, best, best]
    assert str(score) == "1 of 12 found, with 1 hint."


def test_a_try_ends_with_its_last_fault() -> None:
    """Of two faults the first leaves it open."""
    tally = Tally("One fix did not help").with_cause("empty-body-hash")
    assert tally.ending is Ending.OPEN
    assert tally.with_cause("query-param-empty-value").ending is Ending.FOUND
