"""Reads files safely, writes files whole or not at all, and knows the user's folders."""
