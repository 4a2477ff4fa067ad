"""How well something reads, in numbers, tables and charts."""
