"""Text that was wrapped at a width: where its paragraphs are, and where they were printed."""
