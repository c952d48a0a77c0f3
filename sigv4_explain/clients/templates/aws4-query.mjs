import aws4 from "aws4";
import fetch from "node-fetch";

$request

// aws4 takes AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN from the environment.
const { host, origin, pathname, search } = new URL(url);
const signed = aws4.sign({
  service: $service,
  region: $region,
  host,
  path: pathname + search,
  ...request,
  signQuery: true,
});

// The signature is in the URL; the headers given above are signed too, so they must be sent as well.
const response = await fetch(origin + signed.path, signed);
console.log(response.status, await response.text());
