"""Builds the kit as a folder of static files, in which the whole course runs in the reader's browser."""
