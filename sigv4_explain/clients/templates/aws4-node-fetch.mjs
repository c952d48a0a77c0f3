import aws4 from "aws4";
import fetch from "node-fetch";

$request

// aws4 takes AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN from the environment.
const { host, pathname, search } = new URL(url);
const signed = aws4.sign({
  service: $service,
  region: $region,
  host,
  path: pathname + search,
  ...request,
});

const response = await fetch(url, signed);
console.log(response.status, await response.text());
