"""A trace written as JSON and read back."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from enum import Enum
from inspect import signature
from re import fullmatch
from typing import Any

from sigv4_explain.json_text import read_json
from sigv4_explain.masking import masked_headers, masked_url
from sigv4_explain.request import Request
from sigv4_explain.rules import PathEncoding, PathNormalization, PresignedScheme, RepeatedParameters
from sigv4_explain.shown import ask
from sigv4_explain.trace.catalogue import Catalogue
from sigv4_explain.trace.step import SIGNATURE, OutputOrigin, Recorder, Step

_ENUMS = {enum.__name__: enum for enum in (PathEncoding, PathNormalization, PresignedScheme, RepeatedParameters)}


def trace_to_json(request: Request, signed_request: Request, steps: tuple[Step, ...], *, reveal: bool) -> str:
    """Write requests and steps; secrets are masked unless ``reveal``."""
    kind = steps[-1].catalogue.kind
    document = {
        **({} if kind == SIGNATURE.kind else {"kind": kind}),
        "request": _request_to_plain(request, reveal=reveal),
        "signed_request": _request_to_plain(signed_request, reveal=reveal),
        "steps": [
            {
                "name": step.name,
                "inputs": {name: _to_plain(value) for name, value in step.shown_inputs(reveal=reveal).items()},
                "output": step.shown(reveal=reveal),
                **({} if step.origin is OutputOrigin.COMPUTED else {"origin": step.origin.name}),
            }
            for step in steps
        ],
    }
    return json.dumps(document, ensure_ascii=False, indent=1)


def trace_from_json(text: str) -> tuple[Request, Request, tuple[Step, ...]]:
    """Read what ``trace_to_json`` wrote; ValueError, KeyError, TypeError or AttributeError when it did not."""
    document = read_json(text)
    catalogue = ask("Trace.catalogue", document["kind"]) if "kind" in document else SIGNATURE
    recorder = Recorder(catalogue=catalogue)
    for entry in document["steps"]:
        recorder.add(*_step_from_plain(entry, recorder.latest, catalogue))
    names = "".join([f"{step.function.__name__} " for step in recorder.steps.values()])
    if [entry["name"] for entry in document["steps"]] != [*recorder.steps] or not fullmatch(catalogue.order, names):
        raise ValueError("steps are missing, or in another order")
    request, signed_request = (_request_from_plain(document[key]) for key in ("request", "signed_request"))
    return request, signed_request, tuple(recorder.steps.values())


def _to_plain(value: object) -> Any:
    if isinstance(value, Enum):
        return {type(value).__name__: value.name}
    if isinstance(value, bytes):
        return {"hex": value.hex()}
    return value.isoformat() if hasattr(value, "isoformat") else value


def _from_plain(value: Any) -> Any:
    if isinstance(value, dict):
        ((kind, content),) = value.items()
        return bytes.fromhex(content) if kind == "hex" else _ENUMS[kind][content]
    return tuple((key, text) for key, text in value) if isinstance(value, list) else value


def _step_from_plain(
    entry: Mapping[str, Any], earlier: Mapping[str, Step], catalogue: Catalogue
) -> tuple[Callable[..., str | bytes], dict[str, Any], str | bytes, OutputOrigin]:
    name, text = entry["name"].partition(".")[0], entry["output"]
    function = catalogue.functions[name]
    inputs = {
        key: earlier[key].output if key in earlier else _from_plain(value) for key, value in entry["inputs"].items()
    }
    signature(function).bind(**inputs)  # TypeError for any other inputs than the function's
    if not isinstance(text, str):
        raise TypeError(f"the output of {name} is not text")
    is_key = "output" in catalogue.words[name].sensitive and not text.startswith("•••")
    origin = OutputOrigin[entry.get("origin", OutputOrigin.COMPUTED.name)]
    return function, inputs, bytes.fromhex(text) if is_key else text, origin


def _request_to_plain(request: Request, *, reveal: bool) -> dict[str, Any]:
    return {
        "method": request.method,
        "url": request.url if reveal else masked_url(request.url),
        "headers": request.headers if reveal else masked_headers(request.headers),
        "body": {"hex": request.body.hex()},
    }


def _request_from_plain(plain: Mapping[str, Any]) -> Request:
    headers = [(name, value) for name, value in plain["headers"]]
    return Request(plain["method"], plain["url"], headers, bytes.fromhex(plain["body"]["hex"]))
