"""What the user says of a digit, and what becomes of it."""
