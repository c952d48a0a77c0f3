"""What both sides wrote, side by side: the client's texts and the server's."""
