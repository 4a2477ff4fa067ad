"""What outlives the program: settings, the journal, profiles, saved boards, the error log."""
