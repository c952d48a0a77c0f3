"""Quiz: a question with choices, each answered with a why; until then the output that shows the answer is folded."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from io import StringIO
from typing import Any

import ipywidgets as widgets
from IPython.core.displaypub import CapturingDisplayPublisher
from IPython.core.getipython import get_ipython

from sigv4_explain.course import QUESTIONS, Choice, Question, Status, record_answer
from sigv4_explain.drawing.markup import Html, join, tag, text_of, with_code
from sigv4_explain.drawing.pieces import PREFIX
from sigv4_explain.errors import InvalidInput, describe
from sigv4_explain.widgets.base import HEARD, LiveView

_BLANKS_KEPT = "white-space: pre-wrap"


class Quiz(LiveView):
    """A question of the course, by its name, or one that was made. The last expression of a cell shows it.

    Nobody is held to the first choice. Raises InvalidInput for a name that no question has.
    """

    title = "A question"
    called = "the question"
    sheets = ("widgets/quiz/page.css",)

    def __init__(self, name: str | Question) -> None:
        super().__init__()
        if isinstance(name, str) and name not in QUESTIONS:
            raise InvalidInput("name", describe(name), f"a question: {', '.join(QUESTIONS)}")
        self.question = QUESTIONS[name] if isinstance(name, str) else name
        self.choices = widgets.RadioButtons(
            options=[(choice.text, choice) for choice in self.question.choices],
            value=None,
            layout=widgets.Layout(width="auto"),
            _dom_classes=(f"{PREFIX}-choices",),
        )
        self.sections = {"feedback": widgets.HTML(_dom_classes=(HEARD,))}
        self.widget = widgets.VBox(self._children(), _dom_classes=(f"{PREFIX}-root", f"{PREFIX}-quiz"))
        self._next_output: NextOutput | None = None
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
        if self._next_output is not None:
            self._next_output.open()
        look = self.chosen.status.name.lower().replace("_", "-")
        words = tag("p", *_told(self.chosen))
        self.sections["feedback"].value = tag("div", words, class_=f"{PREFIX}-status {PREFIX}-{look}")

    def _children(self) -> list[widgets.Widget]:
        # Not the description of the radio buttons: ipywidgets would typeset what stands between two dollar signs.
        question = widgets.HTML(tag("p", with_code(self.question.text), class_=f"{PREFIX}-question"))
        return [self._unseen(), question, self.choices, self.sections["feedback"]]

    def _repr_mimebundle_(self, **options: Any) -> dict[str, Any]:
        if self.chosen is None and self._next_output is None and get_ipython() is not None:
            self._next_output = NextOutput(get_ipython())
        return super()._repr_mimebundle_(**options)

    def _static_twin(self) -> Html:
        return self._picture()

    def _picture(self) -> Html:
        folded = tag("details", tag("summary", "The answer"), answer(self.question))
        return join(asked(self.question, self.chosen), folded)

    def _text(self) -> str:
        return text_of(asked(self.question, self.chosen))


def answer(question: Question) -> Html:
    """Draw the right choice, and why it is right."""
    return tag("p", tag("strong", with_code(question.right.text)), " ", with_code(question.right.feedback))


def asked(question: Question, chosen: Choice | None) -> Html:
    """Draw a question, its choices and what is said of the one taken."""
    text = tag("strong", with_code(question.text), style=_BLANKS_KEPT)
    choices = (tag("li", "● " if choice is chosen else "", with_code(choice.text)) for choice in question.choices)
    said = tag("p", *_told(chosen)) if chosen else ""
    return join(tag("p", text), tag("ul", choices, style=_BLANKS_KEPT), said)


def _told(choice: Choice) -> tuple[str, ...]:
    sign = choice.status.value[0]
    said = f"{sign} " if choice.status is Status.SOLVED else f"{sign} No. "
    return said, with_code(choice.feedback)


# What the cell after a question shows: with the answer in sight nobody predicts, on GitHub and after Run All neither.

_SHOWN = "What the cell shows"
_FOLDED = f"{_SHOWN}: answer the question above first, or unfold it here"
_FOLD = f"{PREFIX}-next-output"
_WIDGET = "application/vnd.jupyter.widget-view+json"
_Data = Mapping[str, Any]


class NextOutput:
    """The next output of a notebook: folded when it comes before :meth:`open`, and left alone after that.

    A page that answers and a cell that fails show themselves. A cell that shows nothing is not it.
    """

    def __init__(self, shell: Any) -> None:
        self._shell = shell
        self._fold: widgets.HTML | None = None
        self._data: list[_Data] = []
        shell.events.register("pre_run_cell", self._begin)
        self._waits = True

    def open(self) -> None:
        """Unfold what is folded, and fold nothing any more."""
        self._wait_no_longer()
        if self._fold is not None:
            self._fold.value = _folded(self._data, _SHOWN, class_=_FOLD, open="")

    def _wait_no_longer(self) -> None:
        if self._waits:
            self._shell.events.unregister("pre_run_cell", self._begin)
            self._waits = False

    def _begin(self, _cell: Any) -> None:
        shell = self._shell
        self._usual = (sys.stdout, shell.display_pub, shell.display_trap.hook)
        self._printed, self._published = StringIO(), CapturingDisplayPublisher()  # type: ignore[no-untyped-call]  # IPython's
        sys.stdout, shell.display_pub, shell.display_trap.hook = self._printed, self._published, self._keep
        shell.events.register("post_run_cell", self._end)

    def _keep(self, result: Any) -> None:
        if result is not None:
            self._published.publish(*self._shell.display_formatter.format(result))  # type: ignore[no-untyped-call]  # same
            self._shell.displayhook.update_user_ns(result)

    def _end(self, result: Any) -> None:
        shell, published = self._shell, self._published.outputs
        shell.events.unregister("post_run_cell", self._end)
        sys.stdout, shell.display_pub, shell.display_trap.hook = self._usual
        printed = self._printed.getvalue()
        if result.success and not printed and not published:
            return
        self._wait_no_longer()
        if result.success and not any(_WIDGET in output["data"] for output in published):
            first = [{"text/plain": printed.rstrip("\n")}] if printed else []
            self._show_folded([*first, *(output["data"] for output in published)])
            return
        sys.stdout.write(printed)
        for output in published:
            shell.display_pub.publish(output["data"], output["metadata"], transient=output["transient"])

    def _show_folded(self, data: list[_Data]) -> None:
        self._data = data
        self._fold = widgets.HTML(_folded(data, _FOLDED, class_=_FOLD))
        html = _folded(data, _FOLDED)
        text = "\n".join(output["text/plain"] for output in data)
        self._shell.display_pub.publish({**self._fold._repr_mimebundle_(), "text/plain": text, "text/html": html})


def _folded(data: list[_Data], summary: str, **attributes: str) -> Html:
    shown = (Html(output.get("text/html") or tag("pre", output["text/plain"])) for output in data)
    return tag("details", tag("summary", summary), *shown, **attributes)
