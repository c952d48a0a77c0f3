"""notebooks/aws/template.yaml deploys the world of the story: it is valid, and says the same as STORY."""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sysconfig
from pathlib import Path
from typing import Any

import pytest

from sigv4_explain.local_aws import RealAws
from sigv4_explain.local_aws.cloud import echo
from sigv4_explain.local_aws.iam import PolicyDocument, trust
from sigv4_explain.local_aws.world import STORY, KeyRequirement, Method, MethodAuthorization
from tests.cloudformation import Template

PATH = Path(__file__).parents[1] / "notebooks" / "aws" / "template.yaml"
README = PATH.with_name("README.md").read_text(encoding="utf-8")
PLAIN = Template(PATH)
WITH_DOMAIN = Template(PATH, DomainName="api.example.com", CertificateArn="arn:aws:acm:::certificate/example")
ROLE = STORY.role("ApiAccess")


def _only(kind: str, template: Template = PLAIN) -> dict[str, Any]:
    (properties,) = template.resources(kind).values()
    return dict(properties)


def _statements(role: dict[str, Any]) -> list[dict[str, Any]]:
    return [statement for policy in role["Policies"] for statement in policy["PolicyDocument"]["Statement"]]


def test_cfn_lint_finds_nothing() -> None:
    """cfn-lint, which knows every resource's schema, has no error, no warning and no remark, in two Regions."""
    cfn_lint = Path(sysconfig.get_path("scripts")) / "cfn-lint"
    options = ["--include-checks", "I", "--regions", "eu-central-1", "us-east-1"]
    done = subprocess.run([str(cfn_lint), *options, "--", str(PATH)], capture_output=True, text=True, check=False)

    assert (done.stdout, done.stderr, done.returncode) == ("", "", 0)


def test_the_rest_api_has_the_storys_methods() -> None:
    """Each method of the story is there, with its authorization and its need of an API key, and no other."""
    resources = PLAIN.resources("AWS::ApiGateway::Resource")

    def path(resource_id: str) -> str:
        if resource_id == "RestApi.RootResourceId":
            return "/"
        resource = resources[resource_id]
        return f"{path(resource['ParentId']).removesuffix('/')}/{resource['PathPart']}"

    methods = [
        Method(
            method["HttpMethod"],
            path(method["ResourceId"]),
            MethodAuthorization[method["AuthorizationType"]],
            KeyRequirement.REQUIRED if method.get("ApiKeyRequired") else KeyRequirement.NOT_REQUIRED,
        )
        for method in PLAIN.resources("AWS::ApiGateway::Method").values()
    ]

    assert sorted(map(repr, methods)) == sorted(map(repr, STORY.rest_api.methods))


def test_the_rest_api_has_the_storys_stage_and_policy() -> None:
    """The stage and the resource policy, or its absence, are the story's, and every method is in the deployment."""
    assert _only("AWS::ApiGateway::Stage")["StageName"] == STORY.rest_api.stage
    assert sorted(PLAIN.dependencies("Deployment")) == sorted(PLAIN.resources("AWS::ApiGateway::Method"))
    assert _only("AWS::ApiGateway::RestApi").get("Policy") == STORY.rest_api.resource_policy


def test_the_api_key_is_one_of_a_usage_plan() -> None:
    """The plan is for the stage and the API key, whose value the template does not know."""
    assert _only("AWS::ApiGateway::UsagePlan")["ApiStages"] == [{"ApiId": "RestApi", "Stage": "Stage"}]
    assert _only("AWS::ApiGateway::UsagePlanKey") == {
        "UsagePlanId": "UsagePlan",
        "KeyId": "ApiKey",
        "KeyType": "API_KEY",
    }
    assert _only("AWS::ApiGateway::ApiKey") == {"Enabled": True}


def test_the_http_api_has_the_storys_routes() -> None:
    """Each route of the story is there, with its authorization, and no other; it hands over events of version 2.0."""
    routes = {
        route["RouteKey"]: MethodAuthorization[route["AuthorizationType"]]
        for route in PLAIN.resources("AWS::ApiGatewayV2::Route").values()
    }

    assert routes == {f"{route.http_method} {route.resource}": route.authorization for route in STORY.http_api.methods}
    assert _only("AWS::ApiGatewayV2::Stage")["StageName"] == "$default"
    assert _only("AWS::ApiGatewayV2::Integration")["PayloadFormatVersion"] == "2.0"


def test_the_custom_domain_is_there_only_when_asked_for() -> None:
    """With a domain name, the story's base path is mapped to the API and its stage; without one there is nothing."""
    mapping = _only("AWS::ApiGateway::BasePathMapping", WITH_DOMAIN)

    assert mapping["BasePath"] == STORY.custom_domain.base_path
    assert (mapping["RestApiId"], mapping["Stage"]) == ("RestApi", "Stage")
    assert _only("AWS::ApiGateway::DomainName", WITH_DOMAIN)["DomainName"] == "api.example.com"
    assert PLAIN.resources("AWS::ApiGateway::BasePathMapping") == PLAIN.resources("AWS::ApiGateway::DomainName") == {}


def test_a_domain_needs_its_certificate() -> None:
    """A domain name without a certificate is refused before anything is made."""
    assert Template(PATH, DomainName="api.example.com").broken_rules() == ["DomainName needs CertificateArn too."]
    assert PLAIN.broken_rules() == WITH_DOMAIN.broken_rules() == []


def test_the_function_url_asks_iam_and_has_the_storys_policy() -> None:
    """The function URL is behind AWS_IAM, and the function's own policy lets in API Gateway for these APIs only."""
    permissions = PLAIN.resources("AWS::Lambda::Permission").values()
    api = "arn:aws:execute-api:eu-central-1:444455556666"

    assert _only("AWS::Lambda::Url") == {"TargetFunctionArn": "Echo.Arn", "AuthType": MethodAuthorization.AWS_IAM.name}
    assert STORY.function_url.resource_policy is None
    assert {permission["Principal"] for permission in permissions} == {"apigateway.amazonaws.com"}
    assert {permission["SourceArn"] for permission in permissions} == {
        f"{api}:RestApi/default/*",
        f"{api}:HttpApi/*/*/hello",
    }


def test_the_role_may_do_what_the_storys_role_may_do() -> None:
    """The role's policies have the story's names and actions, and reach this stack's APIs and function only."""
    role = PLAIN.resources("AWS::IAM::Role")["ApiAccess"]
    api = "arn:aws:execute-api:eu-central-1:444455556666"
    actions = {
        policy["PolicyName"]: {statement["Action"] for statement in policy["PolicyDocument"]["Statement"]}
        for policy in role["Policies"]
    }

    assert actions == {name: _actions(policy["Statement"]["Action"]) for name, policy in ROLE.policies.items()}
    assert [statement["Resource"] for statement in _statements(role)] == [
        [f"{api}:RestApi/*", f"{api}:HttpApi/*"],
        "Echo.Arn",
        "Echo.Arn",
    ]
    assert role["MaxSessionDuration"] == ROLE.max_session_seconds


def _actions(written: str | list[str]) -> set[str]:
    return {written} if isinstance(written, str) else set(written)


def test_the_role_may_invoke_the_function_by_its_url_only() -> None:
    """Both actions that a function URL asks for are allowed, and neither for the Invoke call of Lambda's own API."""
    statements = _statements(PLAIN.resources("AWS::IAM::Role")["ApiAccess"])
    conditions = {statement["Action"]: statement.get("Condition") for statement in statements}

    assert conditions == {
        "execute-api:Invoke": None,
        "lambda:InvokeFunctionUrl": {"StringEquals": {"lambda:FunctionUrlAuthType": "AWS_IAM"}},
        "lambda:InvokeFunction": {"Bool": {"lambda:InvokedViaFunctionUrl": "true"}},
    }


@pytest.mark.parametrize(
    ("parameters", "expected"),
    [
        ({}, trust("arn:aws:iam::444455556666:root")),
        ({"CallerAccountId": "111122223333"}, ROLE.trust_policy),
        (
            {"ExternalId": "workshop-7"},
            trust("arn:aws:iam::444455556666:root", condition={"StringEquals": {"sts:ExternalId": "workshop-7"}}),
        ),
    ],
    ids=["this account", "the caller's account", "an external id"],
)
def test_the_role_trusts_one_account(parameters: dict[str, str], expected: PolicyDocument) -> None:
    """The role trusts its own account, or the caller's as in the story, with an external id if one is asked for."""
    document = Template(PATH, **parameters).resources("AWS::IAM::Role")["ApiAccess"]["AssumeRolePolicyDocument"]
    (statement,) = document["Statement"]

    assert {**document, "Statement": statement} == expected


@pytest.mark.parametrize(("parameters", "name"), [({}, None), ({"RoleName": "ApiAccess"}, ROLE.name)])
def test_the_role_has_a_name_only_when_asked_for(parameters: dict[str, str], name: str | None) -> None:
    """Without a name CloudFormation makes one from the stack's, so that two stacks do not collide."""
    assert Template(PATH, **parameters).resources("AWS::IAM::Role")["ApiAccess"].get("RoleName") == name


def test_the_functions_own_role_may_only_write_its_log() -> None:
    """The function writes to its own log group, which forgets after days, and may do nothing else."""
    (statement,) = _statements(PLAIN.resources("AWS::IAM::Role")["EchoRole"])

    assert statement == {
        "Effect": "Allow",
        "Action": ["logs:CreateLogStream", "logs:PutLogEvents"],
        "Resource": "EchoLogs.Arn",
    }
    assert _only("AWS::Lambda::Function")["LoggingConfig"] == {"LogGroup": "EchoLogs"}
    assert _only("AWS::Logs::LogGroup")["RetentionInDays"] <= 7


@pytest.mark.parametrize(
    "event",
    [
        {"httpMethod": "GET", "queryStringParameters": {"client": "ky"}, "body": None},
        {"httpMethod": "POST", "queryStringParameters": None, "body": '{"client": "ky"}'},
        {"version": "2.0", "requestContext": {"http": {"method": "GET"}}, "queryStringParameters": {"client": "ky"}},
        {"version": "2.0", "requestContext": {"http": {"method": "POST"}}, "body": '{"client": "ky"}'},
    ],
    ids=["1.0 GET", "1.0 POST", "2.0 GET", "2.0 POST"],
)
def test_the_deployed_function_answers_as_the_local_one(event: dict[str, Any]) -> None:
    """The function in the template gives the local echo's answer, for both versions of the event."""
    function = _only("AWS::Lambda::Function")
    module, handler = function["Handler"].split(".")
    code: dict[str, Any] = {}
    exec(function["Code"]["ZipFile"], code)

    assert module == "index"  # the file that CloudFormation makes of inline code
    assert code[handler](event, None) == echo(event)


@pytest.mark.parametrize("template", [PLAIN, WITH_DOMAIN], ids=["plain", "with a domain"])
def test_the_outputs_make_a_target(template: Template) -> None:
    """The output RealAws is a call in Python that works, and its arguments are the other outputs, in snake case."""
    outputs = template.outputs()
    call = ast.parse(outputs.pop("RealAws"), mode="eval").body
    assert isinstance(call, ast.Call)
    arguments = {str(keyword.arg): ast.literal_eval(keyword.value) for keyword in call.keywords}

    outputs.pop("CustomDomainTarget", None)
    expected = {re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).lower(): value for name, value in outputs.items()}
    assert expected.pop("api_key_id") == "ApiKey"
    assert ast.unparse(call.func) == "RealAws"
    assert arguments == expected | {"api_key": "API_KEY"}
    assert RealAws(**arguments).rest_url == outputs["Url"]


def test_the_outputs_are_urls_of_the_story() -> None:
    """The REST API's URL ends in its stage, the custom domain's in the base path."""
    outputs, domain = WITH_DOMAIN.outputs(), STORY.custom_domain

    assert outputs["Url"] == "https://RestApi.execute-api.eu-central-1.amazonaws.com/Stage"
    assert outputs["CustomDomainUrl"] == f"https://CustomDomain/{domain.base_path}"


def test_the_readme_names_what_the_template_has() -> None:
    """The README tells every parameter, and the outputs that its commands ask for are there."""
    assert set(re.findall(r"\b([A-Z]\w+)=[\w…]", README)) == set(PLAIN.parameters)
    assert set(re.findall(r"\bof ([A-Z]\w+)", README)) == {"RealAws", "ApiKeyId", "RoleArn"} & set(PLAIN.outputs())


def test_the_readmes_policy_is_the_storys() -> None:
    """The policy that the caller needs across accounts is the one that the story's caller has."""
    (policy,) = re.findall(r"```json\n(.*?)```", README, re.DOTALL)

    assert json.loads(policy) == STORY.user("carol").policies["AssumeApiAccess"]
