"""Questions of notebook 00: sign a request."""

from __future__ import annotations

from sigv4_explain.course.checked import Status
from sigv4_explain.course.question import Choice, Question

QUESTIONS = (
    Question(
        name="one-letter-of-the-body",
        chapter="00",
        text="You change one letter of the body. How much of the signature changes?",
        choices=(
            Choice("One of its 64 digits", "A check digit would do that. A hash mixes every bit into every other."),
            Choice(
                "Nothing: the body is not signed",
                "It is, by its hash. Try it: type a letter into the body, and look at the signature.",
            ),
            Choice(
                "About half of its bits",
                "Right: that is why a signature tells that something changed, and never what.",
                Status.SOLVED,
            ),
        ),
    ),
    Question(
        name="another-region",
        chapter="00",
        text="You sign the same request for another Region. Which value is the first that differs?",
        choices=(
            Choice(
                "The canonical request",
                "It has the method, path, query, headers and the body's hash. The Region is in none of them.",
            ),
            Choice(
                "The credential scope",
                "Right: the Region is no part of the request. It comes in with the scope, and then with the key.",
                Status.SOLVED,
            ),
            Choice(
                "The signature, and nothing before it",
                "The signature is the last link. It differs because something before it does.",
            ),
        ),
    ),
)
