"""Models: they take 28x28 fields and paths, and give logits, embeddings, and where they looked."""
