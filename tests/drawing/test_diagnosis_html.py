from __future__ import annotations

import re
from dataclasses import replace
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.drawing.diagnoses import CAROL, FULL, TOKEN, empty_body_hash, finding, with_findings
from tests.drawing.parts import (
    PREFIX,
    Certainty,
    DiagnosisOutcome,
    Sides,
    Texts,
    aligned,
    diagnosis_html,
    diagnosis_sections,
    page_style,
)
from tests.drawing.test_markup import Elements, contrast

texts = st.lists(st.sampled_from(["GET", "/", "", "host:h", "x-a:1", "x-a:2", "x-b:1", "a;b", "0" * 64]), max_size=9)


def test_the_picture_has_all_of_it_and_no_style_sheet() -> None:
    """First screen, findings, both sides and the advice: all escaped, nothing that needs a trusted notebook."""
    html = diagnosis_html(FULL)
    page = Elements(html)

    assert html == FULL._repr_html_()
    assert not {"style", "script", "b", "i", "svg"} & set(page.elements)
    assert "var(" not in html
    for text in ("first-cause", "What first-cause is.", "Change it.", "The second reason."):
        assert text in page.text
    for text in (
        "some-client 1.2",
        "A <b>bold</b> claim.",
        "x-a:<i>2</i>",
        "boto3: set_stream_logger",
        "noise; expected words",
    ):
        assert text in page.text


@pytest.mark.parametrize(
    ("certainty", "words"),
    [(Certainty.PROVEN, "✓ proven"), (Certainty.SHOWN, "● shown"), (Certainty.SUSPECTED, "? suspected")],
)
def test_certainty_is_a_word_and_a_sign_besides_its_colour(certainty: Certainty, words: str) -> None:
    """Nobody needs to see the colour; white letters stand on each of the three."""
    html = diagnosis_html(with_findings(finding(certainty=certainty)))

    assert words in Elements(html).text
    [colour] = re.findall(r"background-color: #([0-9a-f]{6}); color: #ffffff", html)
    assert contrast(f"#{colour}", "#ffffff") >= 6


def test_the_first_screen_is_open_and_the_rest_is_folded() -> None:
    """Cause, badge, place, fix, two more, what to do next and what was read; reasons, texts and advice below."""
    many = with_findings(*(finding(name, Certainty.SUSPECTED) for name in "abcd"), outcome=DiagnosisOutcome.MORE_NEEDED)
    screen, *folded = diagnosis_sections(replace(many, sides=FULL.sides, advice=(*FULL.advice, *FULL.advice))).values()
    words = Elements(screen).text

    order = ("Most often: What a is.", "? suspected", "Fix: Change it.", "Or: What b", "Or: What c", "Next: ", "Read: ")
    assert sorted(order, key=words.index) == list(order)
    assert "What d" not in words
    assert "<details" not in screen
    assert [part.startswith("<details><summary>") or "<details class" in part for part in folded] == [True] * 3
    assert "Why, the evidence, and 3 more" in folded[0]


def rows_of(client: str, server: str) -> list[tuple[str | None, str | None]]:
    """Return the texts that stand side by side."""
    return [(row.client and row.client.text, row.server and row.server.text) for row in aligned(client, server)]


HEAD = [("GET", "GET"), ("/", "/"), ("", "")]


@pytest.mark.parametrize(
    ("client", "server", "rows"),
    [
        ("host:h\n\nhost\n-", "host:h\n\nhost\n-", [("host:h", "host:h"), ("", ""), ("host", "host"), ("-", "-")]),
        ("a:1\nhost:h", "host:h", [("a:1", None), ("host:h", "host:h")]),
        ("host:h", "a:1\nhost:h", [(None, "a:1"), ("host:h", "host:h")]),
        ("a:1\nc:1", "b:1\nc:2", [("a:1", None), (None, "b:1"), ("c:1", "c:2")]),
        ("Host:h", "host:h", [("Host:h", "host:h")]),
        ("host:h\nhost\n-", "host:h\n\nhost\n-", [("host:h", "host:h"), (None, ""), ("host", "host"), ("-", "-")]),
    ],
)
def test_a_header_stands_beside_its_own_name_or_beside_nothing(
    client: str, server: str, rows: list[tuple[str | None, str | None]]
) -> None:
    """Two headers of different names are never taken for one that differs."""
    assert rows_of(f"GET\n/\n\n{client}", f"GET\n/\n\n{server}") == [*HEAD, *rows]


def test_the_first_lines_stand_side_by_side_by_their_place() -> None:
    """Method, path and query; algorithm, time and scope; and the hash with the hash."""
    hashes = "0" * 64, "1" * 64

    assert rows_of("GET\n/a:b\nx=1", "PUT\n/c\nx=2") == [("GET", "PUT"), ("/a:b", "/c"), ("x=1", "x=2")]
    assert rows_of(f"A\nT\nS\n{hashes[0]}", f"A\nU\nS\n{hashes[1]}")[3] == hashes


@given(texts, texts)
def test_no_line_is_lost_or_moved(client: list[str], server: list[str]) -> None:
    """Each side can be read from top to bottom, with its own numbers."""
    rows = aligned("\n".join(client), "\n".join(server))

    for side, lines in ((0, client), (1, server)):
        shown = [row[side] for row in rows]
        assert [line.text for line in shown if line] == (lines or [""])
        assert [line.number for line in shown if line] == list(range(1, max(1, len(lines)) + 1))


def cell_text(cell: str) -> str:
    """Return what a cell shows, with brackets for marks."""
    return unescape(re.sub("<[^>]*>", "", re.sub("<mark[^>]*>", "[", cell).replace("</mark>", "]")))


def test_both_sides_are_drawn_line_by_line() -> None:
    """A number, the line and a sign; what differs is marked, its blanks pictured; a lonely line has an empty fellow."""
    sides = str(diagnosis_sections(FULL)["sides"])
    rows = [re.findall(r"<td[^>]*>(.*?)</td>", row) for row in re.findall(r"<tr class.*?</tr>", sides)]
    shown = [[cell_text(cell) for cell in row] for row in rows]

    assert shown[:3] == [
        ["1", "GET", "=", "1", "GET"],
        ["2", "/a[·]b", "≠", "2", "/a[%20]b"],
        ["3", "", "=", "3", ""],
    ]
    assert ["5", "[x-b:1]", "≠", "", "not here"] in shown
    assert ["", "not here", "≠", "5", "[x-a:<i>2</i>]"] in shown
    assert "client: as it logged" in sides
    assert "server: as AWS says" in sides
    assert sides.count(", line by line</strong>") == 2


def test_a_text_that_one_side_lacks_is_left_out() -> None:
    """There is nothing to lay it beside."""
    sides = Sides(Texts("a", None), Texts("a", "b"), "mine", "theirs")

    assert "string to sign" not in diagnosis_sections(replace(FULL, sides=sides))["sides"]
    assert diagnosis_sections(replace(FULL, sides=None, advice=()))["sides"] == ""


def test_no_picture_shows_a_session_token() -> None:
    """Both sides repeat it; that they differ in nothing else is said."""
    real = empty_body_hash(CAROL)
    assert real.sides is not None
    assert TOKEN in (real.sides.client.canonical_request or "")
    changed = real.sides._replace(server=Texts((real.sides.client.canonical_request or "").replace("carol", "peter")))
    html = unescape(diagnosis_html(replace(real, sides=changed)))

    assert "MARKED" not in html
    assert "••• (25 characters)" in html
    assert "They differ in what is masked here." in html


def test_a_huge_text_makes_no_huge_picture() -> None:
    """Ten thousand lines or a line of a million characters are cut, and that is said."""
    many, wide = "a:1\n" * 10_000, "GET\n/" + "a" * 1_000_000
    for text in (many, wide, wide[5:]):
        html = diagnosis_html(replace(FULL, sides=Sides(Texts(text), Texts(f"b{text}"), "", "")))
        assert len(html) < 150_000
    assert "Only the first 200 lines are shown." in diagnosis_html(
        replace(FULL, sides=Sides(Texts(many), Texts(many), "", ""))
    )


def test_the_style_names_only_classes_that_are_drawn() -> None:
    """A rule for a class that nobody draws is a slip of the pen."""
    gap = diagnosis_html(with_findings(finding(sent="a", expected="ab")))
    own = re.sub(
        r"/\*.*?\*/", "", page_style("widgets/doctor/page.css").rpartition("/* What the doctor's page adds")[2]
    )
    named = set(re.findall(rf"\.({PREFIX}-[a-z-]+)", own)) - {f"{PREFIX}-root"}
    outcomes = {f"{PREFIX}-{outcome.name.lower().replace('_', '-')}" for outcome in DiagnosisOutcome}
    page = (
        "doctor-form",
        "invitation",
        "wide",
        "hidden",
        "leads-on",
        "chips",
        "chip-there",
        "chip-missing",
        "copy-button",
    )
    of_the_form = {f"{PREFIX}-{name}" for name in page}

    assert named
    assert named - outcomes - of_the_form <= set(re.findall(rf"{PREFIX}-[a-z-]+", f"{diagnosis_html(FULL)}{gap}"))
