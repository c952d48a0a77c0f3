"""A path beside its canonical URI, character by character."""

from __future__ import annotations

from sigv4_explain.canonical import canonical_uri, normalized_path
from sigv4_explain.render.url_bench_fates import Character, Fate, characters_of, fated
from sigv4_explain.rules import PathNormalization
from sigv4_explain.trace.step import Step


def path_characters(step: Step) -> tuple[Character, ...]:
    """Return each character of the path of a ``canonical_uri`` step; put together, they are its input and its output.

    Each is signed alone, by the package's own function: so the picture and the signature cannot part.
    """
    path: str = step.inputs["path"]
    if not path:
        return (Character("", "/", Fate.ADDED),)
    segments = path.split("/")[1:]
    with_slash, with_name = _kept(segments, step)
    found: list[Character] = []
    for number, segment in enumerate(segments):
        found.append(Character("/", "/", Fate.SEPARATOR) if number in with_slash else _dropped("/"))
        found += [
            fated(sent, canonical_uri(sent, step.inputs["path_encoding"], PathNormalization.AS_SENT))
            if number in with_name
            else _dropped(sent)
            for sent in characters_of(segment)
        ]
    return tuple(found)


def _dropped(sent: str) -> Character:
    return Character(sent, "", Fate.DROPPED_WITH_SEGMENT)


def _kept(segments: list[str], step: Step) -> tuple[set[int], set[int]]:
    """Tell which segments keep the slash before them, and which keep their characters.

    To see which segments are kept, a path whose segments are called by their numbers is normalized.
    """
    if step.inputs["path_normalization"] is PathNormalization.AS_SENT:
        everything = set(range(len(segments)))
        return everything, everything
    numbered = [name if name in ("", ".", "..") else str(number) for number, name in enumerate(segments)]
    normalized = normalized_path(f"/{'/'.join(numbered)}")
    kept = {int(number) for number in normalized.split("/") if number}
    if not kept:
        return {0}, kept
    closing = {len(segments) - 1} if normalized.endswith("/") else set()
    return kept | closing, kept
