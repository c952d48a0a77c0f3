"""TamperGame: choose how an order is protected and how it is attacked, and see whether the server notices."""

from __future__ import annotations

import ipywidgets as widgets

from sigv4_explain.course.tamper import (
    TAMPER_SECTIONS,
    Attack,
    Attempt,
    Protection,
    Result,
    Tried,
    attempt_text,
    attempted,
    tried_html,
    tried_text,
)
from sigv4_explain.errors import InvalidInput
from sigv4_explain.render.markup import Html, join, tag
from sigv4_explain.render.parts import PREFIX
from sigv4_explain.render.tamper_style import tamper_style
from sigv4_explain.widgets.live_view import LiveView

FIELDS = ("protection", "attack", "order", "forged")


class TamperGame(LiveView):
    """Five protections, seven attacks. The last expression of a cell shows it; ``game.attempt`` is what it shows."""

    title = "The tamper game"
    called = "the game"

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
        self.problem: str = ""
        """What is wrong with the form just now, or an empty text."""
        self._values = {name: widgets.HTML() for name in (*TAMPER_SECTIONS, "tried")}
        self.widget = widgets.VBox(self._children(), _dom_classes=(f"{PREFIX}-root", f"{PREFIX}-tamper"))
        self._render()
        for name in FIELDS:
            getattr(self, name).observe(lambda _change: self._render(), names="value")

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

    def _render(self) -> None:
        if self._paused:
            return
        try:
            attempt = attempted(*(getattr(self, name).value for name in FIELDS))
        except InvalidInput as error:
            if not hasattr(self, "attempt"):  # nothing to show yet: the error is for whoever made the game
                raise
            self._show_problem(error)
            return
        self.attempt, self.problem = attempt, ""
        self._mark_error(None)
        self.tried[attempt.protection, attempt.attack] = attempt.result
        for name, drawn in TAMPER_SECTIONS.items():
            self._values[name].value = drawn(attempt)
        self._values["tried"].value = tried_html(self.tried)

    def _show_problem(self, error: InvalidInput) -> None:
        self.problem = str(error)
        self._mark_error(error.field)
        words = tag("strong", "Cannot be tried. "), self.problem, tag("p", "Below: the last attack.")
        self._values["status"].value = tag("div", *words, class_=f"{PREFIX}-status {PREFIX}-problem", role="alert")

    def _mark_error(self, field: str | None) -> None:
        for name in FIELDS:
            widget = getattr(self, name)
            (widget.add_class if name == field else widget.remove_class)(f"{PREFIX}-error")

    def _children(self) -> list[widgets.Widget]:
        style = widgets.HTML(Html(f"<style>{tamper_style()}</style>"))
        heading = widgets.HTML(join(tag("h2", self.title), tag("p", _INTRODUCTION)))
        form = widgets.GridBox([getattr(self, name) for name in FIELDS], _dom_classes=(f"{PREFIX}-form",))
        return [style, heading, form, *self._values.values()]

    def _picture(self) -> Html:
        return join(*(drawn(self.attempt) for drawn in TAMPER_SECTIONS.values()), tried_html(self.tried))

    def __repr__(self) -> str:
        tried = f"What you have tried: {len(self.tried)} of {len(Protection) * len(Attack)}"
        return f"TamperGame: {attempt_text(self.attempt)}\n\n{tried}\n{tried_text(self.tried)}"


_INTRODUCTION = (
    "Alice sends an order to a server. Somebody sits between them. Choose a protection and an attack: both are carried "
    "out, and the server looks at what arrives."
)
