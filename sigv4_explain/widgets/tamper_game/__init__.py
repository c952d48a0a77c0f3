"""TamperGame: protect an order, attack it, and see whether the server notices."""
