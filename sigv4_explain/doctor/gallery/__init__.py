"""Twelve broken requests, from easy to two faults at once: each as the person has it who is to find the fault.

The causes are not here but in ``gallery.solutions``.
"""

from sigv4_explain.doctor.gallery.making import BrokenRequest, Level
from sigv4_explain.doctor.gallery.requests import BY_COMPARING, BY_READING, BY_REPLAY

GALLERY: tuple[BrokenRequest, ...] = (*BY_READING, *BY_COMPARING, *BY_REPLAY)
"""The easy ones first."""

__all__ = ["GALLERY", "BrokenRequest", "Level"]
