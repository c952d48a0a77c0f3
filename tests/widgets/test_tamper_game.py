from __future__ import annotations

from html import unescape

import pytest

from sigv4_explain.course.tamper import Attack, Protection, Result
from sigv4_explain.errors import InvalidInput
from sigv4_explain.widgets import TamperGame

EXTREME = ("", "x" * 4096, "\x00\x1b[2J\n\r\t", "🧾 10 €", "\u202eEUR 10", "</style><img src=x onerror=alert(1)>&amp;")


def _drawn(game: TamperGame) -> str:
    return " ".join(str(widget.value) for widget in game._values.values())


@pytest.mark.parametrize("protection", Protection)
@pytest.mark.parametrize("attack", Attack)
def test_the_menus_carry_out_the_attack(protection: Protection, attack: Attack) -> None:
    """What is chosen is what is shown: on the page, in the text and in the static twin."""
    game = TamperGame()
    game.protection.value, game.attack.value = protection, attack

    assert (game.attempt.protection, game.attempt.attack) == (protection, attack)
    for shown in (_drawn(game), str(game._repr_mimebundle_()["text/html"]), repr(game)):
        assert attack.title in unescape(shown)
        assert game.attempt.sentence in unescape(shown)


def test_the_table_fills_up_with_what_was_tried() -> None:
    """The first picture has one attack tried; trying all tells them all, and leaves the form as it was."""
    game = TamperGame()
    assert "What you have tried: 1 of 35" in _drawn(game)

    table = game.try_all()

    assert "What you have tried: 35 of 35" in _drawn(game)
    assert "?" not in repr(table)
    assert "35 of 35" in table._repr_html_()
    assert repr(table).count("✓ stopped") == table._repr_html_().count("✓ stopped") == 9
    assert (game.protection.value, game.attack.value) == (Protection.NONE, Attack.READ_ORDER)


def test_choosing_both_draws_once() -> None:
    """A protection that was only passed on the way to another is not tried."""
    game = TamperGame()
    game.try_(Protection.HMAC, Attack.CHANGE)

    assert set(game.tried) == {(Protection.NONE, Attack.READ_ORDER), (Protection.HMAC, Attack.CHANGE)}


@pytest.mark.parametrize("text", EXTREME)
@pytest.mark.parametrize("field", ["order", "forged"])
def test_whatever_is_typed_is_shown_as_text(text: str, field: str) -> None:
    """Empty, long, invisible, turned and hostile texts are protected and attacked as any other."""
    game = TamperGame()
    getattr(game, field).value = text
    game.try_(Protection.DATED_HMAC, Attack.CHANGE_AND_RECOMPUTE)

    assert game.problem == ""
    assert game.attempt.result is Result.STOPPED
    html = f"{_drawn(game)}{game._repr_mimebundle_()['text/html']}"
    assert not any(hostile in html for hostile in ("<img", "</style", "\x1b", "\u202e", "\x00"))
    assert not any(hostile in repr(game) for hostile in ("\x1b", "\u202e", "\x00"))
    assert len(html) < 30_000


def test_two_orders_that_are_the_same_are_told_beside_the_last_attack() -> None:
    """The field is outlined until it is another."""
    game = TamperGame()
    game.forged.value = game.order.value

    assert game.problem.startswith("forged: received the same text")
    assert "sigv4-error" in game.forged._dom_classes
    assert "Cannot be tried" in _drawn(game)
    assert "Pay Bob 10 EUR" in repr(game)

    game.forged.value = "Pay me"
    assert game.problem == ""
    assert "sigv4-error" not in game.forged._dom_classes


def test_a_game_cannot_begin_with_orders_that_are_the_same() -> None:
    """The error is for whoever made the game."""
    with pytest.raises(InvalidInput, match="forged"):
        TamperGame("a", "a")


def test_the_static_twin_needs_no_style() -> None:
    """On GitHub the last attack stands where the game would be."""
    html = str(TamperGame()._repr_mimebundle_()["text/html"])

    assert "Run this cell" in html
    assert not any(word in html for word in ("<style", "<svg", "var(--"))
