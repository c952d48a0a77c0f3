"""Live apps for JupyterLab: thin forms over the trace and its drawings. Needs ipywidgets: ``sigv4_explain[lab]``."""

from __future__ import annotations

try:
    import ipywidgets as _ipywidgets  # noqa: F401  # only to say clearly what is missing
except ImportError as error:
    from sigv4_explain.errors import MissingDependency

    raise MissingDependency("ipywidgets is not installed: pip install 'sigv4_explain[lab]'") from error

from sigv4_explain.widgets.attackers_bench.app import AttackersBench
from sigv4_explain.widgets.body_bench.app import BodyBench
from sigv4_explain.widgets.bug_hunt.app import BugHunt
from sigv4_explain.widgets.doctor.app import Doctor
from sigv4_explain.widgets.header_bench.app import HeaderBench
from sigv4_explain.widgets.key_chain.app import KeyChain
from sigv4_explain.widgets.mixed_quiz.app import MixedQuiz
from sigv4_explain.widgets.quiz.app import Quiz
from sigv4_explain.widgets.scope_clock.app import ScopeClock
from sigv4_explain.widgets.server_view.app import ServerView
from sigv4_explain.widgets.signing_lab.app import SigningLab
from sigv4_explain.widgets.tamper_game.app import TamperGame
from sigv4_explain.widgets.two_forms.app import TwoForms
from sigv4_explain.widgets.url_bench.app import UrlBench

__all__ = [
    "AttackersBench",
    "BodyBench",
    "BugHunt",
    "Doctor",
    "HeaderBench",
    "KeyChain",
    "MixedQuiz",
    "Quiz",
    "ScopeClock",
    "ServerView",
    "SigningLab",
    "TamperGame",
    "TwoForms",
    "UrlBench",
]
