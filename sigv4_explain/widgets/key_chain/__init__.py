"""KeyChain: from the secret to the signing key."""
