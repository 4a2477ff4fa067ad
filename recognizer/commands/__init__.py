"""The command line: `main` knows every command, and calls the others when they are asked for."""
