"""BugHunt: find the mistake in a failing request."""
