"""Quiz: a question with choices; each choice is answered with a word on why it is right or wrong."""

from __future__ import annotations

import ipywidgets as widgets

from sigv4_explain.course import QUESTIONS, Choice, record_answer
from sigv4_explain.drawing.markup import Html, join, tag, text_of, with_code
from sigv4_explain.drawing.pieces import PREFIX
from sigv4_explain.errors import InvalidInput, describe
from sigv4_explain.widgets.base import HEARD, LiveView

_BLANKS_KEPT = "white-space: pre-wrap"


class Quiz(LiveView):
    """A question of the course, by its name. The last expression of a cell shows it.

    Nobody is held to the first choice. Raises InvalidInput for a name that no question has.
    """

    title = "A question"
    called = "the question"
    sheets = ("widgets/quiz/page.css",)

    def __init__(self, name: str) -> None:
        super().__init__()
        if name not in QUESTIONS:
            raise InvalidInput("name", describe(name), f"a question: {', '.join(QUESTIONS)}")
        self.question = QUESTIONS[name]
        self.choices = widgets.RadioButtons(
            options=[(choice.text, choice) for choice in self.question.choices],
            value=None,
            layout=widgets.Layout(width="auto"),
            _dom_classes=(f"{PREFIX}-choices",),
        )
        self.sections = {"feedback": widgets.HTML(_dom_classes=(HEARD,))}
        self.widget = widgets.VBox(self._children(), _dom_classes=(f"{PREFIX}-root", f"{PREFIX}-quiz"))
        self._render()
        self.choices.observe(lambda _change: self._render(), names="value")

    @property
    def chosen(self) -> Choice | None:
        """The choice that was taken, if any."""
        choice: Choice | None = self.choices.value
        return choice

    def _render(self) -> None:
        if self.chosen is None:
            self.sections["feedback"].value = tag("div", class_=f"{PREFIX}-status {PREFIX}-unanswered")
            return
        record_answer(self.question, self.chosen)
        look = self.chosen.status.name.lower().replace("_", "-")
        words = tag("p", *_told(self.chosen))
        self.sections["feedback"].value = tag("div", words, class_=f"{PREFIX}-status {PREFIX}-{look}")

    def _children(self) -> list[widgets.Widget]:
        # Not the description of the radio buttons: ipywidgets would typeset what stands between two dollar signs.
        question = widgets.HTML(tag("p", with_code(self.question.text), class_=f"{PREFIX}-question"))
        return [self._unseen(), question, self.choices, self.sections["feedback"]]

    def _static_twin(self) -> Html:
        return self._picture()

    def _picture(self) -> Html:
        right = self.question.right
        told = tag("p", tag("strong", with_code(right.text)), " ", with_code(right.feedback))
        return join(self._asked(), tag("details", tag("summary", "The answer"), told))

    def _asked(self) -> Html:
        """Draw the question, its choices and what is said of the one taken."""
        question = tag("strong", with_code(self.question.text), style=_BLANKS_KEPT)
        choices = (
            tag("li", "● " if choice is self.chosen else "", with_code(choice.text)) for choice in self.question.choices
        )
        said = tag("p", *_told(self.chosen)) if self.chosen else ""
        return join(tag("p", question), tag("ul", choices, style=_BLANKS_KEPT), said)

    def _text(self) -> str:
        return text_of(self._asked())


def _told(choice: Choice) -> tuple[str, ...]:
    sign, words = choice.status.value
    said = f"{sign} " if choice.feedback.startswith("Right") else f"{sign} {words}. "
    return said, with_code(choice.feedback)
