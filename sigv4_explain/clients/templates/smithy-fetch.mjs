import { Sha256 } from "@aws-crypto/sha256-js";
import { fromNodeProviderChain } from "@aws-sdk/credential-providers";
import { SignatureV4 } from "@smithy/signature-v4";

$request

// The keys come from the SDK's chain: environment, profile, SSO, container or instance.
$signV4

const response = await fetch(url, await signV4(url, request));
console.log(response.status, await response.text());
