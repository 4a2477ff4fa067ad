"""What one does at the board: each activity has a desk, takes commands and shows a face."""
