"""What is still there tomorrow: settings, the journal, profiles, saved boards, errors."""
