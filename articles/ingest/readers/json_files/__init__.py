"""JSON of any nesting, size and encoding, and the records in it."""
