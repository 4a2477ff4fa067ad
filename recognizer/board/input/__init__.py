"""From pygame's events to commands, and which digit a pointer means."""
