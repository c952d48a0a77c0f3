// aws4 with Node's own http, the way its README shows it.
import http from "node:http";
import aws4 from "aws4";
import { answer, call } from "./call.mjs";

const { method, url, headers, body, region, service, keys, options } = await call();
const { hostname, port } = new URL(url);
const path = url.slice(url.indexOf("/", "http://".length)) || "/";
const request = { method, hostname, port, path, headers, body, region, service, ...options };
const sent = http.request(aws4.sign(request, keys), async (response) => {
  const chunks = await response.toArray();
  answer(response.statusCode, Buffer.concat(chunks).toString());
});
sent.end(body);
