// npm install ky @smithy/signature-v4 @aws-crypto/sha256-js @aws-sdk/credential-providers

import { Sha256 } from "@aws-crypto/sha256-js";
import { fromNodeProviderChain } from "@aws-sdk/credential-providers";
import { SignatureV4 } from "@smithy/signature-v4";
import ky from "ky";

const url = "https://abc123.execute-api.eu-central-1.amazonaws.com/default?client=ky";
const request = {
  method: "POST",
  headers: {
    "x-api-key": process.env.API_KEY,
    "Content-Type": "application/json",
  },
  body: '{"client": "ky"}', // one text: it is signed and sent
};

// The keys come from the SDK's chain: environment, profile, SSO, container or instance.
const signer = new SignatureV4({
  service: "execute-api",
  region: "eu-central-1",
  credentials: fromNodeProviderChain(),
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

const signed = await signV4(url, request);
const response = await ky(url, { ...signed, throwHttpErrors: false });
console.log(response.status, await response.text());
