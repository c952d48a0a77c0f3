from __future__ import annotations

import re
from html import unescape

import pytest
from botocore.auth import SIGNED_HEADERS_BLACKLIST

from sigv4_explain.canonical import canonical_headers, signed_headers
from sigv4_explain.doctor.header_advice import HeaderAdvice
from sigv4_explain.rules import NEVER_SIGNED
from sigv4_explain.texts import records
from sigv4_explain.widgets import HeaderBench
from tests.widgets.apps import drawn
from tests.widgets.parts import FORWARDED, HEADER_SETS, HOP_BY_HOP, TRACING, HeadersSigned, Whether, header_advice


@pytest.mark.parametrize("name", HEADER_SETS)
def test_what_is_shown_is_what_the_package_computes(name: str) -> None:
    """The canonical headers and the list of names are those of the functions that sign."""
    bench = HeaderBench()
    bench.start.value = name

    pairs = [line.split(": ", 1) for line in HEADER_SETS[name].split("\n")]
    signed = tuple((key, value) for key, value in pairs if key.lower() not in NEVER_SIGNED)
    assert bench.sent.canonical_headers == canonical_headers(signed)
    lines = [f"{line.name}:{line.value}\n" for line in bench.sent.canonical_lines]
    assert "".join(lines) == canonical_headers(signed)
    assert all(signed_headers(signed) in view for view in (repr(bench), _text(drawn(bench))))


@pytest.mark.parametrize(
    ("headers", "done"),
    [
        ("host: h", [()]),
        ("Host: h", [("name in lower case",)]),
        ("a:  1 ", [("blanks at the ends trimmed",)]),
        ("a: 1 \t 2", [("runs of blanks folded to one",)]),
        ("a: 1\t2", [("runs of blanks folded to one",)]),
        ("b: 1\na: 2", [("moved from line 1 to line 2",), ("moved from line 2 to line 1",)]),
        ("a: 1\na: 2", [(), ("joined to line 1 with a comma",)]),
        ("user-agent: me\nb: 1", [("left out",), ("moved from line 2 to line 1",)]),
    ],
)
def test_what_is_done_to_a_line_is_said(headers: str, done: list[tuple[str, ...]]) -> None:
    """Each change has its own words; a line that is canonical has none."""
    assert [line.done for line in HeaderBench(headers).sent.lines] == done


@pytest.mark.parametrize(
    ("chosen", "signed"),
    [
        (HeadersSigned.USUAL, "accept;host;x-amz-date"),
        (HeadersSigned.LEAST, "host;x-amz-date"),
        (
            HeadersSigned.ALL,
            "accept;accept-encoding;connection;host;user-agent;via;x-amz-date;x-amzn-trace-id;x-forwarded-for",
        ),
    ],
)
def test_the_choice_of_headers_changes_the_list(chosen: HeadersSigned, signed: str) -> None:
    """Who signs what changes on the way is told so."""
    bench = HeaderBench(HEADER_SETS["what proxies write"])
    bench.chosen.value = chosen

    assert bench.sent.signed_headers == signed
    assert ("via is signed, and had better not be" in repr(bench)) == ("via" in signed)


def test_the_authorization_header_is_never_signed() -> None:
    """It carries the signature itself, whatever is chosen."""
    bench = HeaderBench("Authorization: x\nHost: h")
    bench.chosen.value = HeadersSigned.ALL

    assert bench.sent.signed_headers == "host"


def test_there_is_one_table_of_headers_to_leave_out() -> None:
    """What signers leave out, what the bench and the doctor warn of, and what botocore leaves out do not contradict."""
    table = records("sigv4_explain.doctor", "header_advice.toml", HeaderAdvice).values()
    advised_against = {name for advice in table if advice.whether is Whether.BETTER_NOT for name in advice.names}

    assert set(NEVER_SIGNED) == advised_against
    assert advised_against >= {*HOP_BY_HOP, *TRACING, *FORWARDED, *SIGNED_HEADERS_BLACKLIST}


@pytest.mark.parametrize("name", ["Host", "X-Amz-Date", "x-amz-security-token", "CONTENT-TYPE"])
def test_what_must_be_signed_is_known_in_any_case(name: str) -> None:
    """The host, the content type and every x-amz header."""
    assert header_advice(name).whether is Whether.MUST


def test_a_missing_host_is_told() -> None:
    """The signer adds it; the server refuses a signature without it."""
    assert "There is no Host header" in repr(HeaderBench("a: 1"))
    assert "There is no Host header" not in repr(HeaderBench("Host: h"))


def test_names_that_begin_alike_stand_in_the_order_of_names() -> None:
    """As whole lines they would stand the other way round."""
    names = [line.name for line in HeaderBench(HEADER_SETS["names that begin alike"]).sent.canonical_lines]

    assert names == ["host", "x-amz-date", "x-amz-grant-read", "x-amz-grant-read-acp"]
    assert sorted(f"{name}:" for name in names)[2] == "x-amz-grant-read-acp:"


def _text(page: str) -> str:
    return unescape(re.sub(r"<[^>]+>", "", page))
