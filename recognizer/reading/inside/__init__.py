"""What the looking glass shows: maps of the layers, dabs that would change its mind, the plane."""
