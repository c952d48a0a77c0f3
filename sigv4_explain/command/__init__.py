"""The commands of ``python -m sigv4_explain``."""
