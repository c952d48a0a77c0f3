"""Every question of the course, by its name."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from sigv4_explain.course.question import Question
from sigv4_explain.course.questions import chapter_02, chapter_03, chapter_04, chapter_05

_QUESTIONS = (
    *chapter_02.QUESTIONS,
    *chapter_03.QUESTIONS,
    *chapter_04.QUESTIONS,
    *chapter_05.QUESTIONS,
)

QUESTIONS: Mapping[str, Question] = MappingProxyType({question.name: question for question in _QUESTIONS})
"""In the order of the notebooks."""
