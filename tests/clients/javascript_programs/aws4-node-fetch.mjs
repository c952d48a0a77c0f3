// npm install aws4 node-fetch

import aws4 from "aws4";
import fetch from "node-fetch";

const url = "https://abc123.execute-api.eu-central-1.amazonaws.com/default?client=ky";
const request = {
  method: "POST",
  headers: {
    "x-api-key": process.env.API_KEY,
    "Content-Type": "application/json",
  },
  body: '{"client": "ky"}', // one text: it is signed and sent
};

// aws4 takes AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN from the environment.
const { host, pathname, search } = new URL(url);
const signed = aws4.sign({
  service: "execute-api",
  region: "eu-central-1",
  host,
  path: pathname + search,
  ...request,
});

const response = await fetch(url, signed);
console.log(response.status, await response.text());
