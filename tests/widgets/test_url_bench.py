from __future__ import annotations

import re
from html import unescape

from sigv4_explain import Request, explain
from sigv4_explain.widgets import UrlBench
from tests.core.examples import ALICE, MOMENT
from tests.widgets.apps import drawn, shown
from tests.widgets.parts import MOST_LINKED


def words_of(html: str) -> str:
    """Return the text of HTML."""
    return unescape(re.sub(r"<[^>]*>", "", html))


def test_the_trace_is_that_of_explain_with_the_published_keys() -> None:
    """What AWS calls its example is one pair of keys, on this bench as everywhere."""
    trace = UrlBench("https://h/a?b=1").trace

    expected = explain(Request("GET", "https://h/a?b=1"), ALICE, region="us-east-1", service="execute-api", at=MOMENT)
    assert trace.signature == expected.signature


def test_both_lines_are_those_of_the_trace() -> None:
    """The bench shows what explain records, for either service."""
    bench = UrlBench("https://h/a%20b/../c:d?b=1&a=2")
    for service in ("execute-api", "s3"):
        bench.service.value = service
        lines = words_of(bench.sections["lines"].value)
        assert f"CanonicalUri{bench.trace['canonical_uri'].text}" in lines
        assert f"CanonicalQueryString{bench.trace['canonical_query_string'].text}" in lines
        assert bench.trace["credential_scope"].inputs["service"] == service


def test_of_a_long_url_only_the_beginning_is_linked() -> None:
    """The page stays small; the rest is shown without links, and the page says so."""
    bench = UrlBench(f"https://h/{'%20' * 1000}")

    assert bench.sections["linking"].value.count("sigv4-url-p249:hover") == 1
    assert f"sigv4-url-p{MOST_LINKED}" not in drawn(bench)
    assert "Only the first 250 characters" in drawn(bench)
    assert "%2520" * 1000 in words_of(bench.sections["lines"].value)


def test_many_parameters_and_kinds_are_counted() -> None:
    """Tables stop at forty rows, and say how many more there are."""
    bench = UrlBench(f"https://h/{''.join(map(chr, range(0x4E00, 0x4E00 + 50)))}?{'&'.join(['a=1'] * 60)}")

    assert "… and 20 more parameters." in drawn(bench)
    assert re.search(r"… and \d+ more kinds of characters\.", drawn(bench))


def test_a_session_token_is_masked_in_every_view() -> None:
    """Whatever way its name is written, neither the page nor the saved notebook gets it."""
    for name in ("X-Amz-Security-Token", "x%2damz%2Dsecurity-token", "X-Amz-S3session-Token"):
        bench = UrlBench(f"https://h/?b=1&{name}=MARKED%2Ftoken&a=2")
        assert "MARKED" not in shown(bench)
        assert "•••" in drawn(bench)


def test_the_text() -> None:
    """The repr is the whole bench in plain text."""
    assert repr(UrlBench("https://h/%20?b=+&a", "s3")) == (
        "UrlBench\n\n"
        "URL https://h/%20?b=+&a, service s3\n"
        "Path, as sent         /%20\n"
        "CanonicalUri          /%20\n"
        "Query, as sent        b=+&a\n"
        "CanonicalQueryString  a=&b=%20\n"
        "\n"
        "The path, round by round\n"
        "Round                     Path  What was done\n"
        "As a person thinks of it  /     nothing is encoded\n"
        "As sent                   /%20  the client encoded it\n"
        "Not normalized            /%20  a key of S3 may hold dots and empty segments\n"
        "As signed                 /%20  decoded, then encoded once, whatever was sent; slashes stay\n"
        "\n"
        "Parameters\n"
        "Place as sent → sorted  As sent  As signed  Sorting\n"
        "1 → 2                   b=+      b=%20      moved by sorting\n"
        "2 → 1                   a        a=         moved by sorting\n"
        "\n"
        "What becomes of each character\n"
        "As sent                   As signed  What becomes of it\n"
        "/                         /          a separator, kept\n"
        "%20                       %20        encoded already, stays so\n"
        "letters, digits, - . _ ~  the same   kept, moved by sorting (×2)\n"
        "=                         =          a separator, kept, moved by sorting\n"
        "+                         %20        read as a space, and encoded as one, moved by sorting\n"
        "&                         &          a separator, kept\n"
        "nothing                   =          added, moved by sorting"
    )
