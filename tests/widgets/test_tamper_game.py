from __future__ import annotations

from html import unescape

import pytest

from sigv4_explain.widgets import TamperGame
from tests.widgets.apps import bundle, drawn
from tests.widgets.parts import Attack, Protection


@pytest.mark.parametrize("protection", Protection)
@pytest.mark.parametrize("attack", Attack)
def test_the_menus_carry_out_the_attack(protection: Protection, attack: Attack) -> None:
    """What is chosen is what is shown: on the page, in the text and in the static twin."""
    game = TamperGame()
    game.protection.value, game.attack.value = protection, attack

    assert (game.attempt.protection, game.attempt.attack) == (protection, attack)
    for view in (drawn(game), bundle(game)["text/html"], repr(game)):
        assert attack.title in unescape(view)
        assert game.attempt.sentence in unescape(view)


def test_the_table_fills_up_with_what_was_tried() -> None:
    """The first picture has one attack tried; trying all tells them all, and leaves the form as it was."""
    game = TamperGame()
    assert "What you have tried: 1 of 35" in drawn(game)

    table = game.try_all()

    assert "What you have tried: 35 of 35" in drawn(game)
    assert "?" not in repr(table)
    assert "35 of 35" in table._repr_html_()
    assert repr(table).count("✓ stopped") == table._repr_html_().count("✓ stopped") == 9
    assert (game.protection.value, game.attack.value) == (Protection.NONE, Attack.READ_ORDER)


def test_choosing_both_draws_once() -> None:
    """A protection that was only passed on the way to another is not tried."""
    game = TamperGame()
    game.try_(Protection.HMAC, Attack.CHANGE)

    assert set(game.tried) == {(Protection.NONE, Attack.READ_ORDER), (Protection.HMAC, Attack.CHANGE)}
