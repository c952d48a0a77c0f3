"""The parts of the package that the tests of this folder look into, each by its place; tests take them from here."""

from __future__ import annotations

from sigv4_explain.clients.cell import VERSIONS, Acceptance, Cell, Instead, KnownBy, known_lines, measured, recorded
from sigv4_explain.clients.client import Call, Client, Language, environment_variable, unsigned
from sigv4_explain.clients.dialects import OURS
from sigv4_explain.clients.export import CLIENTS, export
from sigv4_explain.clients.javascript import JAVASCRIPT_CLIENTS, request_object
from sigv4_explain.clients.javascript_limits import LIMITS, Limit
from sigv4_explain.clients.live import SIGNERS
from sigv4_explain.clients.program import (
    base64_lines,
    javascript_literal,
    plain_text,
    python_block,
    python_bytes,
    python_literal,
    shell_literal,
)
from sigv4_explain.clients.python import PYTHON_CLIENTS
from sigv4_explain.clients.running import Ran, as_recorded, key_of, recorded_run, run
from sigv4_explain.clients.shell import SHELL_CLIENTS
from sigv4_explain.clients.situations import REGION, SITUATIONS, RequestPart, Situation
from sigv4_explain.course.exercises.safe_url import judged, my_url
from sigv4_explain.doctor.finding import Certainty
from sigv4_explain.doctor.recipe import SignedRequest
from sigv4_explain.doctor.replay.proof import dialects_of
from sigv4_explain.drawing.request_text import curl_command, raw_http
from sigv4_explain.local_aws.front import Logged
from sigv4_explain.local_aws.world import Front
