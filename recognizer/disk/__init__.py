"""Files of others read safely, files of ours written whole, and where the user's lie."""
