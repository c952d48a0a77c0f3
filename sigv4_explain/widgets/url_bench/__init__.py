"""UrlBench: how each character of a URL is signed."""
