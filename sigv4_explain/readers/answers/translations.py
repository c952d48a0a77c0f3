"""AWS's sentences in other languages, as mirrors of threads print them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from sigv4_explain.texts import records


@dataclass(frozen=True, slots=True)
class TranslatedSentence:
    """A sentence of AWS's, and how it reads in other languages."""

    code: str
    sentence: str
    """AWS's own."""
    patterns: tuple[str, ...]


_SENTENCES = tuple(
    (sentence, re.compile("|".join(sentence.patterns)))
    for sentence in records("sigv4_explain.readers.answers", "translations.toml", TranslatedSentence, "code").values()
)


def translation_in(text: str) -> TranslatedSentence | None:
    """Return AWS's sentence that a text has in another language.

    >>> translation_in("错误：我们计算的请求签名与您提供的签名不匹配。").code
    'SignatureDoesNotMatch'
    """
    return next((sentence for sentence, pattern in _SENTENCES if pattern.search(text)), None)
