"""How anything is drawn: theme, layout, shapes, icons. Knows nothing of what the board is for."""
