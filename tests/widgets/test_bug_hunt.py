from __future__ import annotations

from dataclasses import replace
from html import unescape

import pytest

from sigv4_explain import Credentials
from sigv4_explain.errors import InvalidInput
from sigv4_explain.widgets import BugHunt
from tests.widgets.apps import bundle, classes_of
from tests.widgets.parts import CAUSES, GALLERY, NOWHERE, PLACES, SOLUTIONS, BrokenRequest, Ending, hints_for, suspects

NUMBERED = list(enumerate(GALLERY, 1))
EACH = pytest.mark.parametrize(("number", "broken"), NUMBERED, ids=[broken.name for broken in GALLERY])


def shown(hunt: BugHunt, name: str = "said") -> str:
    """Return what a section shows, as text."""
    return unescape(str(hunt.sections[name].value))


def find(hunt: BugHunt, slug: str) -> None:
    """Choose the step of a cause, and then the cause."""
    hunt.form.step.value = CAUSES[slug].step
    hunt.form.cause.value = slug


def wrong_step(broken: BrokenRequest) -> str:
    """Return a step where nothing is wrong."""
    true = {CAUSES[slug].step for slug in SOLUTIONS[broken.name]}
    return next(step for step in PLACES if step not in true)


@EACH
def test_each_request_can_be_hunted_to_its_end(number: int, broken: BrokenRequest) -> None:
    """What its owner has is on screen; the right step and cause end it, with the doctor's proof."""
    hunt = BugHunt(number)
    assert broken.story in shown(hunt, "hunted")
    assert shown(hunt, "proof") == ""

    for slug in SOLUTIONS[broken.name]:
        find(hunt, slug)

    assert hunt.hunt.tally.ending is Ending.FOUND
    assert "✓ Right." in shown(hunt)
    assert all(slug in shown(hunt, "proof") for slug in SOLUTIONS[broken.name])
    assert f"{broken.name}</th>" in shown(hunt, "score").replace("’", "'")
    assert "1 of 12 found, with no hints." in shown(hunt, "score")


def test_no_secret_is_shown() -> None:
    """Only the example keys that AWS has published stand on the page as they are."""
    given = next(broken for broken in GALLERY if broken.given.credentials)
    marked = replace(given, given=given.given._replace(credentials=Credentials("AKIDMARKED", "MARKEDSECRET/+chars")))

    assert "AKIDMARKED" in str(marked.shown)
    assert "MARKEDSECRET" not in f"{marked.shown}{marked}"


def test_nothing_of_the_answer_is_shown_before_a_guess() -> None:
    """The causes are offered only when the step is right, and the doctor waits."""
    hunt = BugHunt(5)
    assert hunt.form.cause.options == ()
    assert "sigv4-hidden" in classes_of(hunt.form.suspects_box)

    hunt.form.step.value = "hashed_payload"

    assert [slug for _, slug in hunt.form.cause.options] == [
        cause.slug for cause in suspects(GALLERY[4], "hashed_payload")
    ]
    assert "sigv4-hidden" not in classes_of(hunt.form.suspects_box)
    assert shown(hunt, "proof") == ""


def test_wrong_guesses_are_answered_and_counted() -> None:
    """A wrong step takes the causes away again; a wrong cause says what would be seen."""
    hunt = BugHunt(5)
    hunt.form.step.value = "hashed_payload"
    hunt.form.step.value = "canonical_uri"
    assert "✗ No." in shown(hunt)
    assert "both sides have the same: “/default/items/1”" in shown(hunt)
    assert hunt.form.cause.options == ()

    hunt.form.step.value = "hashed_payload"
    hunt.form.cause.value = "unsigned-payload-mismatch"
    assert "would be “UNSIGNED-PAYLOAD”" in shown(hunt)

    hunt.form.cause.value = "empty-body-hash"
    assert (hunt.hunt.tally.wrong, hunt.hunt.tally.ending) == (2, Ending.FOUND)
    assert "✓ found, no hints, 2 wrong guesses" in shown(hunt, "score")


def test_hints_are_given_one_by_one() -> None:
    """Each click gives the next; after the last nothing is counted any more."""
    hunt = BugHunt(1)
    hints = hints_for(GALLERY[0])
    for count in (1, 2, 3):
        hunt.form.hint.click()
        assert [hint in shown(hunt, "hints") for hint in hints] == [True] * count + [False] * (3 - count)
        assert hunt.form.hint.description == f"A hint ({count} of 3 given)"

    hunt.form.hint.click()
    assert hunt.hunt.tally.hints == 3


def test_who_gives_up_sees_the_proof_and_finds_nothing() -> None:
    """Guesses after that are answered, and do not count."""
    hunt = BugHunt(1)
    hunt.form.give_up.click()
    assert "wrong-region" in shown(hunt, "proof")

    find(hunt, "wrong-region")
    hunt.form.step.value = wrong_step(GALLERY[0])
    assert "✗ No." in shown(hunt)
    assert (hunt.hunt.tally.ending, hunt.hunt.tally.wrong) == (Ending.SHOWN, 0)
    assert "0 of 12 found" in shown(hunt, "score")


def test_a_second_try_can_be_better() -> None:
    """With the fault found without a hint, the score forgets the hints of the first try."""
    hunt = BugHunt(1)
    hunt.form.hint.click()
    find(hunt, "wrong-region")
    assert "with 1 hint." in shown(hunt, "score")

    hunt.form.again.click()
    assert hunt.form.step.value == NOWHERE
    assert shown(hunt, "proof") == ""
    assert shown(hunt, "hints") == ""
    find(hunt, "wrong-region")
    assert "with no hints." in shown(hunt, "score")


def test_each_request_keeps_its_own_try() -> None:
    """Who looks at another one and comes back has not lost the hints, nor the end: the proof is there again."""
    hunt = BugHunt(1)
    hunt.form.hint.click()
    find(hunt, "wrong-region")
    hunt.form.request.value = GALLERY[1]
    assert (hunt.hunt.tally.hints, shown(hunt, "hints")) == (0, "")

    hunt.form.give_up.click()
    for number, words in ((0, "You have found it."), (1, "The doctor names it below.")):
        hunt.form.request.value = GALLERY[number]
        assert words in shown(hunt)
        assert SOLUTIONS[GALLERY[number].name][0] in shown(hunt, "proof")


def test_where_nothing_runs_the_request_is_there_and_not_the_answer() -> None:
    """The saved page has what the owner has; not the doctor's proof."""
    hunt = BugHunt(5)
    picture = bundle(hunt)["text/html"]

    assert unescape(picture).count(GALLERY[4].story) == 1
    assert "There is one fault." in picture
    assert "empty-body-hash" not in picture
    assert GALLERY[4].story in repr(hunt)
    assert "empty-body-hash" not in repr(hunt)


@pytest.mark.parametrize("number", [0, 13, -1])
def test_an_unknown_number_says_which_there_are(number: int) -> None:
    """They are counted from 1, as on screen."""
    with pytest.raises(InvalidInput, match=r"number: received .*, expected 1 to 12"):
        BugHunt(number)
