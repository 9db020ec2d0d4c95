"""What is learned from pages: kinds of lines, page breaks, list items, confidence."""
