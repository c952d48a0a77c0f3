"""Questions of notebook 05: the key chain and the signature."""

from __future__ import annotations

from sigv4_explain.course.checked import Status
from sigv4_explain.course.question import Choice, Question

QUESTIONS = (
    Question(
        name="which-keys-are-new",
        chapter="05",
        text="A client signs for another service, on the same day and in the same Region. Which keys change?",
        choices=(
            Choice("All four.", "kDate and kRegion come before the service: it is not in them."),
            Choice(
                "kService and kSigning.",
                "Right: what comes before the service in the chain does not know it.",
                Status.SOLVED,
            ),
            Choice("Only kService.", "kSigning is made of kService, so it changes with it."),
        ),
    ),
    Question(
        name="hex-for-bytes",
        chapter="05",
        text="A program prints each key as hex, which looks right, and passes that text on to the next step. So?",
        choices=(
            Choice("Nothing: hex and bytes are the same value.", "To HMAC they are 64 characters and 32 bytes."),
            Choice("The program fails with an error.", "HMAC takes a key of any length, so nothing warns you."),
            Choice(
                "The signature is wrong, and nothing says so before the server does.",
                "Right: HMAC takes any bytes for a key, 64 digits as gladly as 32 bytes.",
                Status.SOLVED,
            ),
        ),
    ),
    Question(
        name="one-bit",
        chapter="05",
        text="One single bit of the secret is flipped. How many of the signature's 256 bits change?",
        choices=(
            Choice("One.", "Then one could try the secret bit by bit, and see oneself come nearer."),
            Choice(
                "About half of them.",
                "Right: each bit flips as if a coin decided. So a wrong signature does not tell how wrong the key is.",
                Status.SOLVED,
            ),
            Choice("All of them.", "Then the new signature would be the old one turned round, and easy to guess."),
        ),
    ),
    Question(
        name="stolen-signing-key",
        chapter="05",
        text="A thief reads kSigning in the memory of your server. What can be done with it?",
        choices=(
            Choice("Everything that you may do.", "For that it takes the secret, and HMAC cannot be undone."),
            Choice(
                "Any request to this service, in this Region, on this day.",
                "Right: the day, the Region and the service are mixed in and cannot be taken out.",
                Status.SOLVED,
            ),
            Choice("Only the requests that you sent already.", "That is what a stolen signature is good for."),
        ),
    ),
    Question(
        name="keep-the-key",
        chapter="05",
        text="A program signs a thousand requests a minute, all to one API. How often must it walk the chain?",
        choices=(
            Choice("For each request.", "Nothing of the request is in the chain: only the last step needs it."),
            Choice("Once, when it starts.", "After midnight UTC the day is another, and so is the key."),
            Choice(
                "Once a day.",
                "Right: day, Region and service make the key. So clients keep it, and make a new one after midnight.",
                Status.SOLVED,
            ),
        ),
    ),
)
