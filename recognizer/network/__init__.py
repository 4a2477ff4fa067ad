"""Models: they take 28x28 fields, and give logits, embeddings, and a map of where they looked."""
