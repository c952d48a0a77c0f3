"""The kit from a shell: ``python -m sigv4_explain``."""

from __future__ import annotations

import sys

from sigv4_explain.command.main import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
