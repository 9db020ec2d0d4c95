"""What extraction broke: characters, quotation marks, words."""
