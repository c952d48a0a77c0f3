"""Doctor: paste what you have of a refused request, and read what is wrong, where, and what to change."""

from __future__ import annotations

import ipywidgets as widgets

from sigv4_explain.credentials import Credentials
from sigv4_explain.diagnosis import Diagnosis, diagnose
from sigv4_explain.diagnosis.gallery import GALLERY, BrokenRequest
from sigv4_explain.errors import InvalidInput
from sigv4_explain.render.diagnosis_html import diagnosis_html, diagnosis_sections
from sigv4_explain.render.diagnosis_style import diagnosis_style
from sigv4_explain.render.diagnosis_text import diagnosis_text
from sigv4_explain.render.markup import Html, join, tag
from sigv4_explain.render.parts import PREFIX
from sigv4_explain.widgets.doctor_form import OWN, DoctorForm
from sigv4_explain.widgets.live_view import LiveView

_SECTIONS = ("findings", "sides", "advice")
_BY_NAME = {broken.name: broken for broken in GALLERY}


class Doctor(LiveView):
    """A live form over ``diagnose``. The last expression of a cell shows it; ``doctor.diagnosis`` is what it shows.

    Any of the three texts may be given; ``credentials`` stay in Python, and the page never gets them.
    """

    title = "The doctor"
    called = "the doctor's page"

    def __init__(
        self,
        request: str = "",
        answer: str = "",
        client: str = "",
        *,
        region: str = "",
        service: str = "",
        credentials: Credentials | None = None,
    ) -> None:
        super().__init__()
        self.form = DoctorForm()
        self.diagnosis: Diagnosis
        """The diagnosis on screen."""
        self.problem: str = ""
        """What is wrong with the form just now, or an empty text."""
        self._status = widgets.HTML()
        self._values = {name: widgets.HTML() for name in _SECTIONS}
        self.widget = widgets.VBox(self._children(), _dom_classes=(f"{PREFIX}-root",))
        self.form.request.value, self.form.answer.value, self.form.client.value = request, answer, client
        self.form.region.value, self.form.service.value = region, service
        self.form.lend(credentials)
        self._render()
        self.form.on_change(lambda _change: self._render())
        self.form.example.observe(lambda change: self.look_at(_BY_NAME.get(change["new"])), names="value")

    def look_at(self, broken: BrokenRequest | None) -> None:
        """Paste what somebody of the gallery has at hand, and draw once; None empties the form."""
        with self._drawing_once():
            self.form.example.value = OWN if broken is None else broken.name
            self.form.fill(broken)

    def use_credentials(self, credentials: Credentials | None) -> None:
        """Try each mistake with keys that stay in Python. None lets a secret be typed again."""
        with self._drawing_once():
            self.form.lend(credentials)

    def use_profile(self, profile: str | None = None) -> None:
        """Take the keys from boto3's credential chain, as ``Credentials.from_boto3`` does."""
        self.use_credentials(Credentials.from_boto3(profile=profile or None))

    def _render(self) -> None:
        if self._paused:
            return
        try:
            diagnosis = diagnose(**self.form.evidence())
        except InvalidInput as error:
            if not hasattr(self, "diagnosis"):  # nothing to show yet: the error is for whoever made the doctor
                raise
            self.problem = str(error)
            self.form.mark_error(error.field)
            words = tag("strong", "Cannot be looked at. "), self.problem, tag("p", "Below: the last diagnosis.")
            self._status.value = tag("div", *words, class_=f"{PREFIX}-status {PREFIX}-problem", role="alert")
            return
        self.diagnosis, self.problem = diagnosis, ""
        unread = diagnosis.evidence.unread
        self.form.mark_error(unread[0].field if unread else None)
        drawn = diagnosis_sections(diagnosis)
        self._status.value = drawn["outcome"]
        for name in _SECTIONS:
            self._values[name].value = drawn[name]

    def _children(self) -> list[widgets.Widget]:
        title = widgets.HTML(join(tag("h2", self.title), tag("p", _INTRODUCTION)))
        style = widgets.HTML(Html(f"<style>{diagnosis_style()}</style>"))
        return [style, title, self.form.box, self._status, *self._values.values()]

    def _picture(self) -> Html:
        return diagnosis_html(self.diagnosis)

    def __repr__(self) -> str:
        return f"Doctor: {self.diagnosis!r}\n\n{diagnosis_text(self.diagnosis)}"


_INTRODUCTION = (
    "Paste what you have: one box is enough to begin. The diagnosis follows each change. Nothing leaves this computer."
)
