// Signs requests with each signer, and sends none: what would have been sent is the answer, or null where a client
// cannot be asked.
import { text } from "node:stream/consumers";
import { Sha256 } from "@aws-crypto/sha256-js";
import { SignatureV4 } from "@smithy/signature-v4";
import aws4 from "aws4";
import { AwsV4Signer } from "aws4fetch";

const { calls, keys, region } = JSON.parse(await text(process.stdin));

function grouped(headers) {
  const found = {};
  for (const [name, value] of headers) found[name] = name in found ? [found[name], value].flat() : value;
  return found;
}

const pairs = (headers) => Object.entries(headers).flatMap(([name, value]) => [value].flat().map((one) => [name, one]));

const signers = {
  aws4({ method, url, headers, service }) {
    const [, host, path] = /^https:\/\/([^/]*)(.*)$/.exec(url);
    const signed = aws4.sign({ method, host, path, headers: grouped(headers), region, service }, keys);
    return { url: `https://${host}${signed.path}`, headers: pairs(signed.headers) };
  },
  async aws4fetch({ method, url, headers, service }) {
    const signed = await new AwsV4Signer({ method, url, headers, service, region, ...keys }).sign();
    return { url: signed.url.href, headers: [...signed.headers] };
  },
  async "@smithy/signature-v4"({ method, url, headers, service }) {
    if (new Set(headers.map(([name]) => name)).size < headers.length) return null;
    const { host, hostname, pathname, searchParams } = new URL(url);
    const query = {};
    for (const name of searchParams.keys()) query[name] = searchParams.getAll(name);
    const uriEscapePath = service !== "s3";
    const signer = new SignatureV4({ region, service, credentials: keys, sha256: Sha256, uriEscapePath });
    const request = { method, hostname, path: pathname, query, headers: { host, ...Object.fromEntries(headers) } };
    const signed = await signer.sign(request);
    return { url: new URL(url).href, headers: pairs(signed.headers) };
  },
};

const answers = [];
for (const call of calls) answers.push(await signers[call.client](call));
process.stdout.write(JSON.stringify({ answers }));
