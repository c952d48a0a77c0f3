import { fromNodeProviderChain } from "@aws-sdk/credential-providers";
import request from "request";

$request

// The keys come from the SDK's chain: environment, profile, SSO, container or instance.
const keys = await fromNodeProviderChain()();
const aws = {
  sign_version: 4,
  service: $service, // the Region cannot be said: it is read from the host name
  key: keys.accessKeyId,
  secret: keys.secretAccessKey,
  session: keys.sessionToken, // without it, a role's keys are worthless
};

request({ url, ...options, aws }, (error, response, body) => {
  if (error) throw error;
  console.log(response.statusCode, body);
});
