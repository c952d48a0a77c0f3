"""Questions of notebook 07: call an IAM-protected API."""

from __future__ import annotations

from sigv4_explain.course.checked import Status
from sigv4_explain.course.question import Choice, Question

QUESTIONS = (
    Question(
        name="without-a-signature",
        chapter="07",
        text="You call the API without any signature. What does it answer?",
        choices=(
            Choice("401 Unauthorized", "Many APIs do. An API Gateway behind IAM says 403, whatever is missing."),
            Choice(
                "403 Missing Authentication Token",
                "Right: no token of any kind is meant, only the signature. The words are old.",
                Status.SOLVED,
            ),
            Choice(
                "403 The request signature we calculated does not match",
                "To calculate one, the server must know the key. Here there is none to look up.",
            ),
        ),
    ),
    Question(
        name="without-an-api-key",
        chapter="07",
        text="A good signature, but no API key, at a method that asks for both. What happens?",
        choices=(
            Choice(
                "You are in: the signature says who you are",
                "It does. But the method asks for a key as well, to count your calls.",
            ),
            Choice(
                "403, and the message says that the API key is missing",
                "That would help. The message has one word, and it names no key.",
            ),
            Choice("403 Forbidden", "Right: one word, the same as for a stage that does not exist.", Status.SOLVED),
        ),
    ),
    Question(
        name="right-signature-no-policy",
        chapter="07",
        text="Alice signs rightly, with a key of her own, but no policy lets her call this API. What does she get?",
        choices=(
            Choice(
                "403 with her name, the action and the resource",
                "Right: the signature was good, so the server knows who asks, and says what is not allowed.",
                Status.SOLVED,
            ),
            Choice(
                "403 The request signature we calculated does not match",
                "Her signature does match. Whether she may call is asked after that.",
            ),
            Choice(
                "403 Missing Authentication Token",
                "So a request without a signature is answered, or a path that does not exist.",
            ),
        ),
    ),
)
