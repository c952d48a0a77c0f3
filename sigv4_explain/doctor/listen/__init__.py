"""What the doctor hears in an answer: words that name a cause, what the server refuses, and its clock."""
