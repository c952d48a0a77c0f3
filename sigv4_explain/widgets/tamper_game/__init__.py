"""TamperGame: change a signed request so that it is still accepted."""
