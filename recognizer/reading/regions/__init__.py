"""Writing in two dimensions: regions read by themselves, such as a numerator."""
