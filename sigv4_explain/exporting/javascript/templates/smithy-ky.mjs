import { Sha256 } from "@aws-crypto/sha256-js";
import { fromNodeProviderChain } from "@aws-sdk/credential-providers";
import { SignatureV4 } from "@smithy/signature-v4";
import ky from "ky";

$request

$signV4

const signed = await signV4(url, request);
const response = await ky(url, { ...signed, throwHttpErrors: false });
console.log(response.status, await response.text());
