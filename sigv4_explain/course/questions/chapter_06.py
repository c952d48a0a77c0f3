"""Questions of notebook 06: on the wire."""

from __future__ import annotations

from sigv4_explain.course.checked import Status
from sigv4_explain.course.question import Choice, Question

QUESTIONS = (
    Question(
        name="not-in-the-header",
        chapter="06",
        text="Which of these does the Authorization header not say?",
        choices=(
            Choice("The access key id.", "It does: without it the server would not know whose secret to take."),
            Choice("The Region.", "It does, within the credential scope: the server sees where you meant to go."),
            Choice(
                "The time of day at which it was signed.",
                "Right: the scope has the day alone. The time travels in X-Amz-Date.",
                Status.SOLVED,
            ),
            Choice("The names of the signed headers.", "It does: the server must sign the very same ones."),
        ),
    ),
    Question(
        name="who-can-use-the-url",
        chapter="06",
        text="Alice presigns a URL and sends it to Bob, who has no AWS account. What can Bob do?",
        choices=(
            Choice("Nothing: he has no keys.", "He needs none. The URL has all that the server asks for."),
            Choice(
                "Send this one request until the URL expires, as Alice.",
                "Right: and so can anybody who gets to see the URL.",
                Status.SOLVED,
            ),
            Choice("Read her secret out of the URL.", "The secret is not in it, only a signature made with it."),
        ),
    ),
    Question(
        name="what-stays-the-same",
        chapter="06",
        text="The same request is presigned instead of signed in a header. Which of these stays the same?",
        choices=(
            Choice("The canonical request.", "Its query has five more parameters, and its headers are others."),
            Choice("The signature.", "It is made of the canonical request, and that is another."),
            Choice(
                "The signing key.",
                "Right: it depends on the secret, the day, the Region and the service alone.",
                Status.SOLVED,
            ),
        ),
    ),
    Question(
        name="a-longer-life",
        chapter="06",
        text="Bob has a URL for S3 with X-Amz-Expires=300. He writes 604800 in its place. What happens?",
        choices=(
            Choice(
                "It is refused at once.",
                "Right: the parameter is part of the canonical request, so the signature no longer fits.",
                Status.SOLVED,
            ),
            Choice("It counts for a week.", "It would, if the number were not signed."),
            Choice(
                "It still counts for 300 seconds.", "The server goes by the URL it gets, and that has a new number."
            ),
        ),
    ),
    Question(
        name="a-body-nobody-knows-yet",
        chapter="06",
        text="Alice presigns an upload to S3. Bob will choose the picture. What does the signature say of the body?",
        choices=(
            Choice("Its hash.", "Alice would have to know the picture when she signs."),
            Choice("The hash of an empty body.", "Then an upload would be refused: its hash is another."),
            Choice(
                "That it is not signed.",
                "Right: the last line is UNSIGNED-PAYLOAD. Whoever has the URL may upload anything.",
                Status.SOLVED,
            ),
        ),
    ),
    Question(
        name="the-earlier-end",
        chapter="06",
        text="A URL for S3 is presigned for an hour; the temporary keys end in ten minutes. How long does it count?",
        choices=(
            Choice("An hour: the URL says so.", "The server also looks at the session, and that is over by then."),
            Choice("Ten minutes: the earlier end.", "Right: no URL outlives the keys that signed it.", Status.SOLVED),
            Choice("Not at all: such keys cannot presign.", "They can. The token then travels in the URL as well."),
        ),
    ),
)
