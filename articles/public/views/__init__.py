"""The responses to readers and programs, a view for each address."""
