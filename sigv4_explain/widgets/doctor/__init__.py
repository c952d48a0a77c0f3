"""Doctor: paste a failing request, and see why it fails."""
