"""Pastes as people make them, from the kit's own signed requests: what went wrong, what of it is shown, and how."""
