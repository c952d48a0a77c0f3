"""KeyChain: edit what goes into the chain of keys, and see which keys change, and what a thief of each could do."""

from __future__ import annotations

import warnings

import ipywidgets as widgets

from sigv4_explain.errors import CredentialsWarning, InvalidInput
from sigv4_explain.render.key_chain import ChainView
from sigv4_explain.render.key_chain_html import key_chain_html, key_chain_sections
from sigv4_explain.render.key_chain_style import key_chain_style
from sigv4_explain.render.key_chain_text import key_chain_text
from sigv4_explain.render.markup import Html, join, tag
from sigv4_explain.render.parts import PREFIX
from sigv4_explain.trace import Trace
from sigv4_explain.verifying.thefts import thefts
from sigv4_explain.widgets.key_chain_form import CHANGES, START, KeyChainForm
from sigv4_explain.widgets.lab_input import LabInput, trace_of
from sigv4_explain.widgets.live_view import LiveView

_SECTIONS = ("status", "chain", "thieves")


class KeyChain(LiveView):
    """A live picture of the keys of ``explain``; ``chain.view`` is what it shows, ``chain.view.after`` the trace.

    ``form`` is what the chain begins with, and what it is compared with. Keys are shown when they come from a secret
    that AWS published, and masked when not.
    """

    title = "The key chain"
    called = "the chain"

    def __init__(self, form: LabInput = START) -> None:
        super().__init__()
        self.form = KeyChainForm()
        self.view: ChainView
        """What is on screen: of the last form that could be signed."""
        self.problem: str = ""
        """What is wrong with the form just now, or an empty text."""
        self._start = form
        self._compared_with: Trace = trace_of(form)[0]
        self._problem = widgets.HTML()
        self._values = {name: widgets.HTML() for name in _SECTIONS}
        self.widget = widgets.VBox(self._children(), _dom_classes=(f"{PREFIX}-root",))
        self.form.fill(form)
        self._render()
        self.form.on_change(lambda _change: self._render())
        self.form.change.observe(lambda change: self.make(change["new"]), names="value")
        self.form.compare_from_here.on_click(lambda _button: self.compare_from_here())

    def make(self, change: str) -> None:
        """Change one thing of what the chain began with, by the name that the menu shows, and draw once."""
        with self._drawing_once():
            self.form.change.value = change
            self.form.fill(CHANGES[change](self._start))

    def compare_from_here(self) -> None:
        """Compare from now on with the chain on screen."""
        self._compared_with = self.view.after
        self._render()

    def _render(self) -> None:
        if self._paused:
            return
        try:
            trace, caution = trace_of(self.form.read())
        except InvalidInput as error:
            self._tell_problem(str(error), error.field)
            return
        with warnings.catch_warnings():  # blanks around the secret: the caution says so already
            warnings.simplefilter("ignore", CredentialsWarning)
            self.view = ChainView(self._compared_with, trace, thefts(trace))
        self.problem = self._problem.value = ""
        self.form.mark_error(None)
        for name, drawn in key_chain_sections(self.view, caution).items():
            self._values[name].value = drawn

    def _tell_problem(self, problem: str, field: str) -> None:
        self.problem = problem
        self.form.mark_error(field)
        words = (tag("strong", "Cannot be signed yet. "), problem, tag("p", "Below: the last chain."))
        self._problem.value = tag("div", *words, class_=f"{PREFIX}-status {PREFIX}-problem", role="alert")

    def _children(self) -> list[widgets.Widget]:
        title = widgets.HTML(join(tag("h2", self.title), tag("p", _INTRODUCTION)))
        style = widgets.HTML(Html(f"<style>{key_chain_style()}</style>"))
        return [style, title, self.form.box, self._problem, *self._values.values()]

    def _picture(self) -> Html:
        return key_chain_html(self.view)

    def __repr__(self) -> str:
        return f"KeyChain: {self.view.after!r}\n\n{key_chain_text(self.view)}"


_INTRODUCTION = "Each key is made of the one above it and one word. Change a word, and see how far the change reaches."
