"""Questions of notebook 02: method, path and query."""

from __future__ import annotations

from sigv4_explain.course.checked import Status
from sigv4_explain.course.question import Choice, Question

QUESTIONS = (
    Question(
        name="no-query",
        chapter="02",
        text="A URL has no query. What stands in the third line of its canonical request?",
        choices=(
            Choice(
                "Nothing: the headers move up.", "Then the headers would be read as a query. Each line has its place."
            ),
            Choice("A question mark.", "The question mark only separates path and query. It is never signed."),
            Choice("Nothing, but the line is there.", "Right: an empty line keeps the place.", Status.SOLVED),
        ),
    ),
    Question(
        name="unreserved",
        chapter="02",
        text="Which of these characters does UriEncode leave as it is?",
        choices=(
            Choice("*", "JavaScript's encodeURIComponent leaves it. UriEncode writes %2A."),
            Choice("~", "Right: the marks that stay are - . _ ~ and no others.", Status.SOLVED),
            Choice("+", "A plus becomes %2B, so that nobody takes it for a space."),
            Choice(":", "Paths often have it raw. UriEncode writes %3A all the same."),
        ),
    ),
    Question(
        name="encoded-path",
        chapter="02",
        text="A client sends the path /a%20b to API Gateway. What is the canonical URI?",
        choices=(
            Choice("/a b", "Nothing is decoded here: this could not be told from a path sent with a raw blank."),
            Choice("/a%20b", "So it would be for S3. Every other service encodes once more what was sent."),
            Choice("/a%2520b", "Right: the percent sign is encoded, as any other character is.", Status.SOLVED),
            Choice("/a+b", "No canonical URI has a plus: a space in it is %20."),
        ),
    ),
    Question(
        name="dots",
        chapter="02",
        text="A client sends the path /a/../b//c/ to API Gateway. What is the canonical URI?",
        choices=(
            Choice("/b/c/", "Right: .. takes a along, // is one slash, the last slash stays.", Status.SOLVED),
            Choice("/b/c", "The slash at the end stays: /b/c/ is another resource than /b/c."),
            Choice("/b//c/", "Standards leave the empty segment alone. AWS drops it."),
            Choice("/a/../b//c/", "So it would be for S3, where a key may be called like this."),
        ),
    ),
    Question(
        name="s3-path",
        chapter="02",
        text="The same path as before, /a%20b, goes to S3. What is the canonical URI?",
        choices=(
            Choice("/a%2520b", "That was the rule of the others. S3 encodes once only."),
            Choice("/a%20b", "Right: decoded, then encoded once, it looks as it was sent.", Status.SOLVED),
            Choice("/a b", "It is decoded, but then encoded again: a canonical URI has no blank."),
        ),
    ),
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
    Question(
        name="encoded-order",
        chapter="02",
        text="The query is b=1&B=2&ë=3. In which order do the names stand when it is canonical?",
        choices=(
            Choice("b, B, ë", "So a dictionary sorts for people. Here the bytes decide, and B is before b."),
            Choice("B, b, ë", "So raw characters are sorted. But ë is encoded first, and % is before any letter."),
            Choice("ë, B, b", "Right: ë is %C3%AB by then, and % comes before B, which comes before b.", Status.SOLVED),
        ),
    ),
    Question(
        name="plus-in-query",
        chapter="02",
        text="A client sends ?q=a+b and means a space. What is signed?",
        choices=(
            Choice("q=a+b", "A plus is not unreserved: no canonical query string has one."),
            Choice("q=a%2Bb", "That is a real plus. The server reads the plus of a query as a space."),
            Choice("q=a%20b", "Right: a plus in a query is read as a space, and a space is %20.", Status.SOLVED),
        ),
    ),
)
