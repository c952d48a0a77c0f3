import { Sha256 } from "@aws-crypto/sha256-js";
import { AssumeRoleCommand, STSClient } from "@aws-sdk/client-sts";
import { SignatureV4 } from "@smithy/signature-v4";

$request

// Your own keys, which the SDK finds, ask for those of the role that may make the call.
const sts = new STSClient({ region: $region });
const assumeRole = new AssumeRoleCommand({
  RoleArn: process.env.ROLE_ARN,
  RoleSessionName: "session1",
  DurationSeconds: 900,
});
const { Credentials: lent } = await sts.send(assumeRole);

$signV4

const response = await fetch(url, await signV4(url, request));
console.log(response.status, await response.text());
