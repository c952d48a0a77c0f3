"""What is signed in the same manner and is no plain request: uploads in chunks, forms."""
