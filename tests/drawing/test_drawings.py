from __future__ import annotations

from html import unescape
from pathlib import Path

import pytest

from sigv4_explain import Credentials, Request, SigningRules, Trace, explain
from sigv4_explain.drawing import step_html, step_text, trace_html, trace_text
from tests.drawing.parts import (
    CATALOGUE,
    SECTIONS,
    Piece,
    View,
    avalanche_html,
    base_style,
    changed_style,
    head_html,
    lines_of,
    linking_style,
    page_style,
    visible,
)
from tests.drawing.test_markup import Elements

PACKAGE = Path(__file__).parents[2] / "sigv4_explain"
SHEETS = sorted(path.relative_to(PACKAGE).as_posix() for path in PACKAGE.glob("widgets/*/page.css"))

ALICE = Credentials("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY")


@pytest.fixture(params=[None, 300])
def trace(request: pytest.FixtureRequest) -> Trace:
    """A trace of a request with a body, signed in a header and presigned."""
    post = Request("POST", "https://api.example.com/a%20b?x=1&y=<2>", {"X-Note": "a   b", "User-Agent": "me"}, "<hi>")
    return explain(
        post, ALICE, region="eu-central-1", service="execute-api", at="20150830T123600Z", expires=request.param
    )


def test_the_text_has_every_step_whole(trace: Trace) -> None:
    """Printing a trace shows each step's title, formula, value and why."""
    text = trace_text(trace)

    assert text == str(trace)
    for step in trace:
        assert all(words in text for words in (step.title, step.formula, step.why, *step.text.split("\n")))
        assert step_text(step) == str(step)


def test_the_static_html_has_every_value_and_no_style_sheet(trace: Trace) -> None:
    """The picture of a trace shows each value as text, links each reference and needs no style."""
    page = Elements(trace_html(trace))

    assert trace_html(trace) == trace._repr_html_()
    assert all(step.text in page.text for step in trace)
    assert "style" not in page.elements
    assert all(step.reference in trace_html(trace) for step in trace)
    assert trace["signature"].text in Elements(step_html(trace["signature"])).text
    assert step_html(trace["signature"]) == trace["signature"]._repr_html_()


def test_each_line_of_the_canonical_request_has_its_name(trace: Trace) -> None:
    """Method, path, query, one line a header, an empty line, signed headers and hash stand beside their names."""
    page = Elements(SECTIONS["canonical_request"].value(View(trace)))
    headers = len(trace["signed_headers"].text.split(";"))

    names = ("HTTPMethod", "CanonicalUri", "CanonicalQueryString", "(empty line)", "SignedHeaders", "HashedPayload")
    assert all(name in page.text for name in names)
    assert headers == page.text.count("CanonicalHeaders")
    assert page.elements.count("tr") == 6 + headers == len(trace["canonical_request"].text.split("\n"))


def test_the_echo_tells_what_was_added_and_what_is_not_signed(trace: Trace) -> None:
    """The request as it will travel says which headers the kit added and which the signature leaves out, and why."""
    text = Elements(SECTIONS["request"].value(View(trace))).text

    assert "User-Agent: menot signed: proxies and browsers rewrite it" in text
    assert "Host: api.example.comadded for you" in text
    assert "X-Note: a   b" in text
    assert "<hi>4 bytes" in text
    assert "rules of execute-api" in text
    assert SigningRules.for_service("execute-api").note in text


def test_the_chain_shows_each_key_once_and_each_message(trace: Trace) -> None:
    """The chain has the secret, four messages and four keys, in hex."""
    text = Elements(SECTIONS["key_chain"].value(View(trace))).text

    for name in ("date_key", "date_region_key", "date_region_service_key", "signing_key"):
        assert text.count(trace[name].text) == 1
    assert all(f"message {word}" in text for word in ("20150830", "eu-central-1", "execute-api", "aws4_request"))


def test_the_finished_request_can_be_copied(trace: Trace) -> None:
    """Raw HTTP and curl are there whole, as text."""
    text = Elements(SECTIONS["finished"].value(View(trace))).text

    assert trace.signature in text
    assert "curl" in text


@pytest.mark.parametrize("name", SECTIONS)
def test_a_head_explains_each_of_its_steps(name: str) -> None:
    """A section's head holds, folded away, the words of the catalogue."""
    head = Elements(head_html(1, SECTIONS[name]))

    assert len(SECTIONS[name].steps) == head.elements.count("details")
    assert all(CATALOGUE[step].why in head.text for step in SECTIONS[name].steps)


def test_every_step_is_explained_in_some_section() -> None:
    """No step is left out of the page."""
    assert set(CATALOGUE) == {step for section in SECTIONS.values() for step in section.steps}


def test_blanks_are_wrapped_and_unchanged() -> None:
    """Making blanks visible is a matter of style: the text stays the same."""
    page = Elements(visible("a  b\tc\n"))

    assert page.text == "a  b\tc\n"
    assert len(page.elements) == 4


def test_pieces_are_cut_at_line_breaks() -> None:
    """A piece over several lines is in several lines, and an empty line is empty."""
    pieces = (Piece("a\nb", "x"), Piece("\n\n", None), Piece("c", "y"))

    assert [(Piece("a", "x"),), (Piece("b", "x"),), (), (Piece("c", "y"),)] == list(lines_of(pieces))


def test_the_avalanche_counts_bits() -> None:
    """One flipped bit of 256 is one; all are all."""
    assert unescape(avalanche_html("0" * 64, "0" * 63 + "1")) == "1 of the signature's 256 bits flipped (0 %)"
    assert unescape(avalanche_html("0" * 64, "f" * 64)) == "256 of the signature's 256 bits flipped (100 %)"


def test_styles_hold_only_what_they_name() -> None:
    """Linking names each part once, marks name each changed step, and nothing typed gets in."""
    assert linking_style(["region", "region"]).count("sigv4-p-region") == 2
    assert "}" not in linking_style(["query.}</style>"]).partition("{")[0]
    assert ".sigv4-changed-signature" in changed_style(["signature", "no-step"])
    assert changed_style([]) == ""
    assert base_style().count("{") == base_style().count("}")


@pytest.mark.parametrize("sheet", SHEETS)
def test_what_a_view_adds_counts_for_more_than_the_base(sheet: str) -> None:
    """Its rules are nested, so that the base style of the next view does not win, and hold nothing that cannot be."""
    base, nested, added = page_style(sheet).partition(":root {")

    assert base == base_style()
    assert nested
    assert added.count("{") + 1 == added.count("}")
    assert "@keyframes" not in added
