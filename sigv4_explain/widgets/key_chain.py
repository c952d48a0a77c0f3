"""KeyChain: edit what goes into the chain of keys, and see which keys change, and what a thief of each could do."""

from __future__ import annotations

import warnings

import ipywidgets as widgets

from sigv4_explain.errors import CredentialsWarning
from sigv4_explain.render.key_chain import ChainView
from sigv4_explain.render.key_chain_html import key_chain_html, key_chain_sections
from sigv4_explain.render.markup import Html
from sigv4_explain.render.parts import PREFIX
from sigv4_explain.trace.trace import Trace
from sigv4_explain.verifying.thefts import thefts
from sigv4_explain.widgets.key_chain_form import CHANGES, START, KeyChainForm
from sigv4_explain.widgets.lab_input import LabInput, trace_of
from sigv4_explain.widgets.live_form import LiveForm

_SECTIONS = ("status", "chain", "thieves")


class KeyChain(LiveForm[tuple[ChainView, str]]):
    """A live picture of the keys of ``explain``; ``chain.view`` is what it shows, ``chain.view.after`` the trace.

    ``form`` is what the chain begins with, and what it is compared with. Keys are shown when they come from a secret
    that AWS published, and masked when not.
    """

    title = "The key chain"
    called = "the chain"
    introduction = (
        "Each key is made of the one above it and one word. Change a word, and see how far the change reaches."
    )
    sheets = ("widgets/key_chain/page.css",)
    cannot = "Cannot be signed yet."
    below = "the last chain"
    form: KeyChainForm

    def __init__(self, form: LabInput = START) -> None:
        super().__init__()
        self.form = KeyChainForm()
        self.view: ChainView
        """What is on screen: of the last form that could be signed."""
        self._start = form
        self._compared_with: Trace = trace_of(form)[0]
        self.sections = {name: widgets.HTML() for name in _SECTIONS}
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

    def _read(self) -> tuple[ChainView, str]:
        trace, caution = trace_of(self.form.read())
        with warnings.catch_warnings():  # blanks around the secret: the caution says so already
            warnings.simplefilter("ignore", CredentialsWarning)
            return ChainView(self._compared_with, trace, thefts(trace)), caution

    def _draw(self, shown: tuple[ChainView, str]) -> None:
        self.view, caution = shown
        self.status.value = ""
        for name, drawn in key_chain_sections(self.view, caution).items():
            self.sections[name].value = drawn

    def _picture(self) -> Html:
        return key_chain_html(self.view)
