"""One symbol: what the networks see of it, and what its place and size say."""
