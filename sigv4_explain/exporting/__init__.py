"""The same request as text for people, and as code for other clients."""

from sigv4_explain.exporting.client import Client, Language
from sigv4_explain.exporting.export import CLIENTS, export
from sigv4_explain.exporting.text import curl_command, raw_http

__all__ = ["CLIENTS", "Client", "Language", "curl_command", "export", "raw_http"]
