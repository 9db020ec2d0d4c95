"""What the interface calls things that others name: issues, parser values, libraries."""
