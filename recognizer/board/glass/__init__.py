"""The looking glass: which digit it is for, and how that is shown."""
