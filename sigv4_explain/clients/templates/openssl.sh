#!/bin/sh

# Every step of AWS Signature Version 4 by hand, with openssl.
# openssl gets its keys as arguments: while it runs, users of this machine can see them in ps.
@comments
set -eu

sha256() { openssl dgst -sha256 | sed 's/.* //'; }
hmac_sha256() {
  printf '%s' "$2" | openssl dgst -sha256 -mac HMAC -macopt "hexkey:$1" | sed 's/.* //'
}
hex() { printf '%s' "$1" | od -An -v -tx1 | tr -d ' \n'; }

region=@region
service=@service
request_date_time=$(date -u +%Y%m%dT%H%M%SZ)
date=${request_date_time%T*}
@body_function

# 1. Canonical request: path and query stand here as AWS encodes and sorts them for signing
method=@method
canonical_uri=@canonical_uri
canonical_query_string=@canonical_query_string
hashed_payload=$(body | sha256)
canonical_headers=$(
  printf '%s\n' \
    @canonical_headers
)
signed_headers=$(printf '%s\n' "$canonical_headers" | cut -d : -f 1 | paste -s -d ';' -)
canonical_request="$method
$canonical_uri
$canonical_query_string
$canonical_headers

$signed_headers
$hashed_payload"

# 2. String to sign
credential_scope="$date/$region/$service/aws4_request"
hashed_canonical_request=$(printf '%s' "$canonical_request" | sha256)
string_to_sign="AWS4-HMAC-SHA256
$request_date_time
$credential_scope
$hashed_canonical_request"

# 3. Signing key: each HMAC is the key of the next
date_key=$(hmac_sha256 "$(hex "AWS4$AWS_SECRET_ACCESS_KEY")" "$date")
date_region_key=$(hmac_sha256 "$date_key" "$region")
date_region_service_key=$(hmac_sha256 "$date_region_key" "$service")
signing_key=$(hmac_sha256 "$date_region_service_key" aws4_request)

# 4. Signature
signature=$(hmac_sha256 "$signing_key" "$string_to_sign")

# 5. Authorization header
authorization="AWS4-HMAC-SHA256 Credential=$AWS_ACCESS_KEY_ID/$credential_scope"
authorization="$authorization, SignedHeaders=$signed_headers, Signature=$signature"

@{pipe}curl --silent --show-error --fail-with-body --write-out '\n%{http_code}\n' \
  @options
