"""The hints to a broken request, from a nudge to nearly all of it."""

from __future__ import annotations

from sigv4_explain.course.hunt.suspects import PLACES
from sigv4_explain.doctor.causes import CAUSES
from sigv4_explain.doctor.gallery import BrokenRequest
from sigv4_explain.doctor.gallery.requests import SOLUTIONS


def hints_for(broken: BrokenRequest) -> tuple[str, str, str]:
    """Return where to look, the step where it goes wrong, and how that comes about."""
    causes = [CAUSES[slug] for slug in SOLUTIONS[broken.name]]
    places = " And: ".join([f"{PLACES[cause.step]}." for cause in causes])
    ways = " And: ".join([cause.how for cause in causes])
    return broken.hint, f"It goes wrong here. {places}", f"It comes about so. {ways}"
