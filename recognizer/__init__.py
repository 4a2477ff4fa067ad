"""The board that reads your hand."""
