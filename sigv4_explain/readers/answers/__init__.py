"""AWS's answer to a refused request, in whatever form somebody pasted it."""

from sigv4_explain.readers.answers.answer import Answer, parse_answer

__all__ = ["Answer", "parse_answer"]
