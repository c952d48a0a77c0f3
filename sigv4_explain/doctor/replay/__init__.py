"""The proof: a mistake made on purpose, until the signature comes out as it was sent."""
