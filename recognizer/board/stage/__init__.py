"""All there is to see at one moment, and who draws it."""
