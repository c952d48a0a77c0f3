import { Sha256 } from "@aws-crypto/sha256-js";
import { fromNodeProviderChain } from "@aws-sdk/credential-providers";
import { SignatureV4 } from "@smithy/signature-v4";
import ky from "ky";

$request

// The keys come from the SDK's chain: environment, profile, SSO, container or instance.
$signV4

const signed = await signV4(url, request);
const response = await ky(url, { ...signed, throwHttpErrors: false });
console.log(response.status, await response.text());
