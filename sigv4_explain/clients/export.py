"""export: the request as code for another client, which signs when it runs."""

from __future__ import annotations

from sigv4_explain.clients.client import Call, Client, unsigned
from sigv4_explain.clients.javascript import JAVASCRIPT_CLIENTS
from sigv4_explain.clients.python import PYTHON_CLIENTS
from sigv4_explain.clients.shell import SHELL_CLIENTS
from sigv4_explain.credentials import check_scope_word
from sigv4_explain.errors import InvalidInput, describe
from sigv4_explain.request import Request
from sigv4_explain.rules import SigningRules

CLIENTS: tuple[Client, ...] = (*PYTHON_CLIENTS, *JAVASCRIPT_CLIENTS, *SHELL_CLIENTS)
"""Every client that a request can be written for, in the order of the menu."""


def export(request: Request, client: str, *, region: str, service: str) -> str:
    """Write a request as code for a client. It signs when it runs, and has no key, token or signature in it.

    ``client`` is the name of one of CLIENTS. A signature that the request has already is left out, and a header that
    logs somebody in, such as ``x-api-key``, is taken from the environment. What the client does otherwise than AWS
    stands in a comment. Raises InvalidInput for a client that is not known, and for a Region or service that no
    server has.

    >>> request = Request("GET", "https://example.amazonaws.com/", {"x-api-key": "example"})
    >>> print(export(request, "requests-aws4auth", region="us-east-1", service="execute-api").partition("auth =")[0])
    # pip install requests requests-aws4auth
    <BLANKLINE>
    import os
    <BLANKLINE>
    import requests
    from requests_aws4auth import AWS4Auth
    <BLANKLINE>
    url = "https://example.amazonaws.com/"
    headers = {
        "x-api-key": os.environ["API_KEY"],
    }
    <BLANKLINE>
    <BLANKLINE>
    """
    check_scope_word("region", region, "a Region such as eu-central-1")
    check_scope_word("service", service, "a signing name such as execute-api")
    found = {known.name: known for known in CLIENTS}.get(client)
    if found is None:
        raise InvalidInput("client", describe(client), f"one of {', '.join(known.name for known in CLIENTS)}")
    rules = SigningRules.for_service(service)
    return found.write(Call(unsigned(request, rules), region, service, rules, request.path))
