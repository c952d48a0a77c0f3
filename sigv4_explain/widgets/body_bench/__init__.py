"""BodyBench: two bodies, and whether their hashes are equal."""
