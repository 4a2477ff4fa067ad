"""What the user has done: pages, their changes and inverses, corrections, and the session."""
