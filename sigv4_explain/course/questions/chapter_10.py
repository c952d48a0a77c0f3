"""Questions of notebook 10: find out why a signature is refused."""

from __future__ import annotations

from sigv4_explain.course.checked import Status
from sigv4_explain.course.question import Choice, Question

QUESTIONS = (
    Question(
        name="signed-for-virginia",
        chapter="10",
        text="Bob signs for us-east-1, and his secret has a typing error too. His API is in Frankfurt. "
        "What does AWS tell him?",
        choices=(
            Choice("That the signature does not match.", "It would not. But no signature has been computed yet."),
            Choice(
                "Both faults, one after the other.", "An answer names one fault. The next one shows when it is mended."
            ),
            Choice(
                "That the credential has the wrong Region.",
                "Right: the scope is compared first, as text. Of the secret the answer says nothing.",
                Status.SOLVED,
            ),
        ),
    ),
    Question(
        name="two-hours-late",
        chapter="10",
        text="AWS says that a request was signed exactly two hours ago. What is the likeliest cause?",
        choices=(
            Choice(
                "Local time was signed as if it were UTC.",
                "Right: a difference of whole hours points to a time zone.",
                Status.SOLVED,
            ),
            Choice("The clock of the computer is slow.", "A slow clock is seldom slow by exactly 7200 seconds."),
            Choice("The network was slow.", "Nothing waits for exactly two hours; the client would have given up."),
        ),
    ),
    Question(
        name="which-line",
        chapter="10",
        text="A client signed before its request had a body, and then sent it with one. Where do the two canonical "
        "requests differ?",
        choices=(
            Choice("Nowhere: the body is no part of them.", "Not the body itself, but its hash is."),
            Choice("In the last line alone.", "Right: there stands the hash of the body.", Status.SOLVED),
            Choice(
                "In every line after the headers.",
                "A line is written from one part of the request. The names of the signed headers are the same.",
            ),
        ),
    ),
    Question(
        name="four-letters",
        chapter="10",
        text="A key id begins with ASIA. Which header has to be in the request beside X-Amz-Date and Authorization?",
        choices=(
            Choice("X-Amz-Content-Sha256", "Some services want it, for any kind of key."),
            Choice("X-Api-Key", "API Gateway may ask for one, to count calls. It says nothing about who signs."),
            Choice(
                "X-Amz-Security-Token",
                "Right: ASIA stands for temporary credentials, which are three values. The third is the session token.",
                Status.SOLVED,
            ),
        ),
    ),
    Question(
        name="last-colour",
        chapter="10",
        text="A client keeps ?colour=red&colour=black in a dictionary before it signs. What does it sign?",
        choices=(
            Choice("colour=black", "Right: the second value took the place of the first.", Status.SOLVED),
            Choice("colour=black&colour=red", "That is what AWS signs, sorted. A dictionary has one value for a name."),
            Choice("colour=red", "The first one was there, until the second was put under the same name."),
            Choice("colour=red,black", "So some clients join a list of values. A dictionary keeps the last one."),
        ),
    ),
    Question(
        name="all-is-equal",
        chapter="10",
        text="Your canonical request and your string to sign equal AWS's, and still the signature does not match. "
        "Where do you look?",
        choices=(
            Choice("At the order of the headers.", "It would show in the canonical request, and that is equal."),
            Choice("At the clock.", "The time stands in the string to sign, and AWS would have said that it is off."),
            Choice(
                "At the secret.",
                "Right: the same text gives another signature only under another key.",
                Status.SOLVED,
            ),
        ),
    ),
)
