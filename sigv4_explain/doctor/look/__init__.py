"""What the doctor sees in a request alone: what a server refuses at once, what is wrong, what often goes wrong."""
