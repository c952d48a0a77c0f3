"""Why a difference between two texts shows nothing: one was changed for the paste, or they are of two requests."""

from __future__ import annotations

import re
from dataclasses import replace

from sigv4_explain.doctor.aspects import Aspect
from sigv4_explain.doctor.compare.comparison import Comparison
from sigv4_explain.doctor.compare.differences import path_cause
from sigv4_explain.doctor.diagnosis import CLIENT_LOGGED, SERVER_SAYS, Sides
from sigv4_explain.doctor.finding import Certainty, Finding
from sigv4_explain.doctor.hosts import place_of_host
from sigv4_explain.doctor.recipe import Recipe
from sigv4_explain.readers.answers.strings import Completeness

_MASKED_HOST = "One of the two names may be masked: both are of one service of AWS, or one is a name for examples."
_OTHER_NAME = (
    "Another path arrived than was signed; how that came about, or whether one was masked, the texts do not tell."
)
_AS_PASTED = (
    "The URL of the request is as it was pasted: whether it was changed on the way or for the paste is not told."
)
DOUBTS_OF_NAMES = frozenset({_MASKED_HOST, _OTHER_NAME, _AS_PASTED})
"""Doubts that a secret ends, where it signs the client's side as it stands: then no name was changed there."""
UNPROVEN = "No hash shows that the client's text is just the one that it signed."
CHANGED = "The hash in the string to sign is not that of the text beside it, so the text was changed for the paste."
_OTHER_REQUEST = "The two texts differ in so much that they may be of two different requests."
_MANY = 4


def doubt_of_texts(comparison: Comparison, complete: Completeness, sides: Sides) -> str | None:
    """Say why a difference shows nothing: a text was changed for the paste, or the two are of two requests."""
    wrong = comparison.wrong
    if is_changed(comparison, complete, sides):
        return CHANGED
    if _are_of_two_requests(comparison):
        return _OTHER_REQUEST
    is_proven = wrong.is_hashed or sides.client_title != CLIENT_LOGGED
    return UNPROVEN if len(comparison.differences) > _MANY and not is_proven else None


def is_changed(comparison: Comparison, complete: Completeness, sides: Sides) -> bool:
    """Tell whether the server's text is not as the server wrote it: its hash, or its method, is another."""
    right, is_servers = comparison.right, sides.server_title == SERVER_SAYS
    is_other = complete in (Completeness.ALTERED, Completeness.REBUILT) and is_servers
    is_small = is_servers and right.recipe.method != right.recipe.method.upper()
    has_blanks = is_servers and any("  " in value for _, value in right.recipe.header_lines)
    return is_other or is_small or has_blanks or (right.has_canonical_request and right.is_hashed is False)


def _are_of_two_requests(comparison: Comparison) -> bool:
    """Tell whether two of method, host, path, query and day are others, and not only written otherwise."""
    mine, theirs, differences = comparison.wrong.recipe, comparison.right.recipe, comparison.differences
    others = (
        Aspect("method") in differences and mine.method.upper() != theirs.method.upper(),
        Aspect("canonical_uri") in differences and path_cause(mine.canonical_uri, theirs.canonical_uri) is None,
        Aspect("header", "host") in differences
        and host_of(mine).partition(":")[0] != host_of(theirs).partition(":")[0],
        Aspect("date_time") in differences and mine.date_time[:8] != theirs.date_time[:8],
        Aspect("scope", "service") in differences and Aspect("scope", "region") in differences,
        Aspect("scope", "region") in differences and all(map(_is_signed_for_its_host, (mine, theirs))),
    )
    return sum(others) > 1


def _is_signed_for_its_host(recipe: Recipe) -> bool:
    """Tell whether the scope has the Region of the host's own name: then another side's is of another request."""
    region, _ = place_of_host(host_of(recipe))
    return region is not None and recipe.scope[1:2] == (region,)


def doubted(finding: Finding, doubt: str | None) -> Finding:
    """Return a finding that a doubt leaves suspected."""
    if doubt is None:
        return finding
    return replace(finding, certainty=Certainty.SUSPECTED, evidence=(*finding.evidence, doubt))


HOSTS = frozenset({"proxy-changed-host"})
_OTHER_PATHS = frozenset({"redirect-followed-with-old-signature", "signature-reused-for-other-request"})
PATHS = _OTHER_PATHS | {"proxy-rewrote-path"}


def doubt_of_names(finding: Finding, comparison: Comparison, sides: Sides, *, is_pasted: bool) -> str | None:
    """Say why another host, path or query shows no cause: people write others in the place of their own."""
    is_computed = sides.client_title != CLIENT_LOGGED
    is_hashed = comparison.right.is_hashed and comparison.wrong.is_hashed and not is_computed
    if finding.certainty is Certainty.SUSPECTED or is_hashed or (is_computed and not is_pasted):
        return None
    hosts = [host_of(side.recipe) for side in (comparison.wrong, comparison.right)]
    if finding.cause in HOSTS and (_is_one_service(comparison) or _is_one_of_examples(*hosts)):
        return _MASKED_HOST
    if finding.cause in _OTHER_PATHS and finding.step == "canonical_uri":
        return _OTHER_NAME
    is_of_url = finding.step in _OF_THE_URL or finding.cause in _OTHER_PATHS
    return _AS_PASTED if is_computed and is_of_url else None


_OF_THE_URL = ("canonical_uri", "canonical_query_string")


def _is_one_of_examples(mine: str, theirs: str) -> bool:
    """Tell whether one name alone is for examples: who writes both anew lets them differ where they differed."""
    return bool(_is_of_examples(mine)) is not bool(_is_of_examples(theirs))


_is_of_examples = re.compile(r"(?:.*\.)?example(?:\.(?:com|org|net|edu))?(?::\d+)?").fullmatch
"""Names that are kept for examples, at which no server is: RFC 2606."""


def _is_one_service(comparison: Comparison) -> bool:
    """Tell whether both sides' hosts are AWS's own, in one Region and of one service."""
    mine, theirs = (place_of_host(host_of(side.recipe)) for side in (comparison.wrong, comparison.right))
    return mine == theirs and None not in mine


def host_of(recipe: Recipe) -> str:
    """Return the host that a recipe signs, in lower case."""
    return dict(recipe.header_lines).get("host", "").lower()
