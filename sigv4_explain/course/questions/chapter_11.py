"""Questions of notebook 11: the same request from other clients."""

from __future__ import annotations

from sigv4_explain.course.checked import Status
from sigv4_explain.course.question import Choice, Question

QUESTIONS = (
    Question(
        name="in-the-code",
        chapter="11",
        text="A request is written as code for another client. What stands in that code?",
        choices=(
            Choice("The signature.", "It would count for some minutes only. Code that signs can run next year."),
            Choice("The secret access key.", "Code is copied, sent and kept for years. No secret belongs into it."),
            Choice("The time of signing.", "The time is that of the run: an old one would be refused."),
            Choice("None of the three.", "Right: the code signs when it runs, with the keys it finds.", Status.SOLVED),
        ),
    ),
    Question(
        name="order-on-arrival",
        chapter="11",
        text="The URL ends with ?b=two%20words&a=1. Which parameter does the function behind the API see first?",
        choices=(
            Choice("a", "So it stands in the canonical request. But that is a text to be hashed, and is never sent."),
            Choice("b", "Right: only what is signed is sorted. What is sent stays as it was.", Status.SOLVED),
            Choice("Neither: the signer refuses.", "A query may come in any order; the signer sorts its own copy."),
        ),
    ),
    Question(
        name="two-of-three",
        chapter="11",
        text="A role's access key id and secret are right, but its session token is not sent. What does AWS say?",
        choices=(
            Choice(
                "That the token is missing.", "It could. But its words are others, and many search the wrong thing."
            ),
            Choice("That the signature does not match.", "It would match: no token, none signed. AWS asks earlier."),
            Choice("That the token is invalid.", "Right: of a token that never came.", Status.SOLVED),
        ),
    ),
    Question(
        name="encoded-again",
        chapter="11",
        text="A URL is signed with %20 in its query. Then the HTTP client encodes it once more. What arrives?",
        choices=(
            Choice("%20", "So it would be if the client saw that it is encoded. It cannot know that."),
            Choice("%2520", "Right: the percent sign itself is encoded, as %25.", Status.SOLVED),
            Choice("a blank", "That would be decoding. Only the server does that, after it has checked."),
        ),
    ),
    Question(
        name="written-again",
        chapter="11",
        text='The body {"name": "Rex"} is signed. Then the HTTP client parses it, and writes JSON again. What follows?',
        choices=(
            Choice("Nothing: it is the same JSON.", "To JSON it is. But bytes are hashed, and a blank is a byte."),
            Choice(
                "Another hash in the last line.",
                "Right: the blank behind the colon is gone, so it is another text.",
                Status.SOLVED,
            ),
            Choice("Another Content-Type.", "The type is what it was. The bytes are not."),
        ),
    ),
    Question(
        name="plus-of-twelve",
        chapter="11",
        text="Twelve signers get a URL with ?q=a+b. What do they sign?",
        choices=(
            Choice("All of them q=a%20b", "So do those that read a query as a form. The others do not."),
            Choice("All of them q=a%2Bb", "So do those that read the plus as a plus. The others do not."),
            Choice("Some one, some the other, and some q=a+b", "Right: all three are there.", Status.SOLVED),
        ),
    ),
    Question(
        name="safe-for-all",
        chapter="11",
        text="Twenty-one situations, twelve signers. In how many situations does AWS refuse none of them?",
        choices=(
            Choice("1", "Right: in each of the others at least one is refused.", Status.SOLVED),
            Choice("10", "Half of them would be fair. Look at the rows once more: each sign ✗ is a refusal."),
            Choice("20", "So it would be if they all followed the same page. They do not."),
        ),
    ),
)
