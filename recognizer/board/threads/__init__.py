"""Work that takes long, beside the loop."""
