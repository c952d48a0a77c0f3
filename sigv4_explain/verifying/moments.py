"""When a request was signed, by the name under which the doctor imports it."""

from sigv4_explain.presented import SignedAt, signed_at

__all__ = ["SignedAt", "signed_at"]
