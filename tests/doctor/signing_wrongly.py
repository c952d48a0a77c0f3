"""Random requests that were signed with a mistake, and what AWS says of them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from random import Random
from typing import NamedTuple

from sigv4_explain import Credentials, Diagnosis, Request, diagnose
from tests.doctor.drawing import REGION, pool
from tests.doctor.parts import MISTAKES, Mistake, Recipe, SignedRequest

MISMATCH = (
    "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key "
    "and signing method. Consult the service documentation for details.\n\n"
)


class Wrong(NamedTuple):
    """A request that was signed with a mistake."""

    arrived: SignedRequest
    recipe: Recipe
    """What the client signed."""

    @property
    def request(self) -> Request:
        """The request as it was sent, with the wrong signature."""
        sent, old, new = self.arrived.request, self.arrived.received, self.recipe.signature()
        headers = [(name, value.replace(old, new)) for name, value in sent.headers]
        return Request(sent.method, sent.url.replace(old, new), headers, sent.body)

    @property
    def credentials(self) -> Credentials:
        """The right keys."""
        return Credentials("AKIDEXAMPLE", self.arrived.recipe.key_chain.secret, self.arrived.presented.session_token)

    @property
    def answer(self) -> str:
        """What API Gateway says."""
        return json.dumps({"message": message(self.arrived.recipe)})

    def diagnosed(self, **evidence: object) -> Diagnosis:
        """Ask the doctor, with this evidence."""
        return diagnose(region=REGION, service=self.arrived.reading.service, **evidence)  # type: ignore[arg-type]

    def is_named_by(self, slug: str, mistake: Mistake) -> bool:
        """Tell whether a slug names the mistake, or another one that gives the same bytes.

        Where the request is known as it was sent, the program itself signs another host or path.
        """
        of_the_program = {"proxy-changed-host": "host-not-the-one-sent", "proxy-rewrote-path": "path-not-the-one-sent"}
        return (
            slug == of_the_program.get(mistake.slug)
            or slug == mistake.slug
            or any(
                same_texts(variant.change(self.arrived.recipe), self.recipe)
                for other in MISTAKES
                if other.slug == slug
                for variant in other.variants(self.arrived)
            )
        )


def wrongly_signed(mistake: Mistake) -> Iterator[Wrong]:
    """Make a mistake in one of its spellings on random requests that have room for it."""
    random = Random(mistake.slug)
    for drawn in random.sample(pool(), k=len(pool())):
        arrived = replace(drawn, hosts=())
        recipes = [variant.change(arrived.recipe) for variant in mistake.variants(arrived)]
        wrong = [recipe for recipe in recipes if recipe != arrived.recipe]
        if wrong:
            yield Wrong(arrived, random.choice(wrong))


def same_texts(one: Recipe, other: Recipe) -> bool:
    """Tell whether two recipes write the same texts."""
    return (one.canonical_request(), one.string_to_sign()) == (other.canonical_request(), other.string_to_sign())


def message(right: Recipe) -> str:
    """Write the message in which a service shows both of its texts."""
    shown = f"The Canonical String for this request should have been\n'{right.canonical_request()}'\n\n"
    return f"{MISMATCH}{shown}The String-to-Sign should have been\n'{right.string_to_sign()}'\n"
