"""The cheat sheet's values are those of AWS's published example, of S3's rules and of the server."""

from __future__ import annotations

import pytest

from tests.course.parts import PROFILES, Row, Sheet, cheat_sheet, profile_of, published_trace

PUBLISHED = {
    "hash": "f536975d06c0309214f805bb90ccff089219ecd68b2577efef23edd43b7e1a59",
    "signing key": "c4afb1cc5771d871763a393e44b703571b55cc28424d1a5e86da6ed3c154a4b9",
    "signature": "5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7",
}
"""What AWS prints for ListUsers, in its page "Signature Version 4 signing process"."""


def rows(number: int) -> tuple[Row, ...]:
    """Return the rows of a block of the sheet by the number in its heading."""
    return next(rows for title, rows in cheat_sheet().blocks.items() if title.startswith(f"{number} "))


@pytest.mark.parametrize("name", PUBLISHED)
def test_the_example_is_the_one_that_aws_publishes(name: str) -> None:
    """Whoever compares the page with AWS's finds the same digits."""
    assert PUBLISHED[name] in [row.value for number in (2, 3) for row in rows(number)]


@pytest.mark.parametrize(("number", "step"), [(1, "canonical_request"), (2, "string_to_sign")])
def test_the_lines_of_a_block_are_the_text_of_its_step(number: int, step: str) -> None:
    """Nothing is left out or written in another way, the empty line included."""
    assert "\n".join(row.value for row in rows(number)) == published_trace()[step].text


def test_the_authorization_header_is_shown_in_lines_and_without_most_of_the_signature() -> None:
    """Put on one line, it is the one of the trace up to the digits that are left out."""
    shown = rows(4)[0].value.replace("\n", " ")

    assert published_trace().authorization.startswith(shown.removesuffix("…"))
    assert shown.endswith("5d672d79c15b1316…")


def test_the_parameters_of_the_presigned_url_are_the_traces_in_their_order() -> None:
    """The token stands before the signature, which is added last."""
    names = [row.value.partition("=")[0] for row in rows(5)]
    sent = published_trace(expires=60).presigned_url.partition("?")[2].split("&")

    assert [name for name in names if name != "X-Amz-Security-Token"] == [
        pair.partition("=")[0] for pair in sent if pair.startswith("X-Amz-")
    ]
    assert names[-2:] == ["X-Amz-Security-Token", "X-Amz-Signature"]


def test_s3_differs_in_path_header_and_presigned_payload() -> None:
    """The same path is encoded once more, and normalized, by all others."""
    path, headers, payload = rows(6)

    assert (path.value, path.rule.endswith(" /my%2520key/a")) == ("/my%20key//a", True)
    assert "x-amz-content-sha256" in headers.value.split(";")
    assert payload.value == "UNSIGNED-PAYLOAD"


@pytest.mark.parametrize(
    ("minutes", "services"), [(5, ("execute-api", "lambda")), (15, ("sts", "iam", "dynamodb", "s3"))]
)
def test_how_long_things_count_is_what_the_servers_use(minutes: int, services: tuple[str, ...]) -> None:
    """Each window of a service stands on the page, and no other."""
    assert f"{minutes} minutes" in [row.value for row in rows(7)]
    assert {profile_of(service).window.total_seconds() for service in services} == {minutes * 60}
    assert {profile.window.total_seconds() for profile in PROFILES.values()} == {5 * 60, 15 * 60}


def test_what_stands_in_it_is_never_markup_and_a_line_break_stays_one() -> None:
    """In the tables, on the page to print and as text; also the break at the end, after which an empty line follows."""
    hostile = Sheet({"1": (Row("<img src=x>\nb\n", "<b>"),)}, {"1": "https://example.com/"})

    assert "<code>&lt;img src=x&gt;</code><br><code>b</code><br></td>" in hostile._repr_html_()
    assert "<img" not in hostile.page
    assert "  <img src=x>\n  b\n\n      <b>" in repr(hostile)


ANSWERS = (
    "Missing Authentication Token",
    "security token included in the request is invalid",
    "Signature expired",
    "scoped to a valid region",
    "signature we calculated does not match",
)


@pytest.mark.parametrize("words", ANSWERS)
def test_each_answer_is_the_servers_own(words: str) -> None:
    """The requests behind them are refused for the five reasons that the page names, in this order."""
    assert words in rows(8)[ANSWERS.index(words)].value
