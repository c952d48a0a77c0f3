"""The same request as text for people and for other clients."""

from sigv4_explain.exporting.text import curl_command, raw_http

__all__ = ["curl_command", "raw_http"]
