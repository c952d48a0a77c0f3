"""Every cause by its name: the mistakes that a replay can make, and those that only AWS's answer or the way tells."""

from __future__ import annotations

from sigv4_explain.doctor.diagnosis import Cause
from sigv4_explain.texts import records

CAUSES = records("sigv4_explain.doctor", "causes.toml", Cause, "slug")
"""Every cause, by name."""
