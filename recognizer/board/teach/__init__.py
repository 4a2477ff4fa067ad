"""What the user says about a digit: the card that asks, and lessons on their way to the profile."""
