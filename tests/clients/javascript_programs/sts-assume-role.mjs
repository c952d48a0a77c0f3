// npm install @aws-sdk/client-sts @smithy/signature-v4 @aws-crypto/sha256-js

import { Sha256 } from "@aws-crypto/sha256-js";
import { AssumeRoleCommand, STSClient } from "@aws-sdk/client-sts";
import { SignatureV4 } from "@smithy/signature-v4";

const url = "https://abc123.execute-api.eu-central-1.amazonaws.com/default?client=ky";
const request = {
  method: "POST",
  headers: {
    "x-api-key": process.env.API_KEY,
    "Content-Type": "application/json",
  },
  body: '{"client": "ky"}', // one text: it is signed and sent
};

// Your own keys, which the SDK finds, ask for those of the role that may make the call.
const sts = new STSClient({ region: "eu-central-1" });
const assumeRole = new AssumeRoleCommand({
  RoleArn: process.env.ROLE_ARN,
  RoleSessionName: "session1",
  DurationSeconds: 900,
});
const { Credentials: lent } = await sts.send(assumeRole);

const signer = new SignatureV4({
  service: "execute-api",
  region: "eu-central-1",
  credentials: {
    accessKeyId: lent.AccessKeyId,
    secretAccessKey: lent.SecretAccessKey,
    sessionToken: lent.SessionToken, // without it, a role's keys are worthless
  },
  sha256: Sha256,
});

// Any client can send what this returns.
async function signV4(url, { method, headers, body }) {
  const { host, hostname, pathname, searchParams } = new URL(url);
  const query = {};
  for (const name of searchParams.keys()) query[name] = searchParams.getAll(name);
  const signed = await signer.sign({
    method,
    hostname,
    path: pathname,
    query,
    headers: { host, ...headers }, // the signer does not add host by itself
    body,
  });
  return { method, headers: signed.headers, body };
}

const response = await fetch(url, await signV4(url, request));
console.log(response.status, await response.text());
