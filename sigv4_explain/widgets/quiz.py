"""Quiz: a question with choices; each choice is answered with a word on why it is right or wrong."""

from __future__ import annotations

import ipywidgets as widgets

from sigv4_explain.course import QUESTIONS, Choice, record_answer
from sigv4_explain.errors import InvalidInput, describe
from sigv4_explain.render.markup import Html, join, tag
from sigv4_explain.render.parts import PREFIX
from sigv4_explain.render.style import base_style
from sigv4_explain.widgets.live_view import LiveView


class Quiz(LiveView):
    """A question of the course, by its name. The last expression of a cell shows it."""

    title = "A question"
    called = "the question"

    def __init__(self, name: str) -> None:
        super().__init__()
        if name not in QUESTIONS:
            raise InvalidInput("name", describe(name), f"a question: {', '.join(QUESTIONS)}")
        self.question = QUESTIONS[name]
        choices = {choice.text: choice for choice in self.question.choices}
        self.choices = widgets.RadioButtons(
            options=choices,
            value=None,
            description=self.question.text,
            style={"description_width": "initial"},
            layout=widgets.Layout(width="auto"),
        )
        self._feedback = widgets.HTML()
        style = widgets.HTML(Html(f"<style>{base_style()}</style>"))
        self.widget = widgets.VBox(
            [style, self.choices, self._feedback], _dom_classes=(f"{PREFIX}-root", f"{PREFIX}-quiz")
        )
        self._render()
        self.choices.observe(lambda _change: self._render(), names="value")

    @property
    def chosen(self) -> Choice | None:
        """The choice that was taken, if any."""
        choice: Choice | None = self.choices.value
        return choice

    def _render(self) -> None:
        if self.chosen is None:
            self._feedback.value = tag("p", "Choose one.", class_=f"{PREFIX}-status", role="status")
            return
        record_answer(self.question, self.chosen)
        sign, _ = self.chosen.status.value
        words = tag("strong", sign, " "), self.chosen.feedback
        self._feedback.value = tag("div", tag("p", *words), class_=f"{PREFIX}-status", role="status")

    def _picture(self) -> Html:
        choices = tag("ul", (tag("li", choice.text) for choice in self.question.choices))
        return join(tag("p", tag("strong", self.question.text)), choices)

    def __repr__(self) -> str:
        return "\n".join([self.question.text, *(f"  ○ {choice.text}" for choice in self.question.choices)])
