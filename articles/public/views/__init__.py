"""What readers and machines are answered, an address each."""
