"""What stands beside the ink, each drawn by pure functions: the answer, tags, toolbar, messages."""
