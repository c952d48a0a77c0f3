"""The front of a REST API behind AWS_IAM, by its own host or a custom domain: what is looked at, in AWS's order."""

from __future__ import annotations

from dataclasses import dataclass

from sigv4_explain.local_aws.cloud import (
    Arrival,
    Caller,
    Cloud,
    Headers,
    Response,
    ask_iam,
    broken_rule,
    check_signature,
    compact_json,
    denial_message,
    extended_id,
    framing,
)
from sigv4_explain.local_aws.function import Answered, FunctionCall, event_v1, invoke
from sigv4_explain.local_aws.world import KeyRequirement, MethodAuthorization, Reached, find_method, names_another
from sigv4_explain.verifier import Stage, Verdict


def answer_rest_api(cloud: Cloud, arrival: Arrival) -> Response:
    """Answer a request to the API's own host, where the first segment of the path is the stage."""
    api, host = cloud.world.rest_api, arrival.request.host
    if names_another(host, api.host(cloud.world.region)):
        return _forbidden(cloud, arrival, f"there is no API {host}")
    stage, _, rest = arrival.decoded_path.removeprefix("/").partition("/")
    if stage != api.stage:
        return _forbidden(cloud, arrival, f"there is no stage {stage!r} at this host")
    return _answer_resource(cloud, arrival, f"/{rest}")


def answer_custom_domain(cloud: Cloud, arrival: Arrival) -> Response:
    """Answer a request to the custom domain; what is signed is the host and the path as sent, base path included."""
    base_path, path = cloud.world.custom_domain.base_path, arrival.decoded_path
    if not base_path:
        return _answer_resource(cloud, arrival, path)
    first, _, rest = path.removeprefix("/").partition("/")
    if first != base_path:
        return _forbidden(cloud, arrival, f"no API is mapped to {first!r} at this domain")
    return _answer_resource(cloud, arrival, f"/{rest}")


def _answer_resource(cloud: Cloud, arrival: Arrival, path: str) -> Response:
    """Answer a request to a path of the API, whichever host and prefix it came by."""
    desk = _Desk(cloud, arrival, cloud.request_id())
    reached = find_method(cloud.world.rest_api.methods, arrival.request.method, path)
    if reached and reached.method.authorization is MethodAuthorization.NONE:
        return desk.authorize(None, None, reached)
    verdict = check_signature(cloud, arrival, "execute-api")
    if reached is None and (verdict.rule is None or verdict.rule.stage is not Stage.READING):
        because = f"no method {arrival.request.method} {path}"
        return desk.refuse(403, "MissingAuthenticationTokenException", "Missing Authentication Token", because, verdict)
    if reached is None or verdict.rule is not None:
        return desk.refuse(verdict.status, str(verdict.code), str(verdict.message), broken_rule(verdict), verdict)
    return desk.authorize(cloud.caller(str(verdict.access_key_id)), verdict, reached)


def _forbidden(cloud: Cloud, arrival: Arrival, because: str) -> Response:
    """Refuse without a reason: the stage or the mapping does not exist."""
    return _Desk(cloud, arrival, cloud.request_id()).refuse(403, "ForbiddenException", "Forbidden", because, None)


@dataclass(frozen=True, slots=True)
class _Desk:
    """One request in work: it has an id, and answers carry it."""

    cloud: Cloud
    arrival: Arrival
    request_id: str

    def authorize(self, caller: Caller | None, verdict: Verdict | None, reached: Reached) -> Response:
        """Ask IAM, when there is anything to ask; then look at the API key."""
        world, api = self.cloud.world, self.cloud.world.rest_api
        if caller is not None or world.api_policy is not None:
            method = f"{api.stage}/{self.arrival.request.method}{reached.path}"
            arn = f"{world.api_arn(api.account_id, api.api_id)}/{method}"
            access, decision = ask_iam(caller, self.arrival, "execute-api:Invoke", arn, world.api_policy)
            if not decision.allowed:
                message = denial_message(access, decision, self.cloud.wording)
                return self.refuse(403, "AccessDeniedException", message, str(decision), verdict, key="Message")
        return self.admit(caller, verdict, reached)

    def admit(self, caller: Caller | None, verdict: Verdict | None, reached: Reached) -> Response:
        """Look at the API key, call the function and pass its answer on."""
        api, arrival, key = self.cloud.world.rest_api, self.arrival, None
        if reached.method.api_key is KeyRequirement.REQUIRED:
            sent = arrival.request.header("x-api-key")
            key = next((one for one in api.api_keys if one.value == sent and one.enabled), None)
            if key is None:
                because = "no API key was sent" if sent is None else "the API key is unknown or disabled"
                return self.refuse(403, "ForbiddenException", "Forbidden", because, verdict)
        call = FunctionCall(arrival, caller, self.request_id, api.account_id, api.api_id, api.stage, reached, key)
        answered = invoke(self.cloud.function, event_v1(call))
        if not isinstance(answered, Answered):
            message = "Internal server error"
            return self.refuse(502, "InternalServerErrorException", message, answered.reason, verdict)
        start = framing(arrival.at, answered.content_type, answered.body)
        headers = (*start, *self.ids(), *answered.headers)
        return Response(answered.status, headers, answered.body, "the function answered", verdict)

    def refuse(
        self, status: int, error_type: str, message: str, because: str, verdict: Verdict | None, key: str = "message"
    ) -> Response:
        """Answer with an error as API Gateway writes it."""
        body = compact_json({key: message})
        request_id, api_gateway_id = self.ids()
        headers = (*framing(self.arrival.at, "application/json", body), request_id)
        return Response(status, (*headers, ("x-amzn-ErrorType", error_type), api_gateway_id), body, because, verdict)

    def ids(self) -> Headers:
        """Return the two headers that name the request."""
        return ("x-amzn-RequestId", self.request_id), ("x-amz-apigw-id", extended_id(self.request_id))
