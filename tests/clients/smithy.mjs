// The signer of AWS's SDK for JavaScript, and fetch: the request is taken apart for the one and sent by the other.
import { Sha256 } from "@aws-crypto/sha256-js";
import { SignatureV4 } from "@smithy/signature-v4";
import { answer, call } from "./call.mjs";

const { method, url, headers, body, region, service, keys, options } = await call();
const { host, hostname, pathname, searchParams } = new URL(url);
const query = {};
for (const [name, value] of searchParams) query[name] = name in query ? [query[name], value].flat() : value;
const signer = new SignatureV4({ region, service, credentials: keys, sha256: Sha256, ...options.signer });
const request = { method, hostname, path: pathname, query, headers: { host, ...headers }, body };
const signed = await signer.sign({ ...request, ...options.request });
const response = await fetch(url, { method, headers: signed.headers, body });
answer(response.status, await response.text());
