"""The parts of the package that the tests of this folder look into, each by its place; tests take them from here."""

from __future__ import annotations

from sigv4_explain.drawing.request_text import curl_command
from sigv4_explain.readers.answers.answer import Answer, parse_answer
from sigv4_explain.readers.answers.disguises import rebuilt, unescaped
from sigv4_explain.readers.answers.facts import Freshness, ScopeElement
from sigv4_explain.readers.answers.forms import AnswerForm, json_pairs
from sigv4_explain.readers.answers.sentences import LONGEST
from sigv4_explain.readers.answers.strings import Completeness
from sigv4_explain.readers.curl import IGNORED, IGNORED_FLAGS, READ, READ_FLAGS, REFUSED, SHORT
from sigv4_explain.readers.shell import shell_words
