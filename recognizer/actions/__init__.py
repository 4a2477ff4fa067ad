"""What a user can do by a key or a button, in one table for board, page, key card and README."""
