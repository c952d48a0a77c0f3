"""Stands in for hypothesis where it cannot be installed: each property is skipped, and says why."""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import ModuleType
from typing import Any

import pytest


class _Anything(ModuleType):
    """Strategies and settings that nobody will use: every name, every call and every operator gives one more."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return self

    def __call__(self, *given: Any, **_: Any) -> Any:
        """Return itself; as a decorator of a test, the test."""
        return given[0] if given and getattr(given[0], "__name__", "").startswith("test_") else self

    def __or__(self, other: object) -> Any:
        return self


def _given(*_: object, **__: object) -> Callable[[Callable[..., None]], Callable[[], None]]:
    def skipped(test: Callable[..., None]) -> Callable[[], None]:
        @pytest.mark.skip(reason="hypothesis is not pure Python")
        def property_test() -> None:
            """Never run."""

        property_test.__name__ = test.__name__
        return property_test

    return skipped


def install() -> None:
    """Put it in the place of hypothesis."""
    root = _Anything("hypothesis")
    root.given = _given  # type: ignore[attr-defined]  # modules take any name
    root.strategies = _Anything("hypothesis.strategies")  # type: ignore[attr-defined]
    sys.modules["hypothesis"] = root
    sys.modules["hypothesis.strategies"] = root.strategies
