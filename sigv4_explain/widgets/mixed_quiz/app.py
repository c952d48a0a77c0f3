"""MixedQuiz: ten questions about all chapters so far, with values that are drawn, and how many were right at once."""

from __future__ import annotations

import ipywidgets as widgets

from sigv4_explain.course import Status
from sigv4_explain.course.mixed import ten_questions
from sigv4_explain.drawing.markup import Html, join, tag, text_of
from sigv4_explain.drawing.pieces import PREFIX
from sigv4_explain.widgets.base import HEARD, LiveView
from sigv4_explain.widgets.quiz.app import Quiz, answer, asked


class MixedQuiz(LiveView):
    """Ten questions about the chapters up to ``after``. Another ``seed``, a number or a word, draws ten others.

    Raises InvalidInput for a chapter after which there are none.
    """

    title = "Ten questions"
    called = "the questions"
    sheets = ("widgets/quiz/page.css",)

    def __init__(self, after: str, seed: int | str = 1) -> None:
        super().__init__()
        self.quizzes = tuple(Quiz(question) for question in ten_questions(after, seed))
        self.first: dict[int, Status] = {}
        """What the first choice was worth, by the number of the question."""
        self.sections = {"score": widgets.HTML(_dom_classes=(HEARD,))}
        shown = [quiz.widget for quiz in self.quizzes]
        self.widget = widgets.VBox([self._unseen(), *shown, *self.sections.values()], _dom_classes=(f"{PREFIX}-root",))
        self._render()
        for quiz in self.quizzes:
            quiz.choices.observe(lambda _change: self._render(), names="value")

    def _render(self) -> None:
        for number, quiz in enumerate(self.quizzes):
            if quiz.chosen is not None:
                self.first.setdefault(number, quiz.chosen.status)
        self.sections["score"].value = tag("p", self.score)

    @property
    def score(self) -> str:
        """How many were right at the first choice, and where to look again."""
        wrong = {self.quizzes[number].question.chapter for number, each in self.first.items() if each != Status.SOLVED}
        right = sum(status is Status.SOLVED for status in self.first.values())
        told = f"{right} of {len(self.quizzes)} right at the first choice; {len(self.first)} answered."
        return f"{told} Look again at {', '.join(sorted(wrong))}." if wrong else told

    def _picture(self) -> Html:
        answers = tag("ol", (tag("li", answer(quiz.question)) for quiz in self.quizzes))
        return join(self._asked(), tag("details", tag("summary", "The answers"), answers))

    def _asked(self) -> Html:
        return join(*(asked(quiz.question, quiz.chosen) for quiz in self.quizzes), tag("p", self.score))

    def _text(self) -> str:
        return text_of(self._asked())
