"""Our network: its layers, its training, its export, and training it further for one user."""
