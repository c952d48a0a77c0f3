"""Every step kept: its value, where each piece came from, and the words that explain it."""
