"""The same request from another client: what to install, and the code."""
