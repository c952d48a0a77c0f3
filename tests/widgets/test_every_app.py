"""What holds of every live page; the other files say what is particular to one."""

from __future__ import annotations

from collections.abc import Collection
from html import unescape
from typing import Any

import ipywidgets as widgets
import pytest

from sigv4_explain.errors import InvalidInput
from tests.widgets.apps import APPS, FORMS, bundle, drawn, every_widget, fields_of, is_outlined, shown
from tests.widgets.parts import ClockInput, Html, LabInput, Placement, Spelling, label_of, text_of

MARKER = "MARKEDSECRET/with+chars"
HOSTILE = {
    "nothing": "",
    "4 KB": "x" * 4096,
    "control characters": "a\x00\x07\x1b[2J\t",
    "right to left, and half a character": "\u202eשלום\u200b\ud800",
    "markup": "👩‍👩‍👧🔑 </style><img src=x onerror=alert(1)><script>alert(1)</script>&amp;\"'",
    "a number out of range": "99999999999999999999",
}
UNSEEN = "\x00\x07\x1b\u202e\u200b\ud800"
BEGINNINGS = {"url": "https://h/", "target": "/", "headers": "Host: h\nX-A: "}
"""What a field needs before the text, or the text would only be refused."""
ALL_FIELDS = [(name, field) for name, app in APPS.items() if name != "AttackersBench" for field in fields_of(app())]
"""The bench's are those of the ServerView."""
NOTHING: dict[str, object] = {}
# The page, the field, what is typed into it, words of what is told, and what is chosen before.
PROBLEMS: list[tuple[str, str, object, str, dict[str, object]]] = [
    ("SigningLab", "url", "abc", "“abc” is not a URL", NOTHING),
    ("SigningLab", "headers", "no colon", "line 1 without a colon", NOTHING),
    ("SigningLab", "access_key_id", "", "is empty. Write", NOTHING),
    ("SigningLab", "secret_access_key", "", "is empty. Write", NOTHING),
    ("SigningLab", "at", "", "is empty. Write", NOTHING),
    ("SigningLab", "region", "", "is empty. Write", NOTHING),
    ("SigningLab", "service", "a b", "“a b” is not a signing name", NOTHING),
    ("SigningLab", "expires", "", "604800", {"placement": Placement.QUERY}),
    ("SigningLab", "expires", "0", "604800", {"placement": Placement.QUERY}),
    ("SigningLab", "expires", "604801", "604800", {"placement": Placement.QUERY}),
    ("SigningLab", "expires", "soon", "604800", {"placement": Placement.QUERY}),
    ("SigningLab", "expires", "-1", "604800", {"placement": Placement.QUERY}),
    ("SigningLab", "expires", "²", "604800", {"placement": Placement.QUERY}),
    ("ServerView", "target", "default", "“default” is not a path", NOTHING),
    ("ServerView", "target", "/a\x00", "Write", NOTHING),
    ("ServerView", "headers", "a b: c", "the name 'a b'", NOTHING),
    ("ServerView", "minutes", "soon", "“soon” is not a number of minutes", NOTHING),
    ("ServerView", "region", "", "is empty. Write", NOTHING),
    ("ServerView", "service", "a b", "“a b” is not a signing name", NOTHING),
    ("HeaderBench", "headers", "no colon", "line 1 without a colon", NOTHING),
    ("HeaderBench", "headers", "a b: 1", "the name 'a b'", NOTHING),
    ("HeaderBench", "headers", "a: 1\n b: 2", "the name ' b'", NOTHING),
    ("HeaderBench", "headers", "a: \x07", r"'\x07' at position 0", NOTHING),
    ("BodyBench", "body", "", "Expecting value at character 1", {"sent": Spelling.SORTED}),
    ("BodyBench", "body", '{"a" 1}', "Expecting ':' delimiter at character 6", {"sent": Spelling.COMPACT}),
    ("BodyBench", "body", "[" * 100_000, "Brackets nested deeper than 200 at character 201", {"sent": Spelling.SPACED}),
    ("BodyBench", "body", "1" * 5_000, "a number with more digits than Python reads", {"sent": Spelling.SPACED}),
    ("BodyBench", "body", "🐕", r"'\U0001f415' at character 1", {"sent": Spelling.LATIN}),
    ("BodyBench", "body", r'"\ud800"', r"'\ud800' at character 2", {"sent": Spelling.COMPACT}),
    ("BodyBench", "body", "\ud800", r"'\ud800' at character 1", NOTHING),
    ("UrlBench", "url", "", "is empty. Write", NOTHING),
    ("UrlBench", "url", " ", "is not", NOTHING),
    ("UrlBench", "url", "h/a", "is not", NOTHING),
    ("UrlBench", "url", "https://", "is not", NOTHING),
    ("UrlBench", "url", "https://h/\n", "Write", NOTHING),
    ("UrlBench", "url", "🙂", "is not", NOTHING),
    ("TwoForms", "url", "", "is empty. Write", NOTHING),
    ("TwoForms", "url", "https://h/\x00", "Write", NOTHING),
    ("TwoForms", "headers", "X A: 1", "Write", NOTHING),
    ("TwoForms", "expires", 0, "Write", NOTHING),
    ("TwoForms", "expires", 604801, "Write", NOTHING),
    ("TwoForms", "seconds", 1000000000000000000000000000000, "Write", NOTHING),
    ("TamperGame", "forged", "Pay Bob 10 EUR", "the same text. Write another", NOTHING),
    ("ScopeClock", "scope", "here", "is not", NOTHING),
    ("KeyChain", "at", "now", "is not", NOTHING),
    ("Doctor", "secret_access_key", "   ", "Write", NOTHING),
]
# A form that begins wrong is its maker's error, and names the field.
WRONG: dict[str, tuple[tuple[Any, ...], str]] = {
    "HeaderBench": (("no colon",), "headers: received line 1 without a colon"),
    "BodyBench": (("\ud800",), "body: received"),
    "UrlBench": (("h",), "url: received 'h'"),
    "TamperGame": (("a", "a"), "forged: received the same text"),
    "SigningLab": ((LabInput(url="abc"),), "url: received"),
    "ScopeClock": ((ClockInput(scope="here"),), "scope: received"),
}


def of_every(apps: Collection[str]) -> pytest.MarkDecorator:
    """Run a test with each of the pages."""
    return pytest.mark.parametrize("name", apps)


@of_every(APPS)
def test_a_cell_gives_the_live_page_its_picture_and_its_text(name: str) -> None:
    """The picture needs no style sheet and no script; the text says what the picture says, and is always the same."""
    app = APPS[name]()
    given = bundle(app)
    picture = given["text/html"]

    assert "application/vnd.jupyter.widget-view+json" in given
    assert given["text/plain"] == repr(app) == repr(APPS[name]())
    assert picture == bundle(APPS[name]())["text/html"]
    assert not any(word in picture for word in ("<style", "<script", "<svg", "var(--"))
    assert ("Run this cell and it comes alive" in picture) == (name != "Quiz")
    heading, _, text = repr(app).partition("\n\n")
    assert heading == name
    assert text in text_of(Html(picture)) or text in (
        str(getattr(app, "trace", "")),
        str(getattr(app, "diagnosis", "")),
    )


@of_every(APPS)
def test_every_field_has_a_label(name: str) -> None:
    """A screen reader, and who looks, is told what to type or choose; a question stands above its choices."""
    fields = [
        each
        for each in every_widget(APPS[name]().widget)
        if isinstance(each, widgets.widget_description.DescriptionWidget)
    ]
    unnamed = [field for field in fields if not field.description and not isinstance(field, widgets.HTML)]

    assert all(isinstance(field, widgets.RadioButtons) for field in unnamed)


@pytest.mark.parametrize(("name", "field"), ALL_FIELDS)
def test_whatever_is_typed_is_drawn_as_text_or_told(name: str, field: str) -> None:
    """Nothing typed becomes an element or stays invisible; what cannot be read is told beside the last that could."""
    app = APPS[name]()
    typed = fields_of(app)[field]
    was = typed.value
    for what, hostile in HOSTILE.items():
        before = repr(app)
        typed.value = f"{BEGINNINGS.get(field, '')}{hostile}"
        page, picture, text, problem = drawn(app), bundle(app)["text/html"], repr(app), getattr(app, "problem", "")

        assert not any(mark in page + picture for mark in ("<img", "<script", "</style")), what
        assert not any(unseen in page + picture + text for unseen in UNSEEN), what
        assert len(page) < 130_000, what
        assert ('role="alert"' in page) == bool(problem), what
        if problem:
            assert is_outlined(typed), what
            assert problem.startswith(label_of(typed.description)), what
            assert problem in unescape(page), what
            assert text == before, what
        typed.value = was
        assert not getattr(app, "problem", ""), what
        assert not is_outlined(typed), what


@pytest.mark.parametrize(("name", "field", "typed", "told", "chosen"), PROBLEMS)
def test_what_cannot_be_read_is_told_beside_the_last_that_could(
    name: str, field: str, typed: object, told: str, chosen: dict[str, object]
) -> None:
    """Under the label of its field, which is outlined until it is mended."""
    app = FORMS[name]()
    fields = vars(getattr(app, "form", app))
    for other, value in chosen.items():
        fields[other].value = value
    was, before = fields[field].value, repr(app)
    fields[field].value = typed

    assert app.problem.startswith(label_of(fields[field].description))
    assert told in app.problem
    assert told in unescape(app.status.value)
    assert 'role="alert"' in app.status.value
    assert is_outlined(fields[field])
    assert repr(app) == before

    fields[field].value = was
    assert app.problem == ""
    assert 'role="alert"' not in app.status.value
    assert not is_outlined(fields[field])


@of_every([name for name, app in APPS.items() if fields_of(app(), widgets.Password)])
def test_a_secret_that_is_typed_is_shown_nowhere(name: str) -> None:
    """Neither on the page, nor in the picture, nor in the text."""
    app = APPS[name]()
    for field in fields_of(app, widgets.Password).values():
        field.value = MARKER

    assert MARKER not in unescape(shown(app))


@pytest.mark.parametrize(
    ("name", "menu"), [(name, menu) for name, app in FORMS.items() for menu in fields_of(app(), widgets.Dropdown)]
)
def test_a_choice_draws_each_section_once(name: str, menu: str) -> None:
    """However many fields a preset fills in."""
    app = FORMS[name]()
    drawings: list[str] = []
    for section, page in app.sections.items():
        page.observe(lambda _change, section=section: drawings.append(section), names="value")
    chosen = fields_of(app, widgets.Dropdown)[menu]
    chosen.index = len(chosen.options) - 1

    assert sorted(drawings) == sorted(set(drawings))
    assert app.problem == ""


@of_every(WRONG)
def test_a_page_that_begins_wrong_is_its_makers_error(name: str) -> None:
    """There is nothing to show yet."""
    arguments, told = WRONG[name]
    with pytest.raises(InvalidInput, match=f"^{told}"):
        FORMS[name](*arguments)
