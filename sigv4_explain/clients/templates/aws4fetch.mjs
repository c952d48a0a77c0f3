import { AwsClient } from "aws4fetch";

$request

const aws = new AwsClient({
  service: $service,
  region: $region,
  accessKeyId: process.env.AWS_ACCESS_KEY_ID,
  secretAccessKey: process.env.AWS_SECRET_ACCESS_KEY,
  sessionToken: process.env.AWS_SESSION_TOKEN,
});

const response = await aws.fetch(url, request);
console.log(response.status, await response.text());
