#!/bin/sh

@comments
set -eu

@body_function

hashed_payload=$(@hashing)

@{pipe}curl --silent --show-error --fail-with-body --write-out '\n%{http_code}\n' \
  @url \
  --aws-sigv4 @place \
  --user "$AWS_ACCESS_KEY_ID:$AWS_SECRET_ACCESS_KEY" \
  @options
