"""ServerView: a signed request on its way, and what the server makes of it."""
