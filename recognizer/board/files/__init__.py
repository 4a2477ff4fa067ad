"""Pictures and ink saved, opened, copied."""
