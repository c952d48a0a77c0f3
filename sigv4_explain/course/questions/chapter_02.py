"""Questions of notebook 02: method, path and query."""

from __future__ import annotations

from sigv4_explain.course.checked import Status
from sigv4_explain.course.question import Choice, Question

QUESTIONS = (
    Question(
        name="order-of-names",
        chapter="02",
        text="The query is a-b=1&a=2. What comes first in the canonical query string?",
        choices=(
            Choice("a=2", "Right: a is the beginning of a-b, so it is sorted before it.", Status.SOLVED),
            Choice("a-b=1", "So it would be if whole texts were sorted: - comes before =. But names are sorted."),
            Choice("The order stays as sent.", "The server sorts, whatever was sent. Who does not is refused."),
        ),
    ),
)
