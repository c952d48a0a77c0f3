"""Exercise of notebook 05: what does a stolen key open? A thief tries it, and the server says what is right."""

from __future__ import annotations

from sigv4_explain.course.exercise import Example, Exercise, Requirement, WrongAnswer
from sigv4_explain.course.stolen_keys import forged
from sigv4_explain.credentials import EXAMPLE, CredentialScope
from sigv4_explain.request import Request
from sigv4_explain.signature import date_key, date_region_key, date_region_service_key
from sigv4_explain.verifier import verify

_PREFIX = Requirement("A key opens every scope that begins with the words mixed into it, and no other.")
_FURTHER = Requirement(
    "What is not mixed in yet can be chosen: the thief walks the chain on, to any Region or service."
)
_NOT_BACK = Requirement("HMAC cannot be undone: a word that is mixed in stays in, and no other can take its place.")
_IN_PLACE = Requirement(
    "The words are mixed in one after the other, so the first word of the scope must be the first of the key."
)
_SECRET = Requirement("No word is mixed into the secret itself, so it opens everything.")


def my_can_sign(mixed_in: tuple[str, ...], scope: tuple[str, ...]) -> bool:
    """Tell whether a key with these words mixed in can sign for a day, a Region and a service."""
    return scope[: len(mixed_in)] == mixed_in


def _by_the_server(mixed_in: tuple[str, ...], scope: tuple[str, str, str]) -> bool:
    """Steal the key, walk the chain on, and let the server judge what the thief signed."""
    wanted, at = CredentialScope(*scope), f"{scope[0]}T123600Z"
    request, known = Request("GET", "https://example.com/"), {EXAMPLE.access_key_id: EXAMPLE}
    sent = forged(request, EXAMPLE.access_key_id, _stolen(mixed_in), len(mixed_in), at, wanted)
    return verify(sent, known, region=wanted.region, service=wanted.service, at=at).accepted


def _stolen(mixed_in: tuple[str, ...]) -> str | bytes:
    """Return the owner's key after these links: the secret itself after none."""
    key: str | bytes = EXAMPLE.secret_access_key
    for link, word in zip((date_key, date_region_key, date_region_service_key), mixed_in, strict=False):
        key = link(key, word)  # type: ignore[operator]  # each takes what the one before returns
    return key


_DAY, _NEXT_DAY, _HERE, _THERE = "20150830", "20150831", "eu-central-1", "us-east-1"

EXERCISES = (
    Exercise(
        name="can-sign",
        chapter="05",
        task="write my_can_sign(mixed_in, scope): words in a stolen key, and (day, Region, service); a bool out.",
        cases=(
            Example(((_DAY, _HERE, "s3"), (_DAY, _HERE, "s3")), _PREFIX),
            Example(((_DAY, _HERE, "s3"), (_DAY, _HERE, "sts")), _NOT_BACK),
            Example(((_DAY, _HERE), (_DAY, _HERE, "sts")), _FURTHER),
            Example(((_DAY, _HERE), (_DAY, _THERE, "sts")), _NOT_BACK),
            Example(((_DAY,), (_DAY, _THERE, "iam")), _FURTHER),
            Example(((_DAY,), (_NEXT_DAY, _THERE, "iam")), _NOT_BACK),
            Example(((), (_NEXT_DAY, _THERE, "iam")), _SECRET),
            Example(((_DAY, _HERE), (_NEXT_DAY, _HERE, "s3")), _IN_PLACE),
            Example(((_HERE, _DAY), (_DAY, _HERE, "s3")), _IN_PLACE),
        ),
        right=_by_the_server,
        solution=my_can_sign,
        mistakes=(
            WrongAnswer(lambda mixed_in, scope: mixed_in == scope, _FURTHER),
            WrongAnswer(lambda _mixed_in, _scope: True, _NOT_BACK),
            WrongAnswer(lambda mixed_in, scope: bool(mixed_in) and scope[: len(mixed_in)] == mixed_in, _SECRET),
            WrongAnswer(lambda mixed_in, scope: mixed_in[-1:] == scope[: len(mixed_in)][-1:], _IN_PLACE),
            WrongAnswer(lambda mixed_in, scope: not mixed_in or mixed_in[0] == scope[0], _PREFIX),
        ),
        hints=(
            "Write the scope's words in the order in which the chain takes them. Which of them are fixed already?",
            "A key with two words in it opens each scope that begins with these two words.",
            "Cut the scope to as many words as the key has, and compare.",
        ),
    ),
)
