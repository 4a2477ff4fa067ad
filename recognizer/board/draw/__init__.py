"""How things are drawn: theme, layout, shapes, icons. Independent of what the board is for."""
