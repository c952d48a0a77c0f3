"""Twelve broken requests, from easy to two faults at once: each as the person has it who is to find the fault."""

from sigv4_explain.doctor.gallery.making import BrokenRequest, Level
from sigv4_explain.doctor.gallery.requests import GALLERY

__all__ = ["GALLERY", "BrokenRequest", "Level"]
