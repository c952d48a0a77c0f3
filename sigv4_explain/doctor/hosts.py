"""The first words of AWS's host names, and the signing names that belong to them. Data only.

Source: the service models of botocore, endpointPrefix and signingName: https://github.com/boto/botocore.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

_SAME = """
access-analyzer account account-access acm acm-pca aco-automation agent-registry aidevops aiops airflow
airflow-serverless amplify amplifybackend amplifyuibuilder aoss apigateway app-integrations appconfig appfabric
appflow application-autoscaling application-cost-profiler application-signals applicationinsights appmesh apprunner
appsync aps arc-region-switch arc-zonal-shift artifact athena auditmanager autoscaling autoscaling-plans b2bi backup
backup-gateway backup-search batch bcm-dashboards bcm-data-exports bcm-pricing-calculator bcm-recommended-actions
bedrock bedrock-agentcore billing billingconductor braket budgets cases cassandra ce chatbot chime cleanrooms
cleanrooms-ml cloud9 cloudcontrolapi clouddirectory cloudformation cloudfront cloudfront-keyvaluestore cloudhsm
cloudsearch cloudtrail cloudtrail-data codeartifact codebuild codecommit codeconnections codedeploy codeguru-profiler
codeguru-reviewer codeguru-security codepipeline codestar-connections codestar-notifications cognito-identity
cognito-idp cognito-sync comprehend comprehendmedical compute-optimizer config connect connect-campaigns continuum
controlcatalog controltower cost-optimization-hub cur databrew dataexchange datapipeline datasync datazone dax
deadline devicefarm devops-guru directconnect discovery dlm dms docdb-elastic drs ds ds-data dsql dynamodb ebs ec2
ec2-instance-connect ecs eks eks-auth elasticache elasticbeanstalk elasticfilesystem elasticloadbalancing
elasticmapreduce elemental-inference emr-containers emr-serverless end-user-messaging entityresolution es events evs
execute-api firehose fis fms forecast frauddetector freetier fsx gamelift gameliftstreams geo geo-maps geo-places
geo-routes glacier globalaccelerator glue grafana greengrass groundstation guardduty health-agent healthlake iam
identitystore imagebuilder inspector inspector-scan inspector2 interconnect internetmonitor invoicing iot iotfleetwise
iotsitewise iotthingsgraph iottwinmaker ivs ivschat kafkaconnect kendra kendra-ranking kinesis kinesisanalytics
kinesisvideo kms lakeformation lambda launchwizard license-manager license-manager-linux-subscriptions
license-manager-user-subscriptions lightsail logs lookoutequipment m2 machinelearning macie2 managedblockchain
managedblockchain-query marketplacecommerceanalytics mediaconnect mediaconvert medialive mediapackage mediapackage-vod
mediapackagev2 mediastore medical-imaging mgh mgn migrationhub-orchestrator migrationhub-strategy monitoring mpa mq
mturk-requester neptune-db neptune-graph network-firewall network-security-manager networkflowmonitor networkmanager
networkmonitor notifications notifications-contacts nova-act oam observabilityadmin odb omics organizations osis osm
outposts partnercentral-account partnercentral-benefits partnercentral-channel partnercentral-selling pca-connector-ad
pca-connector-scep pcs personalize pi pipes polly pricingplanmanager profile proton qbusiness quicksight ram rbin rds
rds-data redshift redshift-data redshift-serverless refactor-spaces rekognition repostspace resiliencehub
resource-explorer-2 resource-groups rolesanywhere route53 route53-recovery-cluster route53-recovery-control-config
route53-recovery-readiness route53domains route53globalresolver route53profiles route53resolver rtbfabric rum s3
s3files s3tables s3vectors sagemaker-geospatial scheduler schemas scn sdb secretsmanager security-ir securityagent
securityhub securitylake serverlessrepo servicecatalog servicediscovery servicequotas shield signer signin sms-voice
snow-device-management snowball sns social-messaging sqs ssm ssm-contacts ssm-guiconnect ssm-incidents ssm-quicksetup
ssm-sap sso states storagegateway sts support supportapp supportauthz sustainability swf synthetics tagging tax
textract thinclient timestream-influxdb transcribe transfer translate trustedadvisor uxc verifiedpermissions voiceid
vpc-lattice waf-regional wafv2 wellarchitected wisdom workdocs workmail workmailmessageflow workspaces
workspaces-instances workspaces-web xray
"""

_OTHER = {
    "account-access": "account-access-runtime",
    "agent-registry": "agent-registry-control",
    "appconfig": "appconfigdata",
    "appstream": "appstream2",
    "aps": "aps-workspaces",
    "aws-marketplace": (
        "agreement-marketplace catalog.marketplace deployment-marketplace discovery-marketplace "
        "entitlement.marketplace metering.marketplace reporting-marketplace"
    ),
    "awsssoportal": "portal.sso",
    "bedrock": (
        "bedrock-agent bedrock-agent-runtime bedrock-data-automation bedrock-data-automation-runtime bedrock-runtime"
    ),
    "bedrock-agentcore": "bedrock-agentcore-control",
    "cassandra": "cassandra-streams",
    "chime": "identity-chime media-pipelines-chime meetings-chime messaging-chime voice-chime",
    "cloudhsm": "cloudhsmv2",
    "cloudsearch": "cloudsearchdomain",
    "cloudwatch": "cloudwatch-omni",
    "connect": "contact-lens",
    "detective": "api.detective",
    "dynamodb": "streams.dynamodb",
    "ecr": "api.ecr",
    "ecr-public": "api.ecr-public",
    "events": "eventsv2",
    "execute-api": "participant.connect",
    "forecast": "forecastquery",
    "iam": "iam-toolbox",
    "iot-jobs-data": "data.jobs.iot",
    "iotdeviceadvisor": "api.iotdeviceadvisor",
    "iotmanagedintegrations": "api.iotmanagedintegrations",
    "IoTSecuredTunneling": "api.tunneling.iot",
    "iotwireless": "api.iotwireless",
    "ivs": "ivsrealtime",
    "lex": "models-v2-lex models.lex runtime-v2-lex runtime.lex",
    "mediastore": "data.mediastore",
    "mediatailor": "api.mediatailor",
    "memorydb": "memory-db",
    "mgh": "migrationhub-config",
    "mobiletargeting": "pinpoint",
    "partnercentral": "partnercentral-prm",
    "payment-cryptography": "controlplane.payment-cryptography dataplane.payment-cryptography",
    "personalize": "personalize-events personalize-runtime",
    "pricing": "api.pricing",
    "qapps": "data.qapps",
    "sagemaker": (
        "a2i-runtime.sagemaker api.sagemaker edge.sagemaker featurestore-runtime.sagemaker "
        "inferencerouter-runtime.sagemaker job-runtime.sagemaker metrics.sagemaker runtime.sagemaker "
        "training-session-runtime.sagemaker"
    ),
    "servicecatalog": "servicecatalog-appregistry",
    "ses": "email mail-manager",
    "signer": "data-signer",
    "sms-voice": "sms-voice.pinpoint",
    "sqs": "queue",
    "sso-oauth": "oidc",
    "timestream": "ingest.timestream query.timestream",
    "transcribe": "transcribestreaming",
    "wickr": "admin.wickr",
}
"""The first words of hosts, by the signing name that they do not tell."""

SIGNING_NAMES: Mapping[str, str] = MappingProxyType(
    {name: name for name in _SAME.split()} | {host: name for name, hosts in _OTHER.items() for host in hosts.split()}
)
"""The signing name for what stands before the Region in a host's name.

``kafka`` is not here: its own API and the password of a cluster are signed by two names for one host.
"""


_LONGEST_NAME = 253
_REGION = r"\.(?P<region>[a-z]{2,4}(?:-[a-z]{2,12}){1,3}-[0-9]{1,2})"
_S3 = r"(?:.+\.)?s3(?:-fips)?"

_SUFFIX = re.compile(
    r"\.(?:amazonaws\.com(?:\.cn)?|amazonaws\.eu|api\.aws|on\.aws|api\.amazonwebservices\.com\.cn)$",
)


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
    Source: https://docs.aws.amazon.com/general/latest/gr/aws-service-information.html and the service models of
    botocore.

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
