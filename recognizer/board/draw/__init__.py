"""How anything is drawn: theme, layout, shapes, icons."""
