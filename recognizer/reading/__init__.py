"""What may be a digit, a number, a line, and what it was read as."""
