"""Every question of the course, by its name."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from sigv4_explain.course.question import Question
from sigv4_explain.course.questions import (
    chapter_00,
    chapter_01,
    chapter_02,
    chapter_03,
    chapter_04,
    chapter_05,
    chapter_06,
    chapter_07,
    chapter_08,
    chapter_09,
    chapter_10,
    chapter_11,
)

_QUESTIONS = (
    *chapter_00.QUESTIONS,
    *chapter_01.QUESTIONS,
    *chapter_02.QUESTIONS,
    *chapter_03.QUESTIONS,
    *chapter_04.QUESTIONS,
    *chapter_05.QUESTIONS,
    *chapter_06.QUESTIONS,
    *chapter_07.QUESTIONS,
    *chapter_08.QUESTIONS,
    *chapter_09.QUESTIONS,
    *chapter_10.QUESTIONS,
    *chapter_11.QUESTIONS,
)

QUESTIONS: Mapping[str, Question] = MappingProxyType({question.name: question for question in _QUESTIONS})
"""In the order of the notebooks."""
