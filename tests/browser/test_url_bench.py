from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Locator, expect

from tests.browser.axe import violations
from tests.browser.desk import Desk, expect_all_can_read, sticks_out

UNLIT = "rgba(0, 0, 0, 0)"
BENCH = "UrlBench('https://api.example.com/pets/../a%20b:c//d?b=x+y&uploads&a=%7e&')"


def _line(root: Locator, name: str) -> Locator:
    """Find a line of the bench by its name."""
    return root.locator(".sigv4-url-lines tr", has=root.page.get_by_role("rowheader", name=name, exact=True))


def _background(piece: Locator) -> str:
    return str(piece.evaluate("piece => getComputedStyle(piece).backgroundColor"))


def test_pointing_at_a_character_lights_its_echo_and_its_words(desk: Desk) -> None:
    """From either side, in the path and in the query, and only while it is pointed at."""
    root = desk.show(BENCH)
    words = root.locator("tr", has_text="encoded again").last
    for one, other, sent, signed in (
        ("Path, as sent", "CanonicalUri", "%20", "%2520"),
        ("Query, as sent", "CanonicalQueryString", "+", "%20"),
    ):
        mine = _line(root, one).get_by_text(sent, exact=True).last
        echo = _line(root, other).get_by_text(signed, exact=True).last
        assert _background(echo) == UNLIT
        mine.hover()
        assert _background(echo) != UNLIT
        echo.hover()
        assert _background(mine) != UNLIT
    assert _background(words) == UNLIT
    _line(root, "Path, as sent").get_by_text("%20", exact=True).last.hover()
    assert _background(words) != UNLIT


def test_the_keyboard_reaches_every_piece_and_lights_it(desk: Desk) -> None:
    """Tab goes from the URL over the service to each piece; what it stops at is lit in the other line."""
    root = desk.show(BENCH)
    root.get_by_label("URL", exact=True).focus()
    stops: list[str] = []
    while len(stops) < 60 and "added, moved by sorting" not in stops:
        desk.page.keyboard.press("Tab")
        stops.append(desk.page.evaluate("() => document.activeElement.title || document.activeElement.tagName"))
        if stops[-1].startswith("encoded again"):
            assert _background(_line(root, "CanonicalUri").locator("[title^='encoded again']").first) != UNLIT
    for fate in ("kept", "a separator, kept", "encoded", "dropped with its segment", "added, moved by sorting"):
        assert fate in stops


def test_typing_and_the_service_change_both_lines(desk: Desk) -> None:
    """The canonical lines follow each key and the choice of the service; an error is told, and goes."""
    root = desk.show(BENCH)
    field = root.get_by_label("URL", exact=True)
    field.fill("https://h/a%20b//c?b&a")
    expect(_line(root, "CanonicalUri").get_by_role("cell")).to_have_text("/a%2520b/c")
    root.get_by_label("S3", exact=True).check()
    expect(_line(root, "CanonicalUri").get_by_role("cell")).to_have_text("/a%20b//c")
    expect(_line(root, "CanonicalQueryString").get_by_role("cell")).to_have_text("a=&b=")
    field.fill("h/a")
    expect(root.get_by_role("alert")).to_contain_text("url: received 'h/a'")
    field.fill("https://h/<img src=x onerror=window.attacked=1>")
    expect(root.get_by_role("alert")).to_have_count(0)
    expect(_line(root, "CanonicalUri").get_by_role("cell")).to_contain_text("%3Cimg")
    assert desk.page.evaluate("() => window.attacked") is None


def test_axe_finds_nothing_and_nothing_sticks_out(desk: Desk, tmp_path: Path) -> None:
    """In both themes, wide and narrow, with a long URL and with an error."""
    root = desk.show(BENCH)
    expect_all_can_read(root, tmp_path / "url-bench")
    field = root.get_by_label("URL", exact=True)
    field.fill(f"https://h/{'é a/%20🙂' * 400}")
    expect(root).to_contain_text("are linked")
    assert violations(desk.page) == []
    assert not sticks_out(root)
    field.fill("")
    expect(root.get_by_role("alert")).to_be_visible()
    assert violations(desk.page) == []
