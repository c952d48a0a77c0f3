"""A cause: why a signature fails, in words. What can be made on purpose is a mistake, which adds how."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Cause:
    """Something that is known to make AWS refuse a signature."""

    slug: str
    """The name of the cause."""
    seen: int
    """In how many of 344 cases from public threads it was the cause."""
    sentence: str
    """What was wrong."""
    how: str
    """How it comes about."""
    fix: str
    """What to change."""
    step: str
    """The name of the step that goes wrong."""
    source: str | None = None
    """A public page where it is described, if one tells it better than we do."""
