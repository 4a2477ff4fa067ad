"""The looking glass: which digit it looks at, and the panel that shows what the network sees."""
