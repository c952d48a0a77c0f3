import { Sha256 } from "@aws-crypto/sha256-js";
import { SignatureV4 } from "@smithy/signature-v4";

$request

// Lambda puts the keys of the function's role, which must be allowed to make this call, into the environment.
$signV4

export const handler = async () => {
  const response = await fetch(url, await signV4(url, request));
  return { statusCode: response.status, body: await response.text() };
};
