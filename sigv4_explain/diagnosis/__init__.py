"""The doctor: the table of known mistakes, and the replay that proves one of them."""
