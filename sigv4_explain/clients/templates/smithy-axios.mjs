import { Sha256 } from "@aws-crypto/sha256-js";
import { fromNodeProviderChain } from "@aws-sdk/credential-providers";
import { SignatureV4 } from "@smithy/signature-v4";
import axios from "axios";

$request

// The keys come from the SDK's chain: environment, profile, SSO, container or instance.
$signV4

const { body, ...signed } = await signV4(url, request);
const response = await axios({
  url,
  ...signed,
  data: body,
  transformRequest: (data) => data, // send what was signed: axios would serialise JSON again
  validateStatus: null,
});
console.log(response.status, response.data);
