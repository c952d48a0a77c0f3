"""The request as Python code."""

from sigv4_explain.exporting.python.clients import PYTHON_CLIENTS

__all__ = ["PYTHON_CLIENTS"]
