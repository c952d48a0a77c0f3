const signer = new SignatureV4({
  service: $service,
  region: $region,
  credentials: $credentials,
  sha256: Sha256,
  uriEscapePath: $uriEscapePath, // S3's paths are signed as they are sent
});

// Any client can send what this returns.
async function signV4(url, { method, headers, body }) {
  const { host, hostname, pathname, searchParams } = new URL(url);
  const query = {};
  for (const name of searchParams.keys()) query[name] = searchParams.getAll(name);
  const signed = await signer.sign({
    method,
    hostname,
    path: pathname,
    query,
    headers: { host, ...headers }, // the signer does not add host by itself
    body,
  });
  return { method, headers: signed.headers, body };
}
