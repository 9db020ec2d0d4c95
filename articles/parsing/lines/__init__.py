"""A text as lines, what kinds of lines there are, and the words that tell them."""
