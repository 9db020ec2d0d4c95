"""What a file is, by its content, and which kinds are refused."""
