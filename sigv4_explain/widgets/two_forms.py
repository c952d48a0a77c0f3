"""TwoForms: one request, signed in a header and presigned, side by side; and how long the server takes each."""

from __future__ import annotations

import ipywidgets as widgets

from sigv4_explain.credentials import Credentials
from sigv4_explain.render.both_forms import BothForms, both_forms
from sigv4_explain.render.both_forms_html import FORM_SECTIONS
from sigv4_explain.render.markup import Html, join
from sigv4_explain.render.parts import PREFIX
from sigv4_explain.widgets.lab_input import LabInput, request_of
from sigv4_explain.widgets.live_form import LiveForm
from sigv4_explain.widgets.two_forms_form import REQUESTS, TEMPORARY, TwoFormsForm


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

    def _children(self) -> list[widgets.Widget]:
        return [*self._style_and_heading(), self.form.box, *self.sections.values()]

    def _picture(self) -> Html:
        return join(*(drawn(self.both) for drawn in FORM_SECTIONS.values()))


def _both(form: LabInput, expires: int, seconds: int) -> BothForms:
    keys = Credentials(form.access_key_id, form.secret_access_key, form.session_token or None)
    place = {"region": form.region, "service": form.service, "at": form.at or ""}
    return both_forms(request_of(form), keys, **place, expires=expires, seconds=seconds)
