"""KeyChain: edit what goes into the chain of keys, and see which keys change, and what a thief of each could do."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType

import ipywidgets as widgets

from sigv4_explain.course.stolen_keys import thefts
from sigv4_explain.drawing.markup import Html
from sigv4_explain.drawing.pieces import PREFIX
from sigv4_explain.errors import CredentialsWarning
from sigv4_explain.rules import SERVICES
from sigv4_explain.trace.trace import Trace
from sigv4_explain.widgets.base import Fields, LiveForm, SecretField
from sigv4_explain.widgets.key_chain.page import (
    ChainView,
    chain_status,
    changed_sentence,
    key_chain_html,
    key_chain_sections,
)
from sigv4_explain.widgets.lab_form.app import REGIONS
from sigv4_explain.widgets.signing_lab.input import FIRST, PRESETS, LabInput, trace_of

START = PRESETS[FIRST]
"""The request of the story, signed with AWS's published keys."""
TYPED = ("secret_access_key", "at", "region", "service")


def _one_bit(form: LabInput) -> LabInput:
    first, rest = form.secret_access_key[0], form.secret_access_key[1:]
    return replace(form, secret_access_key=chr(ord(first) ^ 1) + rest)


CHANGES: Mapping[str, Callable[[LabInput], LabInput]] = MappingProxyType(
    {
        "nothing": lambda form: form,
        "the time: one second later": lambda form: replace(form, at="20150830T123601Z"),
        "the day: the next one": lambda form: replace(form, at="20150831T123600Z"),
        "one letter of the Region": lambda form: replace(form, region="eu-central-2"),
        "the service: s3": lambda form: replace(form, service="s3"),
        "one bit of the secret": _one_bit,
    }
)
"""Ready changes of one thing, by the name that the menu shows."""


class KeyChainForm(Fields):
    """The widgets of the form, by name; it knows nothing about keys."""

    typed = TYPED
    layout = (
        "half change, half secret_access_key, quarter at, quarter region, quarter service, quarter compare_from_here"
    )

    def __init__(self) -> None:
        self.change = widgets.Dropdown(description="Change one thing", options=tuple(CHANGES))
        self.secret_access_key = SecretField(description="Secret access key (type no real one)")
        self.at = widgets.Text(description="Date and time, UTC")
        self.region = widgets.Combobox(description="Region", options=REGIONS)
        self.service = widgets.Combobox(description="Service", options=tuple(SERVICES))
        self.compare_from_here = widgets.Button(description="Compare from here")
        self.box = self.laid_out()

    def read(self) -> LabInput:
        """Return what is typed."""
        return replace(START, **self.values())

    def fill(self, form: LabInput) -> None:
        """Type a whole form."""
        for name in TYPED:
            getattr(self, name).value = getattr(form, name) or ""


_SECTIONS = ("chain", "thieves")


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
        self.status.value = chain_status(self.view, caution)
        for name, drawn in key_chain_sections(self.view).items():
            self.sections[name].value = drawn

    def _spoken(self, shown: tuple[ChainView, str]) -> str:
        return changed_sentence(shown[0]).partition(". ")[0]

    def _picture(self) -> Html:
        return key_chain_html(self.view)
