"""What speaks for a step where nothing is wrong: AWS's words, both sides' lines, or the signature itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from sigv4_explain.course.hunt.objections import said
from sigv4_explain.course.hunt.remade import remade
from sigv4_explain.course.hunt.suspects import usual_mistakes
from sigv4_explain.doctor.evidence import Evidence
from sigv4_explain.doctor.gallery import BrokenRequest, Level

_READ = "AWS could read the header, the key id too: its answer is about something else."
_CLOCKS = (
    "With more than five minutes between the clocks, AWS would say that the signature expired, or is not yet current."
)
_NO_ROOM = "Nothing of this request could go wrong there."
_NO_KEY_YET = "The texts of both sides differ, and no key is in them. Look there first."
_LINES: Mapping[str, Callable[[list[str]], list[str]]] = MappingProxyType(
    {
        "canonical_request": lambda lines: lines[:1],
        "canonical_uri": lambda lines: lines[1:2],
        "canonical_query_string": lambda lines: lines[2:3],
        "canonical_headers": lambda lines: lines[3:-3],
        "signed_headers": lambda lines: lines[-2:-1],
        "hashed_payload": lambda lines: lines[-1:],
        "request_date_time": lambda lines: [line for line in lines if line.startswith("x-amz-date:")],
    }
)
"""What of a canonical request belongs to a step."""


def nothing_wrong_with(broken: BrokenRequest, step: str) -> str:
    """Say why a step at which nothing is wrong is not the one."""
    if step == "authorization_header":
        return _READ
    if broken.level is Level.READ:
        return _other_words(broken, step)
    return _same_lines(broken, step) or _before_the_signature(broken, step) or _other_signatures(broken)


def _other_words(broken: BrokenRequest, step: str) -> str:
    would_say = _would_say(broken, step)
    answer = broken.diagnose().evidence.answer
    message = said((answer and answer.message) or "")
    return _NO_ROOM if would_say is None else f"{would_say} It says “{message}”"


def _would_say(broken: BrokenRequest, step: str) -> str | None:
    """Say what AWS says of the most usual fault at a step."""
    if step == "request_date_time":
        return _CLOCKS
    mistake = next(usual_mistakes(broken, step), None)
    made = None if mistake is None else remade(broken, mistake)
    return None if made is None else f"With the usual fault there, AWS would say “{said(made.message)}”"


def _same_lines(broken: BrokenRequest, step: str) -> str | None:
    diagnosis = broken.diagnose()
    if step not in _LINES or not _shows_both_sides(diagnosis.evidence) or diagnosis.sides is None:
        return None
    mine, theirs = [
        _LINES[step]((side.canonical_request or "").split("\n"))
        for side in (diagnosis.sides.client, diagnosis.sides.server)
    ]
    lines = " ".join(mine)
    return None if mine != theirs else f"There both sides have the same: {f'“{lines}”' if lines else 'nothing'}."


def _shows_both_sides(evidence: Evidence) -> bool:
    """Tell whether the hunter can compare: by the client's own text, or by the lines of the request as it was sent."""
    return evidence.server.canonical_request is not None


def _before_the_signature(broken: BrokenRequest, step: str) -> str | None:
    if step == "credential_scope":
        return f"{_would_say(broken, step)} It had no fault to find with it."
    return _NO_KEY_YET if broken.level is Level.COMPARE else None


def _other_signatures(broken: BrokenRequest) -> str:
    alone = "" if broken.level is not Level.TWO_FAULTS else ", alone and with any other"
    return f"Each known mistake of this step was made on purpose{alone}: none gives the signature that was sent."
