"""Which Region and which service a host name stands for."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import NamedTuple

from sigv4_explain.texts import records


@dataclass(frozen=True, slots=True)
class HostWords:
    """The first words of hosts that stand for one signing name."""

    name: str
    hosts: tuple[str, ...]


_WORDS = records("sigv4_explain.doctor", "signing_names.toml", HostWords, "name").values()

SIGNING_NAMES: Mapping[str, str] = MappingProxyType(
    {host: host if words.name == "same" else words.name for words in _WORDS for host in words.hosts}
)
"""The signing name for what stands before the Region in a host's name."""

_LONGEST_NAME = 253
_REGION = r"\.(?P<region>[a-z]{2,4}(?:-[a-z]{2,12}){1,3}-[0-9]{1,2})"
_S3 = r"(?:.+\.)?s3(?:-fips)?"

_SUFFIX = re.compile(
    r"\.(?:amazonaws\.com(?:\.cn)?|amazonaws\.eu|api\.aws|on\.aws|(?:api|on)\.amazonwebservices\.com\.cn)$"
    r"|(?<=ws-messaging)\.chime\.aws$|(?<=sellingpartnerapi-[nef][aue])\.amazon\.com$",
)
_without_region = re.compile(
    r"\.mrap\.accesspoint\.s3-global\.amazonaws\.com$|\.cloudfront-kvs\.global\.api\.aws$"
    r"|\.endpoint\.events\.amazonaws\.com$"
)
"""Multi-Region Access Points, CloudFront KeyValueStore, EventBridge's global endpoints."""


class _Form(NamedTuple):
    """A form of host names, without their suffix; the group ``prefix`` is looked up among the signing names."""

    is_form: re.Pattern[str]
    service: str | None = None
    region: str | None = None


def _form(pattern: str, service: str | None = None, region: str | None = None) -> _Form:
    return _Form(re.compile(pattern), service, region)


_FORMS = (
    # A bucket's name may be anything, so S3 comes first. Its names without a Region do not tell the bucket's.
    _form(rf"{_S3}(?:\.dualstack)?{_REGION}", "s3"),
    _form(rf"(?:.+\.)?s3-(?:website-)?{_REGION[2:]}", "s3"),
    _form(rf"(?:.+\.)?s3-(?:website|accesspoint|control)(?:-fips)?(?:\.dualstack)?{_REGION}", "s3"),
    _form(rf"(?:.+\.)?s3-object-lambda(?:-fips)?{_REGION}", "s3-object-lambda"),
    _form(rf"(?:.+\.)?s3-outposts(?:-fips)?{_REGION}", "s3-outposts"),
    _form(rf"(?:.+\.)?s3express-[a-z0-9-]+{_REGION}", "s3express"),
    _form(r"(?:.+\.)?s3-external-1", "s3", "us-east-1"),
    _form(r"(?:.+\.)?(?:s3|s3-accelerate(?:\.dualstack)?|accesspoint\.s3-global)", "s3"),
    _form(rf"(?:.+\.)?vpce-[a-z0-9-]+\.(?P<prefix>[a-z0-9.-]+?){_REGION}\.vpce"),
    _form(rf".+\.execute-api(?:-fips)?{_REGION}", "execute-api"),
    _form(rf".+\.lambda-url{_REGION}", "lambda"),
    _form(rf".+\.appsync-(?:realtime-)?api{_REGION}", "appsync"),
    _form(rf".+{_REGION}\.es", "es"),
    _form(rf".+\.aos{_REGION}", "es"),
    _form(rf".+{_REGION}\.aoss", "aoss"),
    _form(rf".+{_REGION}\.cloudsearch", "cloudsearch"),
    _form(rf".+{_REGION}\.neptune", "neptune-db"),
    _form(rf".+{_REGION}\.rds", "rds-db"),
    _form(rf".+\.dsql{_REGION}", "dsql"),
    _form(rf".+\.vpc-lattice-svcs{_REGION}", "vpc-lattice-svcs"),
    _form(rf".+\.bedrock-agentcore{_REGION}", "bedrock-agentcore"),
    _form(rf"[0-9]{{12}}\.ddb{_REGION}", "dynamodb"),
    _form(r"(?:.+\.)?cloudfront-kvs\.global", "cloudfront-keyvaluestore"),
    _form(r".+\.endpoint\.events", "events"),
    *[
        _form(f"sellingpartnerapi-{word}", "execute-api", region)
        for word, region in (("na", "us-east-1"), ("eu", "eu-west-1"), ("fe", "us-west-2"))
    ],
    *[
        _form(rf".+\.{word}\.ws-messaging", "chime", region)
        for word, region in (("ue1", "us-east-1"), ("ec1", "eu-central-1"))
    ],
    _form(rf"(?P<prefix>[a-z0-9.-]+?)(?:-fips)?{_REGION}"),
    _form(rf"(?P<prefix>){_REGION[2:]}\.queue", "sqs"),
    _form(r"iam\.us-gov", "iam", "us-gov-west-1"),
    *[
        _form(name, name, "us-east-1")
        for name in ("iam", "sts", "route53", "cloudfront", "budgets", "importexport", "savingsplans", "waf", "sdb")
    ],
    _form(r"queue", "sqs", "us-east-1"),
    _form(r"email", "ses", "us-east-1"),
    _form(r"global\.health", "health", "us-east-1"),
)


def place_of_host(host: str) -> tuple[str | None, str | None]:
    """Return Region and signing name of an AWS host name; None for what the name does not tell.

    A host's first word is not always the signing name. The name of an IoT endpoint tells no service: its websocket and
    its REST calls are signed by two names. A global name is for us-east-1 in AWS's own partition only.
    Source: https://docs.aws.amazon.com/general/latest/gr/aws-service-information.html, the service models of botocore,
    and for hosts of other names https://developer-docs.amazon.com/sp-api/docs/sp-api-endpoints and
    https://docs.aws.amazon.com/chime-sdk/latest/dg/websockets.html.

    >>> place_of_host("email.eu-west-1.amazonaws.com"), place_of_host("bucket.s3.amazonaws.com")
    (('eu-west-1', 'ses'), (None, 's3'))
    >>> place_of_host("api.example.com")
    (None, None)
    """
    name, own_suffixes = _SUFFIX.subn("", host.partition(":")[0].lower().rstrip("."))
    if not own_suffixes or len(host) > _LONGEST_NAME:
        return None, None
    for is_form, service, region in _FORMS:
        found = is_form.fullmatch(name)
        if found:
            told = found.groupdict()
            named = service or SIGNING_NAMES.get(told.get("prefix") or "")
            return _own_region(told.get("region") or region, host), named
    return None, None


def _own_region(region: str | None, host: str) -> str | None:
    """China has the names of the global services too, for a Region of its own."""
    in_china = ".com.cn" in host.lower()
    return None if in_china and region and not region.startswith("cn-") else region


def is_aws_host(host: str) -> bool:
    """Tell whether a name is one of AWS's own, which no proxy stands before unless somebody says so."""
    return bool(_SUFFIX.search(host.partition(":")[0].lower().rstrip("."))) and len(host) <= _LONGEST_NAME


def is_loopback(host: str) -> bool:
    """Tell whether a name is this computer's own, to which no proxy leads.

    >>> is_loopback("localhost:9000"), is_loopback("[::1]"), is_loopback("example.com")
    (True, True, False)
    """
    name = host.lower() if host.startswith("[") else host.partition(":")[0].lower()
    return name == "localhost" or name.startswith(("[::1]", "127.")) or name.endswith(".localhost")


def is_without_region(host: str) -> bool:
    """Tell whether a host is in no Region, so that it takes a signature for a set of Regions alone.

    Source: https://docs.aws.amazon.com/AmazonS3/latest/userguide/MultiRegionAccessPointRequests.html,
    https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/kvs-with-functions-kvp.html,
    https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-global-endpoints.html

    >>> is_without_region("abc.mrap.accesspoint.s3-global.amazonaws.com"), is_without_region("s3.amazonaws.com")
    (True, False)
    """
    return bool(_without_region.search(host.partition(":")[0].lower().rstrip(".")))


_host = re.compile(
    r"(?<![A-Za-z0-9.-])[A-Za-z0-9][A-Za-z0-9.-]{2,200}\.(?:amazonaws\.com|amazon\.com|api\.aws|on\.aws)(?:\.cn)?\b"
)


def place_in_text(text: str) -> tuple[str | None, str | None]:
    """Return Region and signing name of the first host of AWS in a text that tells a service.

    >>> place_in_text("url=https://aps-workspaces.us-west-2.amazonaws.com/workspaces")
    ('us-west-2', 'aps')
    """
    places = (place_of_host(found[0]) for found in _host.finditer(text))
    return next((place for place in places if place[1]), (None, None))
