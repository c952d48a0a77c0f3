"""A sheet reads as text, as tables and as a picture, and what stands in it is never markup."""

from __future__ import annotations

import xml.etree.ElementTree as ET

import pytest

from sigv4_explain.render.sheet import Block, Row, Sheet
from sigv4_explain.render.sheet_svg import HEIGHT, WIDTH

HOSTILE = "<img src=x onerror=alert(1)>&\"'"
SVG = "{http://www.w3.org/2000/svg}"


def sheet(value: str, rule: str = "a rule", rows: int = 1) -> Sheet:
    """Return a sheet with one block."""
    return Sheet("Title", "What it is.", (Block("1 Block", (Row(value, rule),) * rows, "https://example.com/"),))


def texts(drawn: Sheet) -> list[str]:
    """Return the lines of the picture."""
    return [element.text or "" for element in ET.fromstring(drawn.svg).iter(f"{SVG}text")]


def test_values_and_rules_are_text_in_every_form() -> None:
    """Nothing in a value can become an element."""
    hostile = sheet(HOSTILE, HOSTILE)

    assert texts(hostile)[-2:] == [HOSTILE, HOSTILE]
    assert "<img" not in hostile._repr_html_()
    assert HOSTILE in repr(hostile)


def test_a_line_break_in_a_value_is_one_in_every_form() -> None:
    """Also the one at the end, after which an empty line follows."""
    broken = sheet("a\nb\n")

    assert "<code>a</code><br><code>b</code><br></td>" in broken._repr_html_()
    assert "  a\n  b\n\n      a rule" in repr(broken)
    assert texts(broken)[-3:] == ["a", "b", "a rule"]


def test_a_long_value_and_a_long_rule_are_wrapped_in_the_picture() -> None:
    """They stay in their columns, and no character is lost."""
    lines = texts(sheet("f" * 150, "word " * 40))

    assert [line for line in lines if line.startswith("f")] == ["f" * 64, "f" * 64, "f" * 22]
    assert sum(line.count("word") for line in lines) == 40
    assert max(map(len, lines)) <= 70


def test_the_picture_says_what_it_is_and_has_a_background_of_its_own() -> None:
    """So it reads in a dark theme too, and a screen reader names it."""
    root = ET.fromstring(sheet("a").svg)
    background = next(root.iter(f"{SVG}rect"))

    assert (root.get("role"), root.findtext(f"{SVG}title")) == ("img", "Title")
    assert (background.get("width"), background.get("fill")) == (str(WIDTH), "#ffffff")


def test_the_picture_is_the_same_each_time() -> None:
    """It is committed, and a change must mean something."""
    assert sheet("a").svg == sheet("a").svg


def test_lines_stand_below_each_other() -> None:
    """No row is drawn over another."""
    drawn = ET.fromstring(sheet("a\nb", "one rule", rows=3).svg)
    heights = [float(element.get("y", "")) for element in drawn.iter(f"{SVG}text") if element.text in ("a", "b")]

    assert heights == sorted(set(heights))
    assert len(heights) == 6


@pytest.mark.parametrize("value", ["", "\n", "\u202e", "🙂" * 200])
def test_any_value_can_be_drawn(value: str) -> None:
    """An empty one, a line break alone, a mark for right-to-left text, a lot of emoji."""
    assert ET.fromstring(sheet(value).svg).get("viewBox") == f"0 0 {WIDTH} {HEIGHT}"
