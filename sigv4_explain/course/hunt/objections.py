"""What speaks against a wrong guess: the mistake is made on purpose, and what comes of it is not what is seen."""

from __future__ import annotations

from sigv4_explain.course.hunt.remade import Remade, remade
from sigv4_explain.course.hunt.suspects import NEARLY
from sigv4_explain.doctor.aspects import first_difference
from sigv4_explain.doctor.diagnosis import Diagnosis
from sigv4_explain.doctor.gallery import BrokenRequest, Level
from sigv4_explain.doctor.mistakes import MISTAKES
from sigv4_explain.presented import presented_by

_BY_SLUG = {mistake.slug: mistake for mistake in MISTAKES}
_NEARLY = (
    "The keys differ, that is true. But signing with the secret that you have, and one thing added to it, gives "
    "exactly the signature that was sent. What was added?"
)


def objection_to(broken: BrokenRequest, slug: str) -> str:
    """Say what would be seen if this were the cause, and what is seen instead."""
    if slug == NEARLY:
        return _NEARLY
    made = remade(broken, _BY_SLUG[slug])
    if made is None:
        return "This request leaves no room for it."
    diagnosis = broken.diagnose()
    if made.recipe.scope != made.right.scope:
        return _other_scope(diagnosis, made)
    if broken.level is Level.READ:
        return _other_words(diagnosis, made)
    if broken.level is Level.COMPARE:
        return _other_line(diagnosis, made)
    return _other_signature(broken, diagnosis, made)


def said(message: str) -> str:
    """Return AWS's message up to what it advises."""
    return message.partition(" Check your")[0].strip()


def _other_scope(diagnosis: Diagnosis, made: Remade) -> str:
    request = diagnosis.evidence.request
    scope = () if request is None else presented_by(request, "X-Amz-Security-Token").credential[1:]
    return (
        f"Then the credential would end in “{'/'.join(made.recipe.scope)}”, and AWS would say “{said(made.message)}” "
        f"It ends in “{'/'.join(scope)}”."
    )


def _other_words(diagnosis: Diagnosis, made: Remade) -> str:
    return f"Then AWS would say “{said(made.message)}” It says “{_message(diagnosis)}”"


def _other_line(diagnosis: Diagnosis, made: Remade) -> str:
    client = ("" if diagnosis.sides is None else diagnosis.sides.client.canonical_request or "").split("\n")
    place = first_difference("canonical_request", made.recipe.canonical_request(), made.right.canonical_request())
    if place.where is None:
        return "Then both canonical requests would be the same. They are not."
    number = place.where.line
    return (
        f"Then line {number} of what the client signed would be {_line(place.sent)}. It is {_line(client[number - 1])}."
    )


def _other_signature(broken: BrokenRequest, diagnosis: Diagnosis, made: Remade) -> str:
    place = first_difference("canonical_request", made.recipe.canonical_request(), made.right.canonical_request())
    line = "" if place.where is None else f" line {place.where.line} is {_line(place.sent)}, and"
    if broken.level is Level.TWO_FAULTS:
        return f"Made on purpose,{line} with no other known mistake beside it comes the signature that was sent."
    request = diagnosis.evidence.request
    sent = "" if request is None else presented_by(request, "X-Amz-Security-Token").parameters["Signature"]
    mine = made.recipe.signature()
    return f"Made on purpose,{line} the signature begins with {mine[:8]}. The one that was sent begins with {sent[:8]}."


def _message(diagnosis: Diagnosis) -> str:
    answer = diagnosis.evidence.answer
    return said((answer and answer.message) or "")


def _line(line: str | None) -> str:
    return f"“{line}”" if line else "empty"
