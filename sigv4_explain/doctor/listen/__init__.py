"""What the doctor hears in an answer, a module for each kind of refusal."""
