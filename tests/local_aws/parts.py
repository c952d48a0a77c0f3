"""The parts of the package that the tests of this folder look into, each by its place; tests take them from here."""

from __future__ import annotations

from sigv4_explain.local_aws.__main__ import FIRST_CALL, export_lines, url_lines
from sigv4_explain.local_aws.cloud import MOST_SESSIONS, Clock, Cloud, Response, denial_message, echo, request_context
from sigv4_explain.local_aws.front import DecisionLog, Gateway, Logged, Trouble, decision_of
from sigv4_explain.local_aws.function import Answered, Failed, invoke
from sigv4_explain.local_aws.iam import (
    Access,
    Anonymous,
    Decision,
    InvalidPolicy,
    Policy,
    PolicyKind,
    Principal,
    RoleSession,
    User,
    allow,
    checked_policy,
    evaluate,
    trust,
)
from sigv4_explain.local_aws.in_page import InPageAws
from sigv4_explain.local_aws.local import LocalAws, aws_urls
from sigv4_explain.local_aws.real import Target
from sigv4_explain.local_aws.server import Limits
from sigv4_explain.local_aws.wire import Received, RequestReader, Unreadable, written
from sigv4_explain.local_aws.world import STORY, CustomDomain, Front, Method, MethodAuthorization, World, find_method
