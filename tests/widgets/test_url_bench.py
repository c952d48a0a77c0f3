from __future__ import annotations

import re
from html import unescape

import pytest

from sigv4_explain import Request, explain
from sigv4_explain.errors import InvalidInput
from sigv4_explain.render.url_bench_lines import MOST_LINKED
from sigv4_explain.widgets import UrlBench
from tests.core.examples import ALICE, MOMENT

HOSTILE = [
    "https://h/<b>&</style><img src=x onerror=a()>?<b>=\"'&</style>",
    "https://h/\u202eabc\u200b/עברית/🙂?ሴ=\u202e&🙂=é",
    f"https://h/{'a%20/' * 800}?{'&'.join(f'p{number}=%2f' for number in range(500))}",
    f"https://h/{''.join(map(chr, range(0x4E00, 0x4E00 + 1200)))}",
    "https://h",
    "https://h/?&&&=&=&",
    "https://h/%ff%zz%?%ff%zz%",
    "http://h:8080/a#fragment",
]


def drawn(bench: UrlBench) -> str:
    """Return all that the page gets."""
    return " ".join([str(widget.value) for widget in (bench._status, bench._linking, *bench._values.values())])


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
        shown = words_of(bench._values["lines"].value)
        assert f"CanonicalUri{bench.trace['canonical_uri'].text}" in shown
        assert f"CanonicalQueryString{bench.trace['canonical_query_string'].text}" in shown
        assert bench.trace["credential_scope"].inputs["service"] == service


def test_the_service_decides_how_often_a_path_is_encoded() -> None:
    """Once more for any service, once for S3: the rounds say so."""
    bench = UrlBench("https://h/a%20b")
    assert "/a%2520b" in bench._values["rounds"].value
    bench.service.value = "s3"
    assert "/a%2520b" not in drawn(bench)


@pytest.mark.parametrize("url", HOSTILE)
def test_whatever_is_typed_stays_text(url: str) -> None:
    """Markup, other scripts, endless URLs and broken escapes are shown, escaped, in every view."""
    bench = UrlBench("https://h/")
    bench.url.value = url

    assert bench.problem == ""
    html = drawn(bench) + str(bench._repr_mimebundle_()["text/html"])
    assert not any(mark in html for mark in ("<img", "<b>"))
    assert not any(mark in html + repr(bench) for mark in ("\u202e", "\u200b"))
    assert html.count("</style>") == html.count("<style>") == 1


@pytest.mark.parametrize(
    "url", ["", " ", "h/a", "https://", "https://h/\n", "https://h/\x00", "https://h/\ud800", "🙂"]
)
def test_a_url_that_cannot_be_sent_is_told_beside_the_last_lines(url: str) -> None:
    """The field is outlined until it is mended; what is below stays."""
    bench = UrlBench("https://h/before")
    bench.url.value = url

    assert bench.problem.startswith("url: received")
    assert "Cannot be sent" in bench._status.value
    assert "sigv4-error" in bench.url._dom_classes
    assert "/before" in words_of(bench._values["lines"].value)

    bench.url.value = "https://h/after"
    assert bench.problem == bench._status.value == ""
    assert "sigv4-error" not in bench.url._dom_classes


def test_a_wrong_url_given_in_python_raises() -> None:
    """There is nothing to show yet."""
    with pytest.raises(InvalidInput, match="url: received 'h'"):
        UrlBench("h")


def test_of_a_long_url_only_the_beginning_is_linked() -> None:
    """The page stays small; the rest is shown without links, and the page says so."""
    bench = UrlBench(f"https://h/{'%20' * 1000}")

    assert bench._linking.value.count("sigv4-url-p249:hover") == 1
    assert f"sigv4-url-p{MOST_LINKED}" not in drawn(bench)
    assert "Only the first 250 characters" in drawn(bench)
    assert "%2520" * 1000 in words_of(bench._values["lines"].value)


def test_many_parameters_and_kinds_are_counted() -> None:
    """Tables stop at forty rows, and say how many more there are."""
    bench = UrlBench(f"https://h/{''.join(map(chr, range(0x4E00, 0x4E00 + 50)))}?{'&'.join(['a=1'] * 60)}")

    assert "… and 20 more parameters." in drawn(bench)
    assert re.search(r"… and \d+ more kinds of characters\.", drawn(bench))


def test_a_session_token_is_masked_in_every_view() -> None:
    """Whatever way its name is written, neither the page nor the saved notebook gets it."""
    for name in ("X-Amz-Security-Token", "x%2damz%2Dsecurity-token", "X-Amz-S3session-Token"):
        bench = UrlBench(f"https://h/?b=1&{name}=MARKED%2Ftoken&a=2")
        bundle = bench._repr_mimebundle_()
        assert "MARKED" not in drawn(bench) + str(bundle["text/html"]) + str(bundle["text/plain"])
        assert "•••" in drawn(bench)


def test_the_text_and_the_picture_tell_the_same() -> None:
    """Where nothing runs, everything on the page can be read."""
    bench = UrlBench("https://api.example.com/a/./%20?b=2&a")
    bundle = bench._repr_mimebundle_()
    picture = words_of(str(bundle["text/html"]))

    for told in ("/a/./%20", "/a/%2520", "a=&b=2", "encoded again", "dropped with its segment", "moved by sorting"):
        assert told in bundle["text/plain"]
        assert told in picture
    assert "Run this cell" in picture
    assert "<style" not in bundle["text/html"]


def test_the_text() -> None:
    """The repr is the whole bench in plain text."""
    assert repr(UrlBench("https://h/%20?b=+&a", "s3")) == (
        "UrlBench: https://h/%20?b=+&a\n"
        "service s3\n\n"
        "  path as sent           | /%20\n"
        "  canonical URI          | /%20\n"
        "  query as sent          | b=+&a\n"
        "  canonical query string | a=&b=%20\n\n"
        "rounds\n"
        "  As a person thinks of it | /    | nothing is encoded\n"
        "  As sent                  | /%20 | the client encoded it\n"
        "  Not normalized           | /%20 | a key of S3 may hold dots and empty segments\n"
        "  As signed                | /%20 | decoded, then encoded once, whatever was sent; slashes stay\n\n"
        "parameters\n"
        "  1 → 2 | b=+ | b=%20 | moved by sorting\n"
        "  2 → 1 | a   | a=    | moved by sorting\n\n"
        "characters\n"
        "  /                        | /        | a separator, kept\n"
        "  %20                      | %20      | encoded already, stays so\n"
        "  letters, digits, - . _ ~ | the same | kept, moved by sorting (×2)\n"
        "  =                        | =        | a separator, kept, moved by sorting\n"
        "  +                        | %20      | read as a space, and encoded as one, moved by sorting\n"
        "  &                        | &        | a separator, kept\n"
        "  nothing                  | =        | added, moved by sorting"
    )
