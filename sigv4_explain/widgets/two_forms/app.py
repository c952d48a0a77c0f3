"""TwoForms: one request, signed in a header and presigned, side by side; and how long the server takes each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

import ipywidgets as widgets

from sigv4_explain.credentials import Credentials
from sigv4_explain.drawing.markup import Html, join
from sigv4_explain.drawing.pieces import PREFIX
from sigv4_explain.masking import EXAMPLE_TOKEN
from sigv4_explain.widgets.base import Fields, LiveForm, panes
from sigv4_explain.widgets.lab_form.app import METHODS
from sigv4_explain.widgets.signing_lab.input import PRESETS, LabInput, request_of
from sigv4_explain.widgets.two_forms.both_forms import BothForms, both_forms
from sigv4_explain.widgets.two_forms.page import FORM_SECTIONS, named, said

_FROM_LAB = (
    "S3: GET a key with a space",
    "API Gateway: GET ?client=requests",
    "API Gateway: POST JSON",
    "Lambda function URL",
    "STS: GetCallerIdentity",
)
_UPLOAD = replace(PRESETS[_FROM_LAB[0]], method="PUT", body="(the bytes of the picture)")
REQUESTS: Mapping[str, LabInput] = MappingProxyType(
    {name: PRESETS[name] for name in _FROM_LAB} | {"S3: PUT a picture": _UPLOAD}
)
"""What the menu offers, by the name it shows."""
LONG_TERM, TEMPORARY = "long-term keys", "temporary keys, with a token"
_REQUEST = ("method", "url", "headers", "body")
FIELDS = (*_REQUEST, "keys", "expires", "seconds")
"""The fields that count, in the order of the form."""


class TwoFormsForm(Fields):
    """The widgets of the form, by name; it knows nothing about signatures."""

    typed = FIELDS
    layout = "wide request, wide keys, third method, large url, side headers, side body, half expires, half seconds"

    def __init__(self) -> None:
        self.request = widgets.Dropdown(description="Start from", options=tuple(REQUESTS))
        self.keys = widgets.Dropdown(description="Keys", options=(LONG_TERM, TEMPORARY))
        self.method = widgets.Dropdown(description="Method", options=METHODS)
        self.url = widgets.Text(description="URL")
        self.headers = widgets.Textarea(description="Headers, one a line")
        self.body = widgets.Textarea(description="Body")
        self.expires = widgets.IntText(description="X-Amz-Expires", value=3600, step=60)
        self.seconds = widgets.IntText(description="Seconds later", value=10, step=60)
        self.fill(REQUESTS[self.request.value])
        self.box = self.laid_out()

    def read(self) -> LabInput:
        """Return the request and its keys as they are typed."""
        token = EXAMPLE_TOKEN if self.keys.value == TEMPORARY else ""
        typed = {name: getattr(self, name).value for name in _REQUEST}
        return replace(REQUESTS[self.request.value], session_token=token, **typed)

    def fill(self, form: LabInput) -> None:
        """Type a whole request."""
        for name in _REQUEST:
            getattr(self, name).value = getattr(form, name)


class TwoForms(LiveForm[BothForms]):
    """A live form over ``explain`` and ``verify``; ``forms.both`` is what it shows.

    The keys are those that AWS prints in its documentation.
    """

    title = "One request, two forms"
    called = "the two forms"
    introduction = "The same request, keys and moment. Change anything, and see what differs: marked, with ≠ before it."
    sheets = ("widgets/two_forms/page.css",)
    cannot = "Cannot be signed."
    below = "the last request"
    form: TwoFormsForm

    def __init__(self) -> None:
        super().__init__()
        self.form = TwoFormsForm()
        self.both: BothForms
        """Both forms on screen: of the last form that could be read."""
        self.sections = {name: widgets.HTML() for name in FORM_SECTIONS} | {"status": self.status}
        self.widget = widgets.VBox(self._children(), _dom_classes=(f"{PREFIX}-root", f"{PREFIX}-two-forms"))
        self._render()
        self.form.on_change(lambda _change: self._render())
        self.form.request.observe(lambda _change: self._start_over(), names="value")

    def load(
        self, name: str, *, keys: str | None = None, expires: int | None = None, seconds: int | None = None
    ) -> None:
        """Choose a request by the name that the menu shows, and what else is given; draw once."""
        with self._drawing_once():
            self.form.request.value = name
            for field, value in (("keys", keys), ("expires", expires), ("seconds", seconds)):
                if value is not None:
                    getattr(self.form, field).value = value

    def _start_over(self) -> None:
        with self._drawing_once():
            self.form.fill(REQUESTS[self.form.request.value])

    def use_temporary_keys(self) -> None:
        """Sign with keys that have a session token."""
        self.form.keys.value = TEMPORARY

    def _read(self) -> BothForms:
        return _both(self.form.read(), self.form.expires.value, self.form.seconds.value)

    def _draw(self, shown: BothForms) -> None:
        self.both = shown
        for name, drawn in FORM_SECTIONS.items():
            self.sections[name].value = drawn(shown)

    def _spoken(self, shown: BothForms) -> str:
        return " ".join(said(name, form) for name, form in named(shown))

    def _children(self) -> list[widgets.Widget]:
        return [*self._style_and_heading(), panes([self.form.box], list(self.sections.values()))]

    def _picture(self) -> Html:
        return join(*(drawn(self.both) for drawn in FORM_SECTIONS.values()))


def _both(form: LabInput, expires: int, seconds: int) -> BothForms:
    keys = Credentials(form.access_key_id, form.secret_access_key, form.session_token or None)
    place = {"region": form.region, "service": form.service, "at": form.at or ""}
    return both_forms(request_of(form), keys, **place, expires=expires, seconds=seconds)
