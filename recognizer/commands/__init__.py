"""The command line: `main` knows every command, and imports the others when they are needed."""
