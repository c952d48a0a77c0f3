"""Questions of notebook 01: why sign."""

from __future__ import annotations

from sigv4_explain.course.checked import Status
from sigv4_explain.course.question import Choice, Question

QUESTIONS = (
    Question(
        name="password-on-the-way",
        chapter="01",
        text="The attacker reads one message that has Alice's password in it. What can he do tomorrow?",
        choices=(
            Choice("Send that message again, and no other.", "He has more than the message: he has the password."),
            Choice("Send any order he likes, as Alice.", "Right: who knows the password is Alice.", Status.SOLVED),
            Choice("Nothing: it is written in base64.", "base64 is a spelling. Anybody can undo it, as you will see."),
        ),
    ),
    Question(
        name="bare-hash",
        chapter="01",
        text="Alice adds the SHA-256 hash of her order. The attacker changes the amount. When does the server notice?",
        choices=(
            Choice("Always: another order has another hash.", "He can change the hash too. What would he need for it?"),
            Choice("Never.", "It does when he leaves the hash as it was: then it fits another order."),
            Choice(
                "Only if he forgets to change the hash as well.",
                "Right: a hash takes no secret, so he can compute it too.",
                Status.SOLVED,
            ),
        ),
    ),
    Question(
        name="what-the-hmac-needs",
        chapter="01",
        text="An HMAC is computed from the order and a secret. What does the server need to check it?",
        choices=(
            Choice(
                "The same secret: it computes the HMAC again.",
                "Right: both sides have the secret, and neither sends it.",
                Status.SOLVED,
            ),
            Choice("Nothing but the message.", "Then anybody could check it, and anybody could make it."),
            Choice(
                "A way to turn the HMAC back into the order.", "There is none. 32 bytes come out, whatever went in."
            ),
        ),
    ),
    Question(
        name="replayed-tomorrow",
        chapter="01",
        text="The HMAC covers the order alone. The attacker sends the very same message again tomorrow. Is it noticed?",
        choices=(
            Choice(
                "Yes: an HMAC is good for one message.",
                "It is, and this is that very message. The server computes the same HMAC again.",
            ),
            Choice("Yes: the attacker has no secret.", "He needs none: the message is Alice's own, and fits."),
            Choice(
                "No: it is as right as it was today.",
                "Right: that is why AWS signs the date as well.",
                Status.SOLVED,
            ),
        ),
    ),
    Question(
        name="replayed-at-once",
        chapter="01",
        text="Date and order are signed. The attacker sends the same message a minute later. Is it noticed?",
        choices=(
            Choice(
                "No: the date is still fresh.",
                "Right: nobody keeps count of signatures. Orders that must not come twice need a number of their own.",
                Status.SOLVED,
            ),
            Choice("Yes: the date is a minute old.", "That may be a slow line. AWS allows five minutes, or fifteen."),
            Choice("Yes: AWS remembers signatures.", "No page of AWS says so. What it checks is the age."),
        ),
    ),
    Question(
        name="what-a-signature-hides",
        chapter="01",
        text="A signed request travels without TLS. What can somebody on the way read?",
        choices=(
            Choice("Nothing: it is encrypted.", "A signature is added. The request itself stays as it was."),
            Choice("Everything, the secret key too.", "The secret key is not in it, only what was made with it."),
            Choice(
                "Path, headers and body, but not the secret key.",
                "Right: to hide them is what https is for.",
                Status.SOLVED,
            ),
        ),
    ),
)
