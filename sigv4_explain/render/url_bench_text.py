"""The URL bench as text."""

from __future__ import annotations

from collections.abc import Iterable

from sigv4_explain.render.characters import exact, readable
from sigv4_explain.render.url_bench_view import UrlBenchView


def url_bench_text(view: UrlBenchView) -> str:
    """Write all that the bench shows: both lines, the rounds, the parameters, what becomes of each character."""
    sides = (("path", view.path, "canonical URI"), ("query", view.query, "canonical query string"))
    lines: list[tuple[str, ...]] = []
    for name, side, canonical in sides:
        lines.append((f"{name} as sent", exact("".join([one.sent for one in side.characters])) or "(empty)"))
        signed = "".join([side.characters[number].signed for number in side.signed_order])
        lines.append((canonical, exact(signed) or "(empty)"))
    rounds = [(one.name, readable(one.path) or "(empty)", one.what) for one in view.rounds]
    parameters = [
        (f"{one.place_sent} → {one.place_signed or '–'}", readable(one.sent), readable(one.signed), one.move)
        for one in view.parameters
    ]
    characters = [
        (kind.sent, kind.signed, kind.words if count == 1 else f"{kind.words} (×{count})")
        for kind, count in view.kinds().items()
    ]
    tables = (("", lines), ("rounds", rounds), ("parameters", parameters), ("characters", characters))
    parts = [f"{readable(view.url)}\nservice {view.service}"]
    parts += ["\n".join([title, *_aligned(rows)]).strip("\n") for title, rows in tables if rows]
    return "\n\n".join(parts)


_WIDEST = 40


def _aligned(rows: Iterable[tuple[str, ...]]) -> list[str]:
    rows = list(rows)
    widths = [min(max(map(len, column)), _WIDEST) for column in zip(*rows, strict=True)]
    drawn = [" | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in rows]
    return [f"  {line}".rstrip() for line in drawn]
