from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import pytest

from sigv4_explain import Credentials, Request, Trace, explain
from sigv4_explain.drawing import step_html, step_text, trace_html, trace_text
from tests.drawing.parts import (
    CATALOGUE,
    SECTIONS,
    Piece,
    View,
    base_style,
    change_words,
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

    assert all(name in page.text for name in ("1method", "2path", "3query", "signed headers", "body hash"))
    assert page.elements.count("tr") == 6 + headers == len(trace["canonical_request"].text.split("\n"))


def edited(url: str) -> View:
    """What is on screen after another URL was typed."""
    before, after = (
        explain(Request("GET", each), ALICE, region="us-east-1", service="execute-api", at="20150830T123600Z")
        for each in ("https://api.example.com/a?client=x", url)
    )
    return View(after, previous=before)


@pytest.mark.parametrize(
    ("url", "said", "marked"),
    [
        ("https://api.example.com/a?client=x&a=1", "line 3 changed", "a=1&"),
        ("https://api.example.com/b?client=y", "lines 2 and 3 changed", "by"),
        ("https://api.example.com/a?client=", "line 3 changed", ""),
        ("https://api.example.com/a?client=x", "", ""),
        ("https://api.example.org/a?client=x", "line 4 changed", "org"),
    ],
)
def test_the_changed_line_has_a_bar_and_the_new_characters_a_mark(url: str, said: str, marked: str) -> None:
    """An edit marks the lines of the canonical request that it changed, and in them what is new."""
    view = edited(url)
    drawn = SECTIONS["canonical_request"].value(view)

    assert change_words(view).get("canonical_request", "") == said
    assert unescape("".join(re.findall('<mark class="sigv4-new">([^<]*)</mark>', drawn))) == marked
    assert drawn.count("sigv4-new-line") == len(re.findall(r"\d", said))


def test_a_hidden_change_marks_its_line(trace: Trace) -> None:
    """A masked token that is another than before marks its line, though it looks the same."""
    keys = (Credentials("AKIDEXAMPLE", "secret", token) for token in ("one", "two"))
    before, after = (
        explain(trace.request, each, region="us-east-1", service="s3", at="20150830T123600Z") for each in keys
    )
    drawn = SECTIONS["canonical_request"].value(View(after, previous=before))

    assert drawn.count("sigv4-new-line") == 1
    assert "<mark" not in drawn


def test_the_chain_shows_each_key_in_short_and_whole_and_each_word(trace: Trace) -> None:
    """The strip has the secret, four words and four keys, in hex, the beginning of each and the whole."""
    drawn = SECTIONS["key_chain"].value(View(trace))
    text = Elements(drawn).text

    for name in ("date_key", "date_region_key", "date_region_service_key", "signing_key"):
        assert text.count(trace[name].text) == 1
        assert f"{trace[name].text[:5]}…" in text
    assert all(f"{word}→" in text for word in ("20150830", "eu-central-1", "execute-api", "aws4_request"))


def test_the_chain_marks_the_keys_that_changed_and_no_other() -> None:
    """Another Region changes three of the four keys; another path changes none."""
    at = "20150830T123600Z"
    first, second = (
        explain(Request("GET", "https://h.example/"), ALICE, region=region, service="s3", at=at)
        for region in ("us-east-1", "us-east-2")
    )

    assert change_words(View(second, previous=first))["signing_key"] == "kRegion, kService, kSigning changed"
    assert SECTIONS["key_chain"].value(View(second, previous=first)).count("sigv4-new-chip") == 3
    assert "signing_key" not in change_words(edited("https://api.example.com/b"))


def test_the_finished_request_can_be_copied(trace: Trace) -> None:
    """Raw HTTP and curl are there whole, as text."""
    text = Elements(SECTIONS["finished"].value(View(trace))).text

    assert trace.signature in text
    assert "curl" in text


@pytest.mark.parametrize("name", SECTIONS)
def test_a_head_explains_each_of_its_steps(name: str) -> None:
    """A section's head holds, folded away, the words of the catalogue."""
    head = Elements(head_html("1", SECTIONS[name]))

    assert len(SECTIONS[name].steps) == head.elements.count("h4")
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


def test_the_flipped_digits_of_the_signature_are_marked() -> None:
    """Each digit that differs from the signature before has a mark, and the bits are counted."""
    view = edited("https://api.example.com/b")
    assert view.previous is not None
    before, after = view.previous.signature, view.trace.signature
    drawn = SECTIONS["signature"].value(view)

    marked = "".join(re.findall('<mark class="sigv4-new">([^<]*)</mark>', drawn))
    assert marked == "".join(new for new, old in zip(after, before, strict=True) if new != old)
    assert Elements(drawn).text == after
    assert change_words(view)["signature"] == f"{(int(before, 16) ^ int(after, 16)).bit_count()} of 256 bits flipped"


def test_styles_hold_only_what_they_name() -> None:
    """Linking names each part once, marks name each changed step, and nothing typed gets in."""
    assert linking_style(["region", "region"]).count("sigv4-p-region") == 2
    assert "}" not in linking_style(["query.}</style>"]).partition("{")[0]
    assert ".sigv4-changed-signature" in (style := changed_style({"signature": "changed", "no-step": "x"}))
    assert "no-step" not in style
    assert changed_style({}) == ""
    assert base_style().count("{") == base_style().count("}")


@pytest.mark.parametrize("sheet", SHEETS)
def test_what_a_view_adds_counts_for_more_than_the_base(sheet: str) -> None:
    """Its rules are nested, so that the base style of the next view does not win, and hold nothing that cannot be."""
    base, nested, added = page_style(sheet).partition(":root {")

    assert base == base_style()
    assert nested
    assert added.count("{") + 1 == added.count("}")
    assert "@keyframes" not in added
