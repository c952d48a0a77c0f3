"""Live apps for JupyterLab: thin forms over the trace and its drawings. Needs ipywidgets: ``sigv4_explain[lab]``."""

from __future__ import annotations

try:
    import ipywidgets as _ipywidgets  # noqa: F401  # only to say clearly what is missing
except ImportError as error:
    from sigv4_explain.errors import MissingDependency

    raise MissingDependency("ipywidgets is not installed: pip install 'sigv4_explain[lab]'") from error

from sigv4_explain.widgets.attackers_bench import AttackersBench
from sigv4_explain.widgets.body_bench import BodyBench
from sigv4_explain.widgets.bug_hunt import BugHunt
from sigv4_explain.widgets.doctor import Doctor
from sigv4_explain.widgets.header_bench import HeaderBench
from sigv4_explain.widgets.key_chain import KeyChain
from sigv4_explain.widgets.quiz import Quiz
from sigv4_explain.widgets.scope_clock import ScopeClock
from sigv4_explain.widgets.server_view import ServerView
from sigv4_explain.widgets.signing_lab import SigningLab
from sigv4_explain.widgets.tamper_game import TamperGame
from sigv4_explain.widgets.two_forms import TwoForms
from sigv4_explain.widgets.url_bench import UrlBench

__all__ = [
    "AttackersBench",
    "BodyBench",
    "BugHunt",
    "Doctor",
    "HeaderBench",
    "KeyChain",
    "Quiz",
    "ScopeClock",
    "ServerView",
    "SigningLab",
    "TamperGame",
    "TwoForms",
    "UrlBench",
]
