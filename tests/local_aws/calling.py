"""Call a front as a client would: sign for the story's place and time, change what travels, look at the answer."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from xml.etree import ElementTree

from sigv4_explain import Credentials, Request, sign
from tests.local_aws.parts import STORY, Cloud, Front, Gateway, Response

NOON = datetime(2015, 8, 30, 12, 36, tzinfo=UTC)
CAROL = STORY.user("carol").credentials
ALICE = STORY.user("alice").credentials
HOSTS = {
    Front.REST_API: "https://abc123.execute-api.eu-central-1.amazonaws.com",
    Front.CUSTOM_DOMAIN: "https://api.example.com",
    Front.HTTP_API: "https://def456.execute-api.eu-central-1.amazonaws.com",
    Front.FUNCTION_URL: "https://echoexampleexampleexampleexample.lambda-url.eu-central-1.on.aws",
    Front.STS: "https://sts.eu-central-1.amazonaws.com",
}
SERVICES = {Front.FUNCTION_URL: "lambda", Front.STS: "sts"}
API_KEY = {"x-api-key": "example"}
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
API_ACCESS = "arn:aws:iam::444455556666:role/ApiAccess"


def signed(front: Front, request: Request, credentials: Credentials, at: datetime = NOON) -> Request:
    """Sign a request for a front's service in the story's Region."""
    return sign(request, credentials, region="eu-central-1", service=SERVICES.get(front, "execute-api"), at=at)


def called(
    front: Front,
    request: Request,
    credentials: Credentials | None = None,
    *,
    cloud: Cloud | None = None,
    at: datetime = NOON,
) -> Response:
    """Sign with the keys, if any, and hand the request to the front at the same moment."""
    if credentials is not None:
        request = signed(front, request, credentials, at)
    return Gateway(front, cloud or Cloud()).handle(request, at)


def get(path: str = "/default", headers: dict[str, str] | None = None) -> Request:
    """Return a GET to the REST API."""
    return Request("GET", HOSTS[Front.REST_API] + path, API_KEY if headers is None else headers)


def changed(request: Request, name: str, value: str | None) -> Request:
    """Return the request with a header changed, added or, for None, taken off, after it was signed."""
    kept = [pair for pair in request.headers if pair[0].lower() != name.lower()]
    added = [] if value is None else [(name, value)]
    return Request(request.method, request.url, [*kept, *added], request.body)


def assumed(cloud: Cloud, *, seconds: int = 900, at: datetime = NOON, more: str = "") -> Credentials:
    """Let Carol assume the role, and return the keys she is lent."""
    response = called(Front.STS, assume_role(f"DurationSeconds={seconds}{more}"), CAROL, cloud=cloud, at=at)
    assert response.status == 200, response.text
    found = xml_texts(response)
    return Credentials(found["AccessKeyId"], found["SecretAccessKey"], found["SessionToken"])


def assume_role(more: str = "", role: str = API_ACCESS, session: str = "session1") -> Request:
    """Return an AssumeRole call as the SDKs send it."""
    body = f"Action=AssumeRole&Version=2011-06-15&RoleArn={role}&RoleSessionName={session}"
    return Request("POST", f"{HOSTS[Front.STS]}/", FORM, f"{body}&{more}".rstrip("&"))


def xml_texts(response: Response) -> dict[str, str]:
    """Return the texts of an XML answer by the name of their element, whatever it stands in."""
    root = ElementTree.fromstring(response.body)
    return {element.tag.partition("}")[2]: element.text or "" for element in root.iter()}


MINUTES = timedelta(minutes=1)
