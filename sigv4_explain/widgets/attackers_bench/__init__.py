"""AttackersBench: what somebody who caught a signed request can do with it."""
