"""Every cause by its name: the mistakes that a replay can make, and those that only AWS's answer or the way tells."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from sigv4_explain.doctor.diagnosis import Cause
from sigv4_explain.doctor.mistakes import MISTAKES
from sigv4_explain.texts import records

_UNMADE = records("sigv4_explain.doctor", "causes.toml", Cause, "slug")

CAUSES: Mapping[str, Cause] = MappingProxyType({cause.slug: cause for cause in (*MISTAKES, *_UNMADE.values())})
"""Every cause, by name."""
