"""The table as a value, as text and as HTML, and how a line is found out."""

from __future__ import annotations

import sys
from html.parser import HTMLParser

import pytest

from sigv4_explain import InvalidInput, Request, dialects, sign
from sigv4_explain.clients import SITUATIONS, Acceptance, Cell, Instead, KnownBy
from sigv4_explain.credentials import EXAMPLE
from tests.clients.parts import OURS, REGION, Situation, measured

TABLE = dialects(KnownBy.RECORDED)
RIGHT = {
    "path-space": "/a%2520b",
    "path-space-s3": "/a%20b",
    "path-slashes": "/a/b",
    "path-slashes-s3": "/a//b",
    "path-reserved-s3": "/a%28b%29%2A%3Bc",
    "path-plus-s3": "/a%20b",
    "path-encoded-s3": "/a/b",
    "query-plus": "q=a%20b",
    "query-encoded": "q=a%20b%2Bc",
    "query-order": "a=2&a-b=1",
    "query-repeated": "a=1&a=2",
    "query-repeated-s3": "a=2",
    "query-no-value": "uploads=",
    "query-no-name": "=x&a=1",
    "query-reserved": "q=a%3Ab%2A%28c%29",
    "query-equals": "t=a%3D%3D",
    "host-default-port": "host:abc123.execute-api.eu-central-1.amazonaws.com",
    "host-other-port": "host:abc123.execute-api.eu-central-1.amazonaws.com:8443",
    "header-blanks": 'x-amz-meta-note:a b "c d"',
    "header-repeated": "x-amz-meta-note:b,a",
    "headers-signed": "host;x-amz-acl;x-amz-content-sha256;x-amz-date",
}


class Cells(HTMLParser):
    """Counts what a table is made of, and keeps its text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.scopes: list[str | None] = []
        self.words: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep what a head is a head of."""
        if tag == "th":
            self.scopes.append(dict(attrs)["scope"])

    def handle_data(self, data: str) -> None:
        """Keep the text."""
        self.words.append(data)


def situation(name: str) -> Situation:
    """Return a situation by its name."""
    return next(each for each in SITUATIONS if each.name == name)


def test_the_right_lines_are_these() -> None:
    """They are computed; here they are written down once, as AWS's rules have them."""
    assert {each.name: each.right for each in SITUATIONS} == RIGHT


@pytest.mark.parametrize("each", SITUATIONS, ids=lambda each: each.name)
def test_this_package_signs_what_aws_signs(each: Situation) -> None:
    """It is right in every row, or signs more headers than it must."""
    expected = Acceptance.ACCEPTED if each.name == "headers-signed" else Acceptance.RIGHT

    assert TABLE[each.name].cells[OURS].outcome is expected


def test_without_live_clients_only_this_package_is_measured() -> None:
    """All other columns are recorded, whatever is installed."""
    assert {column.client for column in TABLE.columns if column.evidence is KnownBy.LIVE} == {OURS}


def test_an_installed_client_is_measured_now(monkeypatch: pytest.MonkeyPatch) -> None:
    """One that is not installed, and one that cannot be asked from Python, are recorded."""
    pytest.importorskip("botocore")
    monkeypatch.setitem(sys.modules, "httpx_aws_auth", None)

    found = {column.client: column.evidence for column in dialects().columns}

    assert found["botocore"] is found[OURS] is KnownBy.LIVE
    assert found["httpx-aws-auth"] is found["aws4"] is found["curl 8.23"] is KnownBy.RECORDED


def test_a_row_is_found_by_its_name() -> None:
    """An unknown name is refused with the names there are."""
    assert TABLE["query-plus"].situation is situation("query-plus")
    with pytest.raises(InvalidInput, match=r"situation: received 'plus', expected one of path-space, "):
        TABLE["plus"]


def test_the_table_is_narrow_text_with_every_cell() -> None:
    """At most 100 columns; each row names each client, and each outcome has its word."""
    text = str(TABLE)

    assert max(map(len, text.splitlines())) <= 100
    for row in TABLE:
        block = str(row)
        assert block in text
        # Without the blanks, as a client may be broken over two lines.
        assert [client for client in row.cells if client not in " ".join(block.split())] == []
        assert [each.outcome for each in row.cells.values() if str(each.outcome) not in block] == []
        lines = [line for each in row.cells.values() for line in each.text.split("\n")]
        assert [line for line in lines if line not in block] == []


def test_the_text_begins_with_its_signs_and_clients() -> None:
    """A client has its version once, and this package none."""
    signs, clients, matrix = str(TABLE).split("\n\n")[:3]

    assert signs.splitlines()[1] == "≈ accepted  not that line, but one that fits what this client sends"
    named = clients.splitlines()
    assert named[0] == " 1  botocore 1.44.5, recorded"
    assert named[9:] == ["10  curl 7.88, recorded", "11  curl 8.23, recorded", "12  sigv4_explain, measured now"]
    assert matrix.splitlines()[:2] == [
        "                   1  2  3  4  5  6  7  8  9 10 11 12",
        "path-space         ✓  ✓  ✓  ✓  ✗  ✓  ✓  ✓  ✓  ✗  ✓  ✓",
    ]


def test_a_row_knows_who_is_refused() -> None:
    """Those whose line is accepted, though it is another, are not among them."""
    assert TABLE["host-default-port"].refused == ("aws-requests-auth", "awscurl")
    assert [row.situation.name for row in TABLE if not row.refused] == ["host-other-port"]


def test_a_row_as_text() -> None:
    """The request, each line with who signs it, what it does to a user, and the source."""
    assert str(TABLE["query-order"]) == (
        "query-order: A name that is the beginning of another\n"
        "GET https://abc123.execute-api.eu-central-1.amazonaws.com/?a-b=1&a=2\n"
        "✓ right     a=2&a-b=1\n"
        "               AWS, botocore, awscrt, requests-aws4auth, awscurl, aws4, aws4fetch,\n"
        "               @smithy/signature-v4, curl 8.23, sigv4_explain\n"
        "✗ different a-b=1&a=2\n"
        "               aws-requests-auth, httpx-aws-auth, curl 7.88\n"
        "Names are sorted, not texts name=value, in which the dash would come before the equals sign.\n"
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html"
    )


def test_the_html_has_a_head_for_each_row_and_column() -> None:
    """It comes in two halves, needs no style sheet, and says each outcome in a word."""
    page = Cells(TABLE._repr_html_())

    assert page.scopes == (["col"] * (2 + len(TABLE.columns) // 2) + ["row"] * len(SITUATIONS)) * 2
    assert {" right", " accepted", " different", " not asked"} <= set(page.words)
    assert "(this header is not signed)" in page.words
    assert "class=" not in TABLE._repr_html_()


def test_each_half_has_other_clients() -> None:
    """Every column is drawn once, in its order, under a line that tells which it begins and ends with."""
    words = Cells(TABLE._repr_html_()).words

    assert [word for word in words if word in [column.heading for column in TABLE.columns]] == [
        column.heading for column in TABLE.columns
    ]
    assert {"botocore to awscurl", "aws4 to sigv4_explain"} <= set(words)


def test_a_row_draws_itself() -> None:
    """Each line once, with those who sign it."""
    page = Cells(TABLE["header-blanks"]._repr_html_())

    assert page.words.count('x-amz-meta-note:a b "c   d"') == 1
    assert "aws-requests-auth, httpx-aws-auth" in page.words


def test_short_forms_say_how_much_there_is() -> None:
    """The repr is one line."""
    assert repr(TABLE) == "<Dialects: 21 situations, 12 clients>"
    assert repr(TABLE["query-plus"]) == "<Row query-plus: 12 clients>"


def signed(name: str, **changes: str) -> Request:
    """Sign in a situation, with another URL than is sent."""
    asked = situation(name)
    other = Request("GET", changes.get("url", asked.request.url), asked.request.headers)
    headers = sign(other, EXAMPLE, region=REGION, service=asked.service, at="20150830T123600Z").headers
    return Request("GET", asked.request.url, headers)


def test_a_line_that_is_not_known_is_not_guessed() -> None:
    """The signature fits none of the lines, and that is said."""
    sent = signed("query-plus", url="https://abc123.execute-api.eu-central-1.amazonaws.com/?q=other")

    assert measured(sent, situation("query-plus"), ()) == Cell(Instead.UNKNOWN, Acceptance.DIFFERENT, KnownBy.LIVE)
    assert measured(sent, situation("query-plus"), ("q=other",)).signed == "q=other"


def test_a_header_that_is_not_signed_is_accepted_only_with_a_right_signature() -> None:
    """What is wrong elsewhere is not covered up."""
    bare = Request("GET", "https://abc123.execute-api.eu-central-1.amazonaws.com/")
    asked = situation("header-blanks")
    headers = sign(bare, EXAMPLE, region=REGION, service=asked.service, at="20150830T123600Z").headers
    sent = Request("GET", bare.url, (*headers, *asked.request.headers))
    other = Request("GET", f"{bare.url}other", sent.headers)

    assert measured(sent, asked, ()) == Cell(Instead.NOT_SIGNED, Acceptance.ACCEPTED, KnownBy.LIVE)
    assert measured(other, asked, ()) == Cell(Instead.NOT_SIGNED, Acceptance.DIFFERENT, KnownBy.LIVE)
