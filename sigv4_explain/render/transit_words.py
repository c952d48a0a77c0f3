"""A verdict in words: what the server decided, and why, in sentences."""

from __future__ import annotations

from datetime import timedelta

from sigv4_explain.render.transit import Change, Transit, changes_of, signature_of

_SAME_TEXT = "Client and server wrote the same string to sign, to the last character"


def reasons(transit: Transit) -> tuple[str, ...]:
    """Say why the request was accepted or refused, one sentence or two for each reason."""
    changes = changes_of(transit)
    rule = transit.verdict.rule
    if rule is None:
        return tuple(_accepted(transit, changes))
    said = _mismatch(transit) if rule.name.endswith("signature_matches") else []
    return (*map(str, changes), *said, f"Why this rule is there: {rule.why}")


def time_on_the_way(duration: timedelta) -> str:
    """Say how long the request was on its way; a request that seems to arrive before it was signed shows two clocks.

    >>> time_on_the_way(timedelta(minutes=6)), time_on_the_way(timedelta(seconds=-90))
    ('6 minutes after it was signed', '1.5 minutes before it was signed: the clocks differ')
    """
    minutes = abs(duration) / timedelta(minutes=1)
    amount = f"{minutes:g} minute{'' if minutes == 1 else 's'}"
    if not duration:
        return "when it was signed"
    after = duration > timedelta(0)
    return f"{amount} after it was signed" if after else f"{amount} before it was signed: the clocks differ"


def _accepted(transit: Transit, changes: tuple[Change, ...]) -> list[str]:
    said = [str(change) for change in changes] or ["What arrived is what was sent."]
    if transit.duration:
        said.append(f"It arrived {time_on_the_way(transit.duration)}: near enough.")
    return said


def _mismatch(transit: Transit) -> list[str]:
    """When the texts are equal, only the secret or the signature can differ."""
    server = transit.server
    if server is None or server["string_to_sign"].output != transit.client["string_to_sign"].output:
        return []
    if signature_of(transit.sent) != signature_of(transit.verdict.request):
        return [f"{_SAME_TEXT}: the signature itself was changed."]
    return [f"{_SAME_TEXT}: so the secrets differ."]
