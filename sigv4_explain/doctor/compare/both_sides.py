"""What the two sides' texts tell: each difference a finding; and no difference at all, which means the key."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from sigv4_explain.doctor.aspects import Aspect, Located, first_difference, located
from sigv4_explain.doctor.case import Case, State
from sigv4_explain.doctor.causes import CAUSES, shown, suspected
from sigv4_explain.doctor.compare.comparison import Comparison, Explanation
from sigv4_explain.doctor.compare.differences import cause_of
from sigv4_explain.doctor.compare.doubts import (
    HOSTS,
    PATHS,
    UNPROVEN,
    doubt_of_names,
    doubt_of_texts,
    doubted,
    host_of,
    is_changed,
)
from sigv4_explain.doctor.compare.texts import Written, unread, written
from sigv4_explain.doctor.diagnosis import AS_SENT, AS_WRITTEN, CLIENT_LOGGED, COMPUTED, SERVER_SAYS, Sides
from sigv4_explain.doctor.edited import doubt_of_url
from sigv4_explain.doctor.elided import is_cut_hash, is_elided
from sigv4_explain.doctor.evidence import Texts
from sigv4_explain.doctor.finding import Certainty, Finding, found
from sigv4_explain.doctor.mistakes import MISTAKES
from sigv4_explain.doctor.pasted_body import bodies_of
from sigv4_explain.doctor.rebuilt import requests_seen, texts_of
from sigv4_explain.doctor.recipe import Recipe
from sigv4_explain.encoding import sha256_hex
from sigv4_explain.presented import Carrier
from sigv4_explain.readers.answers.strings import Completeness

_MOST_DIFFERENCES = 20
"""Beyond that the two texts are of two requests, and to name each difference is of no use."""
_OTHER_ATTEMPT = "The two are of different attempts, their times differ; so the times are not compared."


@dataclass(frozen=True, slots=True)
class Compared:
    """Both sides' texts, and what came of comparing them."""

    findings: tuple[Finding, ...] = ()
    sides: Sides | None = None
    comparison: Comparison | None = None
    is_same_attempt: bool = True

    @property
    def agrees(self) -> bool:
        """Whether both canonical requests are known whole, and nothing differs."""
        found = self.comparison
        is_whole = found is not None and found.right.has_canonical_request and found.wrong.has_canonical_request
        return is_whole and found is not None and not found.differences

    def is_equal(self, kind: str, name: str = "") -> bool:
        """Tell whether both sides show an aspect, and it is the same."""
        found, aspect = self.comparison, Aspect(kind, name)
        return (
            found is not None
            and found.right.shows(aspect)
            and found.wrong.shows(aspect)
            and aspect not in (found.differences)
        )

    @property
    def are_texts(self) -> bool:
        """Whether each side wrote its text itself, so that neither was computed here."""
        return self.sides is not None and (self.sides.client_title, self.sides.server_title) == (
            CLIENT_LOGGED,
            SERVER_SAYS,
        )


def compare(case: Case) -> Compared:
    """Compare the server's texts with the client's; those of a side that shows none are computed from the request."""
    sides = _sides(case)
    if sides is None:
        return Compared()
    if are_equal_to_sign(sides.client, sides.server) and sides.client_title == CLIENT_LOGGED:
        sides = sides._replace(client=sides.server)  # what differs in the canonical request is the print's work
    answer = case.evidence.answer
    complete = answer.complete if answer and sides.server_title == SERVER_SAYS else Completeness.WHOLE
    written_sides = written(sides.server, complete), written(sides.client)
    right, wrong = [_unmasked(_known(side, case, sides)) for side in written_sides]
    wrong = wrong or unread(sides.client)
    if right is None:
        return Compared(sides=sides)
    if case.sent is not None and sides.server_title == SERVER_SAYS and not right.has_canonical_request:
        right = _completed(right, case.sent.recipe)
    at_once = _at_one_time(wrong, right)
    comparison = Comparison.of(right, at_once)
    explanations = comparison.explained(requests_seen(right.recipe, at_once.recipe, case))
    explained = (*_explained(comparison, explanations, sides), *_by_hash(comparison, case))
    unexplained = list(_unexplained(comparison, explanations, sides))
    is_edited = is_changed(comparison, complete, sides)
    doubt = doubt_of_texts(comparison, complete, sides) if unexplained or is_edited or not wrong.is_hashed else None
    unsure = UNPROVEN if sides.client_title == CLIENT_LOGGED and not wrong.is_hashed else None
    findings = [
        *[doubted(finding, doubt if unexplained or is_edited else None) for finding in explained],
        *[doubted(finding, doubt or unsure) for finding in unexplained],
    ]
    findings = [
        doubted(each, doubt_of_names(each, comparison, sides, is_pasted=bool(case.evidence.form))) for each in findings
    ]
    findings = [_of_the_program(finding, comparison, case, sides) for finding in findings]
    if sides.server_title == COMPUTED:
        findings = [doubted(each, doubt_of_url(each, case)) for each in findings]
    is_same = at_once is wrong
    rated = [_rated(finding, case, sides, is_same=is_same) for finding in findings]
    return Compared(tuple(rated), sides, comparison, is_same)


def are_equal_to_sign(client: Texts, server: Texts) -> bool:
    """Tell whether both sides show one string to sign, so that both hashed one canonical request."""
    mine, theirs = ((texts.string_to_sign or "").strip("\r\n").split("\n") for texts in (client, server))
    return len(mine) == 4 and mine == theirs


def _unmasked(side: Written | None) -> Written | None:
    """Leave out of a text what is masked or cut in it."""
    if side is None:
        return None
    recipe = side.recipe
    words = {
        "canonical_uri": recipe.canonical_uri.split("/"),
        "canonical_query_string": [part for part in re.split("[&=]", recipe.canonical_query_string) if part],
        "hashed_payload": [recipe.hashed_payload],
        "scope": list(recipe.scope),
        "date_time": [recipe.date_time],
        "method": [recipe.method],
    }
    masked = [kind for kind, parts in words.items() if any(map(_is_less, parts))]
    return side.without(masked, [name for name, value in recipe.header_lines if _is_less(value)])


def _is_less(word: str) -> bool:
    """Tell whether a word is masked, or a hash of which a wrap or a cut left a piece."""
    return is_elided(word) or is_cut_hash(word)


_BY_WHOM = "The request itself would tell whether the program sent another host, or a proxy changed it."


def _of_the_program(finding: Finding, comparison: Comparison, case: Case, sides: Sides) -> Finding:
    """No proxy is to blame for a host or path that the client's own request has otherwise than its own text."""
    mine, theirs = comparison.wrong.recipe, comparison.right.recipe
    slug = finding.cause
    if slug in PATHS and finding.step == "canonical_uri" and _lacks_bucket(mine, theirs):
        slug = "bucket-missing-from-path"
    elif sides.client_title == CLIENT_LOGGED and case.sent is not None and not case.is_written:
        sent = case.sent.recipe
        if slug in HOSTS and host_of(sent) != host_of(mine):
            slug = "host-not-the-one-sent"
        elif slug in PATHS and finding.step == "canonical_uri" and sent.canonical_uri != mine.canonical_uri:
            slug = "path-not-the-one-sent"
    elif slug in HOSTS and sides.client_title == CLIENT_LOGGED:
        return doubted(finding, _BY_WHOM)
    if slug == finding.cause:
        return finding
    cause = CAUSES[slug]
    return replace(finding, cause=slug, sentence=cause.sentence, why=cause.how, fix=cause.fix)


def _lacks_bucket(mine: Recipe, theirs: Recipe) -> bool:
    """Tell whether the client signed the path without its first segment, at a server where that is the bucket."""
    bucket = theirs.canonical_uri.removesuffix(mine.canonical_uri)
    is_segment = bucket != theirs.canonical_uri and bucket.startswith("/") and "/" not in bucket[1:] and len(bucket) > 1
    is_s3 = any(scope[2:3] == ("s3",) for scope in (mine.scope, theirs.scope)) or host_of(theirs).startswith(
        ("s3.", "s3-")
    )
    return is_segment and is_s3 and not host_of(theirs).startswith(f"{bucket[1:].lower()}.")


def _sides(case: Case) -> Sides | None:
    evidence = case.evidence
    computed = None if case.sent is None else texts_of(case.sent.recipe)
    server_says = None if evidence.server == Texts() else evidence.server
    client_logged = None if evidence.client == Texts() else evidence.client
    server, client = _as_a_server_writes(server_says) or computed, client_logged or computed
    if server is None or client is None or server is client:
        return None
    own = AS_WRITTEN if case.is_written else AS_SENT
    titles = CLIENT_LOGGED if client_logged else own, SERVER_SAYS if server_says else COMPUTED
    return Sides(client, server, *titles)


_SCOPE_LINE = 2


def _as_a_server_writes(says: Texts | None) -> Texts | None:
    """Leave out a string to sign that no server writes: a wrap, a cut or a log broke it."""
    lines = says.string_to_sign.strip("\r\n").split("\n") if says and says.string_to_sign else []
    scope = lines[_SCOPE_LINE].split("/") if len(lines) > _SCOPE_LINE else []
    if says is None or not scope or (len(scope) == _PARTS_OF_A_SCOPE and scope[-1].strip() == "aws4_request"):
        return says
    return None if says.canonical_request is None else says._replace(string_to_sign=None)


_PARTS_OF_A_SCOPE = 4


def _known(side: Written | None, case: Case, sides: Sides) -> Written | None:
    """Leave out of a computed text what the paste masks or may have changed."""
    if side is None or (sides.client_title, sides.server_title) == (CLIENT_LOGGED, SERVER_SAYS):
        return side
    unsure = {kind for kind, part in _OF_THE_REQUEST.items() if not case.knows(part)}
    if not case.reading.body_is_hashed or _is_another_body(case):
        unsure -= {"hashed_payload"}
    unsure |= set() if case.knows("Date") else {"date_time", "scope"}
    masked = [name for name in side.names if not case.knows(name)]
    return side.without(unsure, masked)


def _is_another_body(case: Case) -> bool:
    """Tell whether a side's own text has the hash of another body than any that the pasted one may have been."""
    texts = case.evidence.server.canonical_request or case.evidence.client.canonical_request
    hashed = (texts or "").rstrip().rpartition("\n")[2]
    bodies = [body for body in bodies_of(case.request) if body] if case.state("body") is State.UNSURE else []
    return bool(bodies and _is_any_hash(hashed)) and hashed not in map(sha256_hex, bodies)


_is_any_hash = re.compile("[0-9a-fA-F]{32,128}").fullmatch


def _at_one_time(wrong: Written, right: Written) -> Written:
    """Return the client's side with the server's time, where each side signs its own x-amz-date, and they differ."""
    own, other = wrong.recipe.date_time, right.recipe.date_time
    dates = [dict(side.recipe.header_lines).get("x-amz-date") for side in (wrong, right)]
    if own == other or dates != [own, other] or not (_is_date_time(own) and _is_date_time(other)):
        return wrong
    return wrong.at(other)


def _is_date_time(text: str) -> bool:
    return len(text) == 16 and text[8] == "T" and text[15] == "Z" and text[:8].isdigit() and text[9:15].isdigit()


_OF_THE_REQUEST = {
    "method": "method",
    "canonical_uri": "target",
    "canonical_query_string": "target",
    "hashed_payload": "body",
}
"""Which part of the request a line of its canonical request is made of."""

_PARTS = {"hashed_payload": "body", "signed_headers": "SignedHeaders", "credential_scope": "Credential"}


def _rated(finding: Finding, case: Case, sides: Sides, *, is_same: bool) -> Finding:
    """A text that we computed from an unsigned command, or from what is not known as sent, shows nothing."""
    computed = sides.server_title == COMPUTED or sides.client_title != CLIENT_LOGGED
    is_sure = not computed or (not case.is_written and case.knows(_PARTS.get(finding.step, "Authorization")))
    if computed and finding.step == "canonical_query_string" and case.presented.carrier is Carrier.QUERY:
        is_sure = is_sure and case.knows("Credential")
    if computed and finding.step == "hashed_payload" and case.evidence.form:
        is_sure = is_sure and _is_as_long_as_told(case)
    is_sure = is_sure and (is_same or not (computed or finding.step == "hashed_payload"))
    evidence = finding.evidence if is_same else (*finding.evidence, _OTHER_ATTEMPT)
    certainty = finding.certainty if is_sure else Certainty.SUSPECTED
    return replace(finding, certainty=certainty, evidence=evidence)


def _is_as_long_as_told(case: Case) -> bool:
    """Tell whether the pasted body is as long as its Content-Length says, so that nobody shortened it."""
    return (case.request.header("content-length") or "").strip() == str(len(case.request.body))


def _completed(right: Written, sent: Recipe) -> Written:
    """Take what was cut off from what AWS computes for the request, where that agrees with what is left."""
    whole = written(texts_of(sent))
    if whole is None or Comparison.of(right, whole).differences:
        return right
    return whole


def _by_hash(comparison: Comparison, case: Case) -> Iterator[Finding]:
    """Find the mistake by the hash in the client's string to sign, where its canonical request was not pasted."""
    right, wrong, arrived = comparison.right, comparison.wrong, case.sent
    if arrived is None or wrong.has_canonical_request or not (right.has_canonical_request and wrong.hashed):
        return
    if comparison.untried is not None:
        return
    if arrived.recipe.hash().decode("utf-8", "replace") == wrong.hashed:
        return
    for mistake in MISTAKES:
        for variant in mistake.tried(arrived):
            recipe = variant.change(arrived.recipe)
            if recipe.hash().decode("utf-8", "replace") == wrong.hashed:
                says = "The hash in the client's string to sign is that of this canonical request"
                place = first_difference(
                    "canonical_request", recipe.canonical_request(), texts_of(right.recipe)[0] or ""
                )
                yield found(
                    mistake,
                    Certainty.SHOWN,
                    f"{says}: {variant.spelling}." if variant.spelling else f"{says}.",
                    **place._asdict(),
                )
                return


def _explained(comparison: Comparison, explanations: tuple[Explanation, ...], sides: Sides) -> Iterator[Finding]:
    for mistakes, spellings, aspects in explanations:
        place = _place(min(aspects), comparison, sides)
        for mistake, spelling in zip(mistakes, spellings, strict=True):
            says = "Made on AWS's text, this mistake gives the client's" + (f": {spelling}." if spelling else ".")
            yield found(mistake, Certainty.SHOWN, says, **place._asdict())


def _unexplained(comparison: Comparison, explanations: tuple[Explanation, ...], sides: Sides) -> Iterator[Finding]:
    explained = frozenset().union(*[explanation.aspects for explanation in explanations])
    says = [comparison.untried] if comparison.untried else []
    for aspect in sorted(comparison.differences - explained)[:_MOST_DIFFERENCES]:
        place = _place(aspect, comparison, sides)
        yield shown(cause_of(aspect, comparison), *says, **place._asdict())


def _place(aspect: Aspect, comparison: Comparison, sides: Sides) -> Located:
    """Locate a difference; of a text of which a few lines were pasted, by the lines that were."""
    place = located(aspect, comparison.wrong.recipe, comparison.right.recipe)
    if comparison.wrong.has_canonical_request or place.where is None or place.where.text != "canonical_request":
        return place
    lines = (sides.client.canonical_request or "").splitlines()
    line = lines.index(place.sent) + 1 if place.sent in lines else 1
    return place._replace(where=place.where._replace(line=line))


def agreed(compared: Compared, case: Case) -> Iterator[Finding]:
    """Return what it means that two sides agree in everything.

    Where both wrote their text themselves, and all four lines to sign are equal, it is the key. Against a text that
    was computed here, the client only signed by the rules: it is the key, or something was changed on the way.
    """
    comparison, sides = compared.comparison, compared.sides
    if comparison is None or sides is None or not compared.agrees or sides.client_title != CLIENT_LOGGED:
        return
    right, wrong = comparison.right, comparison.wrong
    if not compared.are_texts:
        says = "The client signed by the rules what it sent; so it is the key, or something was changed on the way."
        yield from [suspected("wrong-secret", says)] if case.refuses else []
    elif compared.is_same_attempt and right.hashed and right.hashed == wrong.hashed:
        yield shown("wrong-secret", "The canonical requests are equal, and so are the strings to sign.")
    elif not (right.hashed and wrong.hashed):
        yield suspected("wrong-secret", "The canonical requests are equal.")
