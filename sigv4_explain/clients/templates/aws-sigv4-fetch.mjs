import { createSignedFetcher } from "aws-sigv4-fetch";

$request

// The keys come from the SDK's chain: environment, profile, SSO, container or instance.
const signedFetch = createSignedFetcher({ service: $service, region: $region });

const response = await signedFetch(url, request);
console.log(response.status, await response.text());
