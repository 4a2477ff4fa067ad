"""Who is playing: the players there are, and the card on which one is chosen."""
