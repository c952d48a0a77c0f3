"""TamperGame: choose how an order is protected and how it is attacked, and see whether the server notices."""

from __future__ import annotations

from collections.abc import Mapping

import ipywidgets as widgets

from sigv4_explain.drawing.markup import Html, join
from sigv4_explain.drawing.pieces import PREFIX
from sigv4_explain.widgets.base import LiveForm
from sigv4_explain.widgets.tamper_game.page import TAMPER_SECTIONS, Tried, tried_html
from sigv4_explain.widgets.tamper_game.protections import Attack, Attempt, Protection, Result, attempted


class TamperGame(LiveForm[Attempt]):
    """Five protections, seven attacks. The last expression of a cell shows it; ``game.attempt`` is what it shows."""

    title = "The tamper game"
    called = "the game"
    introduction = (
        "Alice sends an order to a server. Somebody sits between them. Choose a protection and an attack: "
        "both are carried out, and the server looks at what arrives."
    )
    sheets = ("widgets/tamper_game/page.css",)
    cannot = "Cannot be tried."
    below = "the last attack"

    def __init__(self, order: str = "Pay Bob 10 EUR", forged: str = "Pay Mallory 1000 EUR") -> None:
        super().__init__()
        self.protection = widgets.Dropdown(
            description="Alice adds to her order", options=[(choice.title, choice) for choice in Protection]
        )
        self.attack = widgets.Dropdown(
            description="The attacker tries to", options=[(choice.title, choice) for choice in Attack]
        )
        self.order = widgets.Text(description="Alice's order", value=order)
        self.forged = widgets.Text(description="The order that the attacker wants", value=forged)
        self.attempt: Attempt
        """The attack on screen."""
        self.tried: dict[tuple[Protection, Attack], Result] = {}
        """What became of each attack that was tried."""
        self._typed_fields = {
            "protection": self.protection,
            "attack": self.attack,
            "order": self.order,
            "forged": self.forged,
        }
        self.sections = {name: widgets.HTML() for name in (*TAMPER_SECTIONS, "tried")} | {"status": self.status}
        self.widget = widgets.VBox(self._children(), _dom_classes=(f"{PREFIX}-root", f"{PREFIX}-tamper"))
        self._render()
        for field in self._typed_fields.values():
            field.observe(lambda _change: self._render(), names="value")

    def try_(self, protection: Protection, attack: Attack) -> None:
        """Choose a protection and an attack, and draw once."""
        with self._drawing_once():
            self.protection.value, self.attack.value = protection, attack

    def try_all(self) -> Tried:
        """Try every attack on every protection, and return the table of what became of them."""
        shown = self.protection.value, self.attack.value
        for protection in Protection:
            for attack in Attack:
                self.try_(protection, attack)
        self.try_(*shown)
        return Tried(dict(self.tried))

    def _read(self) -> Attempt:
        return attempted(*(field.value for field in self._typed_fields.values()))

    def _draw(self, shown: Attempt) -> None:
        self.attempt = shown
        self.tried[shown.protection, shown.attack] = shown.result
        for name, drawn in TAMPER_SECTIONS.items():
            self.sections[name].value = drawn(shown)
        self.sections["tried"].value = tried_html(self.tried)

    def _fields(self) -> Mapping[str, widgets.Widget]:
        return self._typed_fields

    def _children(self) -> list[widgets.Widget]:
        form = widgets.GridBox([*self._typed_fields.values()], _dom_classes=(f"{PREFIX}-form",))
        return [*self._style_and_heading(), form, *self.sections.values()]

    def _picture(self) -> Html:
        return join(*(drawn(self.attempt) for drawn in TAMPER_SECTIONS.values()), tried_html(self.tried))
