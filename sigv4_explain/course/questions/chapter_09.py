"""Questions of notebook 09: be the server."""

from __future__ import annotations

from sigv4_explain.course.checked import Status
from sigv4_explain.course.question import Choice, Question

QUESTIONS = (
    Question(
        name="two-faults",
        chapter="09",
        text="A request is signed for the wrong Region and with the wrong secret. Which of the two is told?",
        choices=(
            Choice(
                "The wrong secret: the signature is looked at first",
                "To compute it, the server needs Region and service. So it looks at those before.",
            ),
            Choice("Both, in one answer", "The server stops at the first rule that is broken."),
            Choice(
                "The wrong Region",
                "Right: the scope is read before anything is computed. The secret comes to light afterwards.",
                Status.SOLVED,
            ),
        ),
    ),
    Question(
        name="whose-list",
        chapter="09",
        text="Which headers does the server put into its canonical request?",
        choices=(
            Choice(
                "Those that the request lists in SignedHeaders",
                "Right: the list is part of what is signed, so nobody can shorten it on the way.",
                Status.SOLVED,
            ),
            Choice(
                "All that arrived",
                "Proxies add headers on the way. Every request that met one would be refused.",
            ),
            Choice(
                "Those on the service's own list",
                "Clients sign different headers, and all are let in. So the list comes with the request.",
            ),
        ),
    ),
    Question(
        name="replay",
        chapter="09",
        text="Somebody records a signed request, and sends it once more after four minutes, unchanged. What happens?",
        choices=(
            Choice(
                "It is refused: a signature can be used once",
                "SigV4 has no number to use once. The server does not remember signatures.",
            ),
            Choice(
                "It is let in",
                "Right: API Gateway's window is five minutes. TLS keeps others from recording it in the first place.",
                Status.SOLVED,
            ),
            Choice(
                "It is refused: it comes from another computer",
                "The sender's address is no part of what is signed. A policy may ask for it; the signature does not.",
            ),
        ),
    ),
    Question(
        name="constant-time",
        chapter="09",
        text="Why does the server compare signatures with compare_digest, and not with ==?",
        choices=(
            Choice(
                "== may say that two different texts are equal",
                "It never does. Both give the same answer.",
            ),
            Choice("It is faster", "It is slower: it looks at every character, also after the first that differs."),
            Choice(
                "== stops at the first difference, and its time tells where that was",
                "Right: who can measure that can guess a signature digit by digit.",
                Status.SOLVED,
            ),
        ),
    ),
    Question(
        name="a-header-added",
        chapter="09",
        text="Every header of a request is signed. On the way somebody adds another one. What does the server say?",
        choices=(
            Choice(
                "Refused: the signature does not match",
                "The new name is not in SignedHeaders, so the server leaves it out when it computes.",
            ),
            Choice(
                "Accepted",
                "Right: what was not there could not be signed. An API should trust signed headers only. (S3 refuses "
                "an unsigned x-amz-… header.)",
                Status.SOLVED,
            ),
            Choice(
                "Refused: the number of headers differs",
                "Headers are not counted. Proxies add some to nearly every request.",
            ),
        ),
    ),
)
