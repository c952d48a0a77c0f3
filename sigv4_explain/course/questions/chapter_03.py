"""Questions of notebook 03: headers and payload."""

from __future__ import annotations

from sigv4_explain.course.checked import Status
from sigv4_explain.course.question import Choice, Question

QUESTIONS = (
    Question(
        name="order-of-headers",
        chapter="03",
        text="The headers are sent as X-Amz-Date, Accept, Host. What is the first line of the canonical headers?",
        choices=(
            Choice("The line of host: it must be signed, so it leads.", "It must be signed, yet its place is by name."),
            Choice("The line of x-amz-date, as sent", "The order sent counts for nothing: proxies may change it."),
            Choice(
                "The line of accept",
                "Right: names are written in lower case, then sorted; accept comes before host and x-amz-date.",
                Status.SOLVED,
            ),
        ),
    ),
    Question(
        name="blanks-in-quotes",
        chapter="03",
        text='A value is sent as "a   b", in quotes, with three blanks inside. How many of them are signed?',
        choices=(
            Choice("Three: quotes protect what stands between them.", "So the rule once was. AWS's own case says one."),
            Choice("One", "Right: a run of blanks becomes one, in quotes as well.", Status.SOLVED),
            Choice("None", "Those at the ends go, and the quotes are the ends here. Inside, one blank stays."),
        ),
    ),
    Question(
        name="repeated-header",
        chapter="03",
        text="My-Header: b is sent, and after it My-Header: a. What is signed?",
        choices=(
            Choice("my-header:b,a", "Right: one line, the values in the order they were sent.", Status.SOLVED),
            Choice(
                "my-header:a,b", "Names are sorted; the values of one name are not. Their order can mean something."
            ),
            Choice("Two lines, one for each", "HTTP takes both spellings for the same. So one was chosen: one line."),
            Choice("my-header:a, the last one", "Then nobody would notice when b was changed on the way."),
        ),
    ),
    Question(
        name="must-be-signed",
        chapter="03",
        text="Temporary credentials send a session token along. Which of these headers must be signed?",
        choices=(
            Choice("User-Agent", "Browsers, proxies and HTTP libraries write their own. Better not."),
            Choice("X-Forwarded-For", "Each proxy adds to it. A signature over it breaks on the way."),
            Choice("Accept", "It may be signed, and most signers do. It need not be."),
            Choice(
                "X-Amz-Security-Token",
                "Right: the host, and every x-amz-… header that is sent. Here that is the session token.",
                Status.SOLVED,
            ),
        ),
    ),
    Question(
        name="header-added-on-the-way",
        chapter="03",
        text="After you signed, a proxy adds the header X-Forwarded-For. Does the signature still fit?",
        choices=(
            Choice("No: the request was changed.", "Changed, yes. But the server checks what SignedHeaders lists."),
            Choice(
                "Yes: SignedHeaders does not list it.",
                "Right: the server builds its canonical headers from your list, and the new one is not on it.",
                Status.SOLVED,
            ),
            Choice("Only if the server knows the proxy.", "No server asks who wrote a header; it reads your list."),
        ),
    ),
    Question(
        name="same-payload-hash",
        chapter="03",
        text="Which of these six edits leaves the hash of the payload as it was?",
        choices=(
            Choice("A blank less after a colon of the JSON", "The JSON means the same; the body is one byte shorter."),
            Choice("The keys of the JSON in another order", "A parser sees no difference. The hash sees bytes."),
            Choice(
                "A line break at the end",
                "It is a byte of the body. Of a file, curl --data-binary sends it, and curl -d drops it.",
            ),
            Choice("ë written as \\u00eb", "The same name to a parser: six bytes where two were."),
            Choice(
                "Another Content-Type",
                "Right: that is a header. It changes a line of its own, and the body stays.",
                Status.SOLVED,
            ),
            Choice("Latin-1 in place of UTF-8", "It looks the same on screen; ë is one byte where two were."),
        ),
    ),
    Question(
        name="no-body",
        chapter="03",
        text="A GET has no body. What is the last line of its canonical request?",
        choices=(
            Choice("An empty line", "Then the line could be forgotten, and nobody would notice. It is never empty."),
            Choice("UNSIGNED-PAYLOAD", "That says: the body was not hashed. Here there is something to hash: nothing."),
            Choice("The hash of no bytes: e3b0c442…", "Right: nothing has a hash too, always this one.", Status.SOLVED),
        ),
    ),
    Question(
        name="unsigned-payload",
        chapter="03",
        text="A request to S3 is signed with UNSIGNED-PAYLOAD. What may somebody on the way change unnoticed?",
        choices=(
            Choice("Nothing: it is signed.", "The last line says UNSIGNED-PAYLOAD, whatever the body is."),
            Choice(
                "The body",
                "Right: only HTTPS protects it now. So botocore writes these words over HTTPS alone.",
                Status.SOLVED,
            ),
            Choice("Body and headers", "The headers in SignedHeaders are signed as ever."),
        ),
    ),
    Question(
        name="empty-line",
        chapter="03",
        text="Why is there an empty line before the list of signed headers?",
        choices=(
            Choice(
                "Each header line ends with a line break, and the parts are joined by one more.",
                "Right: nobody writes the empty line. Two line breaks meet.",
                Status.SOLVED,
            ),
            Choice("It stands for the empty query.", "The query's line is the third, above the headers."),
            Choice("As in HTTP, it parts the headers from the body.", "It looks so, but names and a hash follow it."),
        ),
    ),
)
