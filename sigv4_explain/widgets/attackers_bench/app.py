"""AttackersBench: change a signed request in flight, keep score of what passes, and close the hole."""

from __future__ import annotations

import ipywidgets as widgets

from sigv4_explain.drawing.markup import Html, join, tag
from sigv4_explain.drawing.pieces import PREFIX
from sigv4_explain.drawing.style import above_base, sheet
from sigv4_explain.widgets.attackers_bench.attacks import ATTACKED, ATTACKS, HeadersSigned, carried_over, sent_with
from sigv4_explain.widgets.attackers_bench.attempts import TriedChange, attempt_of, score_html
from sigv4_explain.widgets.server_view.app import ServerView
from sigv4_explain.widgets.server_view.arrival import Sent, untouched
from sigv4_explain.widgets.server_view.tampering import applicable
from sigv4_explain.widgets.server_view.transit import Transit
from sigv4_explain.widgets.signing_lab.input import LabInput

_ELSEWHERE = ("region", "service", "key_on_file")


class AttackersBench(ServerView):
    """A ServerView with goals and a score. The last expression of a cell shows it.

    ``bench.verdict`` is what the server says just now, ``bench.attempts`` what was tried since the bench was made.
    """

    title = "The attacker's bench"
    called = "the bench"
    introduction = (
        "You hold a signed request on its way, and not the secret. Change what you like, or take a ready attack. "
        "Then be the client, and choose which headers are signed."
    )
    requests = ATTACKED
    tamperings = ATTACKS
    drawn = ("score", *ServerView.drawn)

    def __init__(self) -> None:
        self.signing = widgets.Dropdown(
            description="The client signs",
            options=[(choice.value, choice) for choice in HeadersSigned],
            _dom_classes=(f"{PREFIX}-wide",),
        )
        self._tried: dict[TriedChange, None] = {}
        super().__init__()

    @property
    def attempts(self) -> tuple[TriedChange, ...]:
        """What was tried, each kind once; a score for this session only."""
        return tuple(self._tried)

    def sign(self, choice: HeadersSigned) -> None:
        """Choose which headers the client signs; the attack stays as it is."""
        self.signing.value = choice

    def _listen(self) -> None:
        super()._listen()
        self.signing.observe(lambda _change: self._sign_again(), names="value")

    def _signed(self, form: LabInput) -> Sent:
        return sent_with(form, self.signing.value)

    def _sign_again(self) -> None:
        before, arrival = self.sent, self.form.read()
        ready = arrival == self._tamperings[self.form.tampering.value]
        self.sent = self._signed(self.requests[self.form.request.value])
        self._tamperings = applicable(self.sent, self.tamperings)
        again = self._tamperings.get(self.form.tampering.value) if ready else None
        self.load(again or carried_over(arrival, before, self.sent))

    def _draw(self, shown: Transit) -> None:
        super()._draw(shown)
        arrival, sent = self.form.read(), untouched(self.sent)
        elsewhere = any(getattr(arrival, name) != getattr(sent, name) for name in _ELSEWHERE)
        attempt = attempt_of(shown, self.signing.value.value, elsewhere=elsewhere)
        if attempt is not None:
            self._tried[attempt] = None
        self.sections["score"].value = score_html(self._tried)

    def _style(self) -> str:
        return f"{super()._style()}{above_base(sheet('widgets/attackers_bench/page.css'))}"

    def _typed(self) -> list[widgets.Widget]:
        request, *others = self.form.box.children
        self.form.box.children = (request, self.signing, *others)
        return [self.form.box]

    def _before_sections(self) -> list[widgets.Widget]:
        head = widgets.HTML(join(tag("h3", "Your score"), tag("p", _SCORE, class_=f"{PREFIX}-intro")))
        score = widgets.VBox(
            [head, self.sections["score"]], _dom_classes=(f"{PREFIX}-section", f"{PREFIX}-section-score")
        )
        return [self.status, score]

    def _picture(self) -> Html:
        signing = tag("p", "Which headers the client signs: ", self.signing.value.value)
        return join(signing, score_html(self._tried), super()._picture())


_SCORE = "Five goals, and what the server made of each kind of change. It is kept while this notebook runs, no longer."
