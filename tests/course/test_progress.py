from __future__ import annotations

import json

import pytest

from sigv4_explain.course import QUESTIONS, Progress, record_answer
from sigv4_explain.errors import UnreadableText


def test_only_right_answers_are_kept() -> None:
    """A wrong choice is no progress."""
    question = QUESTIONS["order-of-names"]
    kept = Progress()
    record_answer(question, next(choice for choice in question.choices if choice != question.right), kept)
    assert kept.questions == set()

    record_answer(question, question.right, kept)
    assert kept.questions == {"order-of-names"}


def test_other_notebooks_progress_is_added_from_their_text() -> None:
    """What is exported in one kernel can be read in another."""
    mine, theirs = Progress({"query"}, set()), Progress(set(), {"order-of-names"})

    assert mine.with_exported([theirs.export()]) == Progress({"query"}, {"order-of-names"})


def test_names_that_no_longer_exist_are_left_out() -> None:
    """Another version of the course had other exercises."""
    text = json.dumps({"format": "sigv4_explain.progress", "exercises": ["gone", "query", 7], "questions": "no list"})

    assert Progress().with_exported([text]) == Progress({"query"}, set())


@pytest.mark.parametrize("text", ["", "{", "[]", '{"format": "other"}', "7"])
def test_any_other_text_is_refused(text: str) -> None:
    """The error says what was expected."""
    with pytest.raises(UnreadableText, match=r"progress: .*expected a line that progress\(\)\.export\(\) returned"):
        Progress().with_exported([text])
