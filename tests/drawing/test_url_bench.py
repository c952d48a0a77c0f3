from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sigv4_explain import Request, Trace, explain
from tests.core.examples import ALICE, MOMENT
from tests.drawing.parts import Fate, Linked, UrlBenchView, in_signed_order
from tests.tables import tables

TABLES = tables(__file__)

PIECES = ["/", "/", ".", "..", "a", "b", "%20", "%2f", "%41", "%", "%%4", "é", "🙂", " ", "+", ":", "=", "-", "~"]
PATHS = st.lists(st.sampled_from(PIECES), max_size=12).map("".join)
QUERIES = st.lists(st.sampled_from([*PIECES, "&", "&", "="]), max_size=14).map("".join)
SERVICES = st.sampled_from(["execute-api", "s3"])


def traced(url: str, service: str = "execute-api") -> Trace:
    """Sign a URL."""
    return explain(Request("GET", url), ALICE, region="us-east-1", service=service, at=MOMENT)


def sent(side: Linked) -> str:
    """Put a side together as it was sent."""
    return "".join([character.sent for character in side.characters])


def signed(side: Linked) -> str:
    """Put a side together as it is signed."""
    return "".join([side.characters[number].signed for number in side.signed_order])


@given(PATHS, QUERIES, SERVICES)
def test_the_characters_together_are_what_was_sent_and_what_is_signed(path: str, query: str, service: str) -> None:
    """No character is lost or told otherwise than the trace has it, in whatever path and query."""
    trace = traced(f"https://h/{path}?{query}#", service)
    view = UrlBenchView.of(trace)

    assert sent(view.path) == trace.request.path
    assert signed(view.path) == trace["canonical_uri"].text
    assert sent(view.query) == trace.request.query
    assert signed(view.query) == trace["canonical_query_string"].text


@given(QUERIES, SERVICES)
def test_each_parameter_has_both_its_places(query: str, service: str) -> None:
    """The sorted places are counted without a gap, and each parameter is what stands there."""
    trace = traced(f"https://h/?{query}#", service)
    parameters = UrlBenchView.of(trace).parameters

    assert [one.sent for one in parameters] == (query.split("&") if query else [])
    assert [one.place_sent for one in parameters] == list(range(1, len(parameters) + 1))
    in_order = in_signed_order(parameters)
    assert [one.place_signed for one in in_order] == list(range(1, len(in_order) + 1))
    assert "&".join([one.signed for one in in_order]) == trace["canonical_query_string"].text


def test_parameters_that_are_equal_stay_in_their_order() -> None:
    """Sorting is stable: nothing is said to have moved that did not."""
    assert [one.move for one in UrlBenchView.of(traced("https://h/?a=1&a=1&a=%31")).parameters] == ["stays"] * 3


def test_a_repeat_that_is_not_signed_is_dropped() -> None:
    """For S3, which signs the first value of a name alone; a session token in it stays masked."""
    view = UrlBenchView.of(traced("https://h/?a=2&%61=1&X-Amz-Security-Token=x&X-Amz-Security-Token=secret", "s3"))

    dropped = "dropped: only the first value of a name is signed"
    assert [one.move for one in view.parameters] == ["moved by sorting", dropped, "moved by sorting", dropped]
    assert "secret" not in sent(view.query) + signed(view.query)
    assert ("a repeat and its &", "nothing", dropped) in view.kinds()


@given(PATHS, SERVICES)
def test_the_runs_hold_each_number_once(path: str, service: str) -> None:
    """Runs follow each other without gap, and those of more than one character are kept as they are."""
    side = UrlBenchView.of(traced(f"https://h/{path}#", service)).path
    runs = list(side.runs())

    assert [number for run in runs for number in run] == list(range(len(side.characters)))
    assert {side.characters[number].fate for run in runs if len(run) > 1 for number in run} <= {Fate.KEPT}


@pytest.mark.parametrize(("path", "service", "fates"), TABLES["fates"])
def test_each_character_of_a_path_has_its_fate(path: str, service: str, fates: list[list[str]]) -> None:
    """Kept, encoded, encoded again, decoded, added or dropped, by the rules of the service."""
    characters = UrlBenchView.of(traced(f"https://h{path}", service)).path.characters

    assert [[one.sent, one.signed, one.fate.name] for one in characters] == fates


@pytest.mark.parametrize(("query", "words"), TABLES["words"])
def test_each_character_of_a_query_has_its_fate_in_words(query: str, words: list[str]) -> None:
    """Also that sorting moves it."""
    side = UrlBenchView.of(traced(f"https://h/?{query}")).query

    assert [side.words(run.start) for run in side.runs()][: len(words)] == words


@pytest.mark.parametrize(("path", "service", "rounds"), TABLES["rounds"])
def test_the_rounds_lead_from_a_thought_to_what_is_signed(path: str, service: str, rounds: list[str]) -> None:
    """As a person thinks of it, as sent, without dots unless it is for S3, as signed."""
    assert [one.path for one in UrlBenchView.of(traced(f"https://h{path}#", service)).rounds] == rounds


def test_what_fares_alike_is_counted_once() -> None:
    """All letters that are kept are one kind; a character that is encoded is a kind of its own."""
    kinds = UrlBenchView.of(traced("https://h/ab:c:")).kinds()

    assert {(kind.sent, count) for kind, count in kinds.items()} == {
        ("/", 1),
        ("letters, digits, - . _ ~", 3),
        (":", 2),
    }
