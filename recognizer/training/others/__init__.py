"""Networks of other drawing boards, and any Keras digit model."""
