"""The same request as text for people, and as code for other clients."""

from __future__ import annotations

from sigv4_explain.drawing.request_text import curl_command, raw_http
from sigv4_explain.exporting.client import Client, Language
from sigv4_explain.exporting.exports import CLIENTS, export

__all__ = ["CLIENTS", "Client", "Language", "curl_command", "export", "raw_http"]
