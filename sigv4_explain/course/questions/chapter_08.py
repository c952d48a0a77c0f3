"""Questions of notebook 08: temporary credentials."""

from __future__ import annotations

from sigv4_explain.course.checked import Status
from sigv4_explain.course.question import Choice, Question

QUESTIONS = (
    Question(
        name="where-the-token-goes",
        chapter="08",
        text="Where does a session token go when a request is signed?",
        choices=(
            Choice(
                "Into the key chain, beside the secret",
                "The chain has the secret, the day, the Region and the service. It knows no token.",
            ),
            Choice(
                "Into a header that is signed",
                "Right: X-Amz-Security-Token is one more x-amz-… header, and it travels readable.",
                Status.SOLVED,
            ),
            Choice("Nowhere: STS keeps it", "Then the server could not check the key: id and token belong together."),
        ),
    ),
    Question(
        name="without-its-token",
        chapter="08",
        text="A program takes the lent id and secret, and forgets the token. Which words come back?",
        choices=(
            Choice(
                "The security token included in the request is invalid.",
                "Right, though none was included: AWS checks such a key by its token, and knows no such key without.",
                Status.SOLVED,
            ),
            Choice(
                "The request signature we calculated does not match",
                "The secret is right, so it would match. But the server does not get that far.",
            ),
            Choice(
                "The security token included in the request is expired",
                "So it is said of a session that is over. This one has not ended.",
            ),
        ),
    ),
    Question(
        name="sixteen-minutes-later",
        chapter="08",
        text="The keys were lent for 15 minutes. After 16 you sign anew, with the right time. What is wrong?",
        choices=(
            Choice("Nothing: the signature is fresh", "It is. But the keys that made it are not lent any more."),
            Choice(
                "Signature expired",
                "That is about the date in the request, and yours is right.",
            ),
            Choice(
                "The security token included in the request is expired",
                "Right: the session is over, however fresh the signature. Ask STS for new keys.",
                Status.SOLVED,
            ),
        ),
    ),
)
