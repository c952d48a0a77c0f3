"""Questions of notebook 04: the string to sign, its scope, and how long it counts."""

from __future__ import annotations

from sigv4_explain.course.checked import Status
from sigv4_explain.course.question import Choice, Question

QUESTIONS = (
    Question(
        name="a-minute-later",
        chapter="04",
        text="The same request is signed again one minute later. Which lines of the string to sign change?",
        choices=(
            Choice("Only the second, the time.", "So it would be, if X-Amz-Date were not a signed header."),
            Choice("All four.", "The algorithm and the scope stay: it is the same method, day, Region and service."),
            Choice(
                "The second and the fourth.",
                "Right: the time is a line of its own, and X-Amz-Date is a signed header, so the hash changes too.",
                Status.SOLVED,
            ),
        ),
    ),
    Question(
        name="wrong-region",
        chapter="04",
        text="The API is in Frankfurt, eu-central-1. The client signs for us-east-1. What does the server say?",
        choices=(
            Choice(
                "The credential should be scoped to a valid Region.",
                "Right: the scope is compared as text, before any signature is computed.",
                Status.SOLVED,
            ),
            Choice(
                "The signature does not match.",
                "It would not. But the server looks at the scope before it computes a signature.",
            ),
            Choice("Nothing: it answers.", "Then a signature made for one Region would open another."),
        ),
    ),
    Question(
        name="six-minutes",
        chapter="04",
        text="A signature for API Gateway is six minutes old when it arrives. And one for STS?",
        choices=(
            Choice("Both are refused.", "STS waits longer: its window is fifteen minutes."),
            Choice("Both are accepted: a signature counts all day.", "The key counts all day. A signature does not."),
            Choice(
                "API Gateway refuses it, STS accepts it.",
                "Right: five minutes there, fifteen here. Each service has its own window.",
                Status.SOLVED,
            ),
        ),
    ),
    Question(
        name="around-midnight",
        chapter="04",
        text="Signed at 23:59:50 UTC. It arrives at 00:00:10, on the next day. Is it accepted?",
        choices=(
            Choice("No: its scope is for yesterday.", "The scope's day must be that of X-Amz-Date, not the server's."),
            Choice(
                "Yes.",
                "Right: the scope has the day of X-Amz-Date, and twenty seconds are well within the window.",
                Status.SOLVED,
            ),
            Choice("Only at S3.", "S3 compares the same two days: the scope's and that of X-Amz-Date."),
        ),
    ),
    Question(
        name="url-for-an-hour",
        chapter="04",
        text="A presigned URL says X-Amz-Expires=3600. It is opened after ten minutes. Where does it work?",
        choices=(
            Choice("At every service.", "API Gateway and STS do not look at X-Amz-Expires: they go by their window."),
            Choice(
                "At S3, but not at API Gateway.",
                "Right: S3 goes by X-Amz-Expires. API Gateway gives it the five minutes that it gives every signature.",
                Status.SOLVED,
            ),
            Choice("Nowhere: ten minutes are too long.", "For a presigned URL, S3 goes by what the URL says."),
        ),
    ),
)
