"""Doctor: paste what you have of a refused request, and read what is wrong, where, and what to change."""

from __future__ import annotations

import ipywidgets as widgets

from sigv4_explain.credentials import Credentials
from sigv4_explain.doctor import Diagnosis, diagnose
from sigv4_explain.doctor.diagnosis_view import diagnosis_html, diagnosis_sections
from sigv4_explain.doctor.gallery import GALLERY, BrokenRequest
from sigv4_explain.errors import InvalidInput
from sigv4_explain.render.markup import Html
from sigv4_explain.render.parts import PREFIX
from sigv4_explain.widgets.doctor_form import OWN, DoctorForm
from sigv4_explain.widgets.lab_input import LabInput
from sigv4_explain.widgets.link import link_to
from sigv4_explain.widgets.live_form import LiveForm

_SECTIONS = ("findings", "sides", "advice")
_BY_NAME = {broken.name: broken for broken in GALLERY}


class Doctor(LiveForm[Diagnosis]):
    """A live form over ``diagnose``. The last expression of a cell shows it; ``doctor.diagnosis`` is what it shows.

    Any of the three texts may be given; ``credentials`` stay in Python, and the page never gets them.
    """

    title = "The doctor"
    called = "the doctor's page"
    introduction = (
        "Paste what you have: one box is enough to begin. The diagnosis follows each change. "
        "Nothing leaves this computer."
    )
    sheets = ("widgets/doctor/page.css",)
    cannot = "Cannot be looked at."
    below = "the last diagnosis"
    form: DoctorForm

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
        self.sections = {name: widgets.HTML() for name in _SECTIONS}
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

    def link(self, base: str) -> str:
        """Return a link that opens the request in the signing lab of the site at ``base``: no keys and no body in it.

        Raises InvalidInput without a request, or for one that is too long for a link.
        """
        evidence = self.diagnosis.evidence
        if (request := evidence.request) is None:
            raise InvalidInput("request", "nothing that can be read", "a request to link to")
        headers = "\n".join(f"{name}: {value}" for name, value in request.headers)
        region, service = evidence.region or "", evidence.service or ""
        form = LabInput(method=request.method, url=request.url, headers=headers, region=region, service=service)
        return link_to(form, base)

    def use_credentials(self, credentials: Credentials | None) -> None:
        """Try each mistake with keys that stay in Python. None lets a secret be typed again."""
        with self._drawing_once():
            self.form.lend(credentials)

    def use_profile(self, profile: str | None = None) -> None:
        """Take the keys from boto3's credential chain, as ``Credentials.from_boto3`` does."""
        self.use_credentials(Credentials.from_boto3(profile=profile or None))

    def _read(self) -> Diagnosis:
        return diagnose(**self.form.evidence())

    def _draw(self, shown: Diagnosis) -> None:
        self.diagnosis = shown
        unread = shown.evidence.unread
        self.form.mark_error(unread[0].field if unread else None)
        drawn = diagnosis_sections(shown)
        self.status.value = drawn["outcome"]
        for name in _SECTIONS:
            self.sections[name].value = drawn[name]

    def _picture(self) -> Html:
        return diagnosis_html(self.diagnosis)

    def _text(self) -> str:
        return str(self.diagnosis)
