"""Judge a guess: where the fault is, and which it is."""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

from sigv4_explain.course.checked import Status
from sigv4_explain.course.hunt.objections import objection_to
from sigv4_explain.course.hunt.places import nothing_wrong_with
from sigv4_explain.course.hunt.suspects import PLACES, true_causes
from sigv4_explain.doctor.causes import CAUSES
from sigv4_explain.doctor.gallery import BrokenRequest
from sigv4_explain.doctor.gallery.requests import SOLUTIONS

_COUNTS = {1: "There is one fault.", 2: "There are two faults."}


class Guessed(NamedTuple):
    """What is said of a guess."""

    status: Status
    words: tuple[str, ...]
    """A paragraph each."""


def call_of(broken: BrokenRequest, found: Collection[str] = ()) -> Guessed:
    """Say how many faults there are, and how many are still to be found."""
    count = len(SOLUTIONS[broken.name])
    words = f"You have found {len(found)}. Where is the other?" if found else "Where does it go wrong?"
    return Guessed(Status.NOT_STARTED, (f"{_COUNTS[count]} {words}",))


def guess_step(broken: BrokenRequest, step: str, found: Collection[str] = ()) -> Guessed:
    """Judge a step of ``PLACES``; ``found`` are the causes found already."""
    true = true_causes(broken, step)
    if not true:
        return Guessed(Status.NOT_YET, (f"Not at this step. {nothing_wrong_with(broken, step)}",))
    if all(cause.slug in found for cause in true):
        return Guessed(Status.NOT_STARTED, ("That one you have found. There is another one.",))
    return Guessed(Status.SOLVED, (f"Yes, there: {PLACES[step]}. What is wrong with it?",))


def guess_cause(broken: BrokenRequest, slug: str) -> Guessed:
    """Judge a cause by its name."""
    cause = CAUSES[slug]
    if slug in SOLUTIONS[broken.name]:
        return Guessed(Status.SOLVED, (cause.sentence, f"How it comes about: {cause.how}", f"Mend it: {cause.fix}"))
    return Guessed(Status.NOT_YET, (f"How that comes about: {cause.how}", objection_to(broken, slug)))
