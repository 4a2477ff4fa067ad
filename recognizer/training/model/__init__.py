"""Our network: its layers, its training, and what becomes of it afterwards."""
