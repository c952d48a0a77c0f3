"""What the doctor looks for in a request alone, a module for each part of it."""
