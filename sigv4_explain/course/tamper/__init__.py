"""An order, five ways to protect it, and seven attacks on it: what a signature gives, found by trying."""

from __future__ import annotations

from sigv4_explain.course.tamper.attack import Attack
from sigv4_explain.course.tamper.attempt import Attempt, attempted
from sigv4_explain.course.tamper.drawing import TAMPER_SECTIONS, tried_html
from sigv4_explain.course.tamper.protection import SECRET, WINDOW, Check, Message, Protection, examined, protected
from sigv4_explain.course.tamper.result import Result
from sigv4_explain.course.tamper.tried import Tried

__all__ = [
    "SECRET",
    "TAMPER_SECTIONS",
    "WINDOW",
    "Attack",
    "Attempt",
    "Check",
    "Message",
    "Protection",
    "Result",
    "Tried",
    "attempted",
    "examined",
    "protected",
    "tried_html",
]
