"""``recognizer model``: makes model folders of the models of others, checks and shows them."""
