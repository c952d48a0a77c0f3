from __future__ import annotations

from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sigv4_explain.masking import pictured
from tests.drawing.parts import ACCENTS, LABELS, NAMED, Html, escaped, join, part_class, tag, text_of


class Elements(HTMLParser):
    """Collects the elements and the text that a browser would find."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[str] = []
        self.attributes: dict[str, str | None] = {}
        self.text = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element."""
        self.elements.append(tag)
        self.attributes.update(attrs)

    def handle_data(self, data: str) -> None:
        """Note a text."""
        self.text += data


@given(st.text(), st.text())
def test_a_text_can_never_become_an_element(text: str, attribute: str) -> None:
    """Whatever the text and the attribute, one element shows and holds exactly them, hidden ones pictured."""
    page = Elements(tag("p", text, title=attribute))

    assert page.elements == ["p"]
    assert pictured(text) == page.text
    assert {"title": pictured(attribute)} == page.attributes


def test_markup_is_not_escaped_twice() -> None:
    """What a tag made may stand inside another tag; joining keeps it."""
    assert tag("p", tag("b", "<")) == "<p><b>&lt;</b></p>"
    assert join(tag("b"), "&") == "<b></b>&amp;"
    assert isinstance(escaped("x"), Html)


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<h3>a</h3><p>b <em>c</em>\n d</p><p>e<br>f</p>", "a\nb c d\ne\nf"),
        ("<p>x</p><h3>a</h3>", "x\n\na"),
        ("<ol><li>a<ul><li>b</li></ul></li></ol>", "- a\n  - b"),
        ("<pre>  a\n\n b  c</pre><p>&lt;&amp;&#x27;</p>", "  a\n\n b  c\n<&'"),
        ("<table><tr><th>a</th><td>b</td></tr><tr><th>long</th><td></td></tr></table>c", "a     b\nlong\n\nc"),
        (
            "<table><thead><tr><td></td><th>one</th></tr></thead><tr><th>a</th><td><code>b\nc</code></td></tr></table>",
            "   one\na\n    one\n        b\n        c",
        ),
        ("<details><summary>a</summary><p>b</p></details><p>c</p>", "a\nc"),
        ('<details open=""><summary>a</summary><p>b</p></details>', "a\nb"),
    ],
)
def test_a_page_is_written_as_text(markup: str, text: str) -> None:
    """Blocks have lines of their own, rows columns, what is folded away is left out, and code stays as it is."""
    assert text_of(Html(markup)) == text


@given(st.text())
def test_a_class_has_only_safe_characters(name: str) -> None:
    """No query name can end a style rule or a class."""
    assert part_class(f"query.{name}").replace("-", "").replace("_", "").isalnum()
    assert part_class(f"query.{name}").isascii()


def test_every_part_with_a_label_has_an_accent() -> None:
    """A part that has a name on screen has a colour, too."""
    assert set(ACCENTS) == (set(LABELS) | set(NAMED))


def contrast(colour: str, other: str) -> float:
    """Return WCAG's contrast ratio of two colours."""

    def luminance(hexadecimal: str) -> float:
        channels = [int(hexadecimal[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        red, green, blue = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    light, dark = sorted((luminance(colour), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_accents_are_seen_in_both_themes() -> None:
    """Each accent has a contrast of at least 3:1 with white and with the dark theme's background."""
    assert {
        part: colour
        for part, colour in ACCENTS.items()
        if min(contrast(colour, "#ffffff"), contrast(colour, "#111111")) < 3
    } == {}
