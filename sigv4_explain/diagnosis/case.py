"""A case: a request as it arrived, the signature that came with it, and what else the doctor knows."""

from __future__ import annotations

from dataclasses import dataclass, field

from sigv4_explain.canonical import canonical_query_string, normalized_path
from sigv4_explain.diagnosis.recipe import Recipe, right_recipe
from sigv4_explain.presented import Presented, presented_by
from sigv4_explain.request import Request
from sigv4_explain.rules import PathEncoding, PathNormalization, RepeatedParameters, SigningRules
from sigv4_explain.verifier.reading import Reading
from sigv4_explain.verifier.services import profile_of


@dataclass(frozen=True, slots=True)
class Case:
    """What a mistake may look at. Its repr shows neither the secret nor a signature."""

    reading: Reading = field(repr=False)
    """The request as the server reads it."""
    recipe: Recipe
    """What a client without a mistake would have signed."""
    received: str = field(repr=False)
    """The signature that came with the request."""
    hosts: tuple[str, ...] = ()
    """Names under which the service is known too: a custom domain, a load balancer, the origin behind a CDN."""

    @classmethod
    def of(
        cls,
        request: Request,
        secret_access_key: str,
        *,
        region: str,
        service: str,
        rules: SigningRules | None = None,
        hosts: tuple[str, ...] = (),
    ) -> Case:
        """Read a signed request as the server in this Region does.

        >>> request = Request("GET", "https://example.amazonaws.com/?X-Amz-Algorithm=AWS4-HMAC-SHA256")
        >>> Case.of(request, "my-own-secret", region="us-east-1", service="iam")
        Case(recipe=<Recipe: GET, 0 headers, for /us-east-1/iam/aws4_request>, hosts=())
        """
        signing_rules = rules or SigningRules.for_service(service)
        presented = presented_by(request, signing_rules.token_name.value)
        reading = Reading(request, presented, region, service, profile_of(service), signing_rules)
        received = presented.parameters.get("Signature", "")
        return cls(reading, right_recipe(reading, secret_access_key), received, hosts)

    @property
    def request(self) -> Request:
        """The request as it arrived."""
        return self.reading.request

    @property
    def presented(self) -> Presented:
        """What the request says about its signature."""
        return self.reading.presented

    @property
    def rules(self) -> SigningRules:
        """How the service wants its requests signed."""
        return self.reading.signing_rules

    @property
    def path(self) -> str:
        """The path that is encoded: as sent, or normalized where the service does that."""
        path = self.request.path or "/"
        is_normalized = self.rules.path_normalization is PathNormalization.NORMALIZED
        return normalized_path(path) if is_normalized else path

    @property
    def encodes_twice(self) -> bool:
        """Whether the path sent is encoded once more."""
        return self.rules.path_encoding is PathEncoding.TWICE

    @property
    def query_pieces(self) -> tuple[str, ...]:
        """The pieces ``name=value`` of the query that count for this service, as sent."""
        pieces = [piece for piece in self.reading.query.split("&") if piece]
        if self.rules.repeated_parameters is RepeatedParameters.FIRST:
            first: dict[str, str] = {}
            for piece in pieces:
                first.setdefault(canonical_query_string(piece.partition("=")[0]), piece)
            pieces = list(first.values())
        return tuple(pieces)

    @property
    def presented_scope(self) -> tuple[str, ...]:
        """Date, Region, service and terminator by the request's own word; the right ones when it has not four."""
        scope = self.presented.credential[1:]
        return scope if len(scope) == 4 else self.recipe.scope

    def values_of(self, name: str) -> tuple[str, ...]:
        """Return the values of a header as they arrived, signed or not; ``name`` is in lower case."""
        return tuple([value for key, value in self.request.headers if key.lower() == name])
