"""What a model is and does: 28x28 fields in; logits, embeddings and where it looked out."""
