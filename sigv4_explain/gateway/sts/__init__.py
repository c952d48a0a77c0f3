"""STS: who am I, and lend me a role's keys."""
